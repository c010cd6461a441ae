import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { CityPack } from '../city/schema.ts';
import type { Sql } from '../db/database.ts';
import { contentOf, ofDepartment } from '../drafts/content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from '../drafts/difference-rules.ts';
import type { DraftContent, Submission, SubmissionReading } from '../drafts/schema.ts';
import { isInScope } from '../drafts/scope-rules.ts';
import { AppError } from '../errors.ts';
import { readStanding, readVersionContent } from '../parcels/standing.ts';
import { planningIndicatorsOf } from './competence-rules.ts';
import { findRecall } from './recall-store.ts';
import { shownRecall } from './shown-recall.ts';
import { listSubmissions, type StoredSubmission } from './submission-store.ts';
import { rightOver } from './waiting.ts';

/**
 * Everything a reviewer looks at: what stood, what is to be, and what differs.
 * @throws AppError `not-found` (404) for a submission that is missing or another department's.
 */
export async function readSubmission(
  sql: Sql,
  id: number,
  { actor, pack, at }: { actor: Actor; pack: CityPack; at: Date },
): Promise<SubmissionReading> {
  const [submission] = await listSubmissions(sql, { id });
  if (submission === undefined || !isInScope(actor, submission.departmentCode))
    throw new AppError('not-found');
  const before = await baseOf(sql, submission);
  const standing = await readStanding(sql, submission.code, at);
  const recall = standing && (await findRecall(sql, standing.parcelId));
  const after = contentOf(submission.content);
  const { yours, whyNot } = rightOver(actor, submission);
  return {
    ...shownSubmission(submission),
    isPublic: standing?.publicFrom != null && standing.endedAs === null,
    recall: recall === null || recall.outcome === 'lifted' ? null : shownRecall(recall),
    before,
    after,
    differences: shownDifferences(
      contentDifferences(before ?? emptyContent, after),
      planningIndicatorsOf(pack),
    ),
    yours,
    whyNot,
  };
}

async function baseOf(
  sql: Sql,
  { code, baseVersion, departmentCode }: StoredSubmission,
): Promise<DraftContent | null> {
  const base = baseVersion === null ? null : await readVersionContent(sql, code, baseVersion);
  return base === null ? null : ofDepartment(contentOf(base), departmentCode);
}

/** A submission as the wire carries it, without its content. */
export function shownSubmission(submission: StoredSubmission): Submission {
  const { authors, content, reviews, at, decidedAt, ...shown } = submission;
  void authors;
  void content;
  const decided = reviews.map(({ competence }) => competence);
  return {
    ...shown,
    at: shanghaiTime(at),
    open: shown.state === 'waiting' ? shown.needs.filter((need) => !decided.includes(need)) : [],
    reviews: reviews.map((review) => ({
      ...review,
      at: shanghaiTime(review.at),
      publicFrom: review.publicFrom && shanghaiTime(review.publicFrom),
    })),
    decidedAt: decidedAt && shanghaiTime(decidedAt),
  };
}
