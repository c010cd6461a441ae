import type { Actor } from '../accounts/actor.ts';
import type { Competence } from '../accounts/terms.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { ownWords, reviewRight, type ReviewRight } from './review-rules.ts';
import { listSubmissions, type StoredSubmission } from './submission-store.ts';

export function rightOver(actor: Actor, submission: StoredSubmission): ReviewRight {
  const decided = submission.reviews.map(({ competence }) => competence);
  return reviewRight(actor, { ...submission, decided });
}

const refusals = {
  'not-reviewer': ['forbidden', '只有审核员可以审核。'],
  decided: ['conflict', '这次送审已有结论。'],
  'own-hand': ['forbidden', ownWords['own-hand']],
  'own-department': ['forbidden', ownWords['own-department']],
  'other-competence': ['conflict', '没有等您审核的内容：不在您的审核权限内，或您已审核。'],
} as const;

/**
 * The submission that waits for somebody's decision, and what he may decide of it. Who does not say which one he looked at can
 * only mean the parcel's first: behind another, he may have read that other one.
 * @throws AppError `parcel-unknown` (404), `conflict` (409) where nothing waits or another was looked at, `forbidden` (403) on
 * what comes from his own hand or department, `refused-by-rule` (422) where he must say which.
 */
export async function readWaiting(
  sql: Sql,
  { code, looked }: { code: string; looked: number | undefined },
  actor: Actor,
): Promise<{ submission: StoredSubmission; yours: [Competence, ...Competence[]] }> {
  const [submission, ...earlier] = await listSubmissions(sql, { code });
  if (submission === undefined) throw new AppError('parcel-unknown');
  if (looked !== undefined && looked !== submission.id)
    throw new AppError('conflict', { detail: `地块 ${code} 已重新送审，请查看新的内容。` });
  const right = rightOver(actor, submission);
  if (right.whyNot !== null) {
    const [problem, detail] = refusals[right.whyNot];
    throw new AppError(problem, { detail });
  }
  if (looked === undefined && earlier.length > 0) throw unnamed(code);
  return { submission, yours: right.yours };
}

function unnamed(code: string): AppError {
  const message = `请写明看过的是哪一次送审：GET /api/staff/parcels/${code} 的 submission.id`;
  return new AppError('refused-by-rule', {
    detail: `地块 ${code} 不止一次送审。${message}。`,
    errors: [{ path: 'submission', message }],
  });
}
