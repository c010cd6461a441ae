import { appendAudit } from '../audit/store.ts';
import { checkParcel } from '../checks/check.ts';
import { checkStanding } from '../checks/check-standing.ts';
import { tellOf } from '../checks/probe-limit.ts';
import type { Database, Tx } from '../db/database.ts';
import { findOwnDraft } from '../drafts/drafts.ts';
import { contentOf, ofDepartment } from '../drafts/content-rules.ts';
import { refuseConflict } from '../drafts/conflict.ts';
import {
  competencesOf,
  contentDifferences,
  emptyContent,
  shownDifferences,
} from '../drafts/difference-rules.ts';
import { moveDraft, rememberFindings } from '../drafts/handing.ts';
import { AppError } from '../errors.ts';
import type { Finding } from '../imports/schema.ts';
import { lockParcels, readStanding } from '../parcels/standing.ts';
import { neededCompetences, planningIndicatorsOf } from './competence-rules.ts';
import type { Deciding } from './parts.ts';
import type { Submit, Submitted } from './schema.ts';
import { insertSubmission, listSubmissions, settleSubmission } from './submission-store.ts';

/**
 * The health check that handing in tells of, in a transaction of its own: what a publisher is told of protected land counts
 * though handing in is refused. Returns the revision that was looked at; undefined where there is no draft to look at.
 */
export async function checkBeforeSubmit(
  database: Database,
  code: string,
  context: Parameters<typeof checkStanding>[2],
): Promise<number | undefined> {
  try {
    const { revision } = await checkStanding(database, code, context);
    return revision ?? undefined;
  } catch (error) {
    // Handing in says so itself, or answers again what it answered before.
    if (error instanceof AppError && error.code === 'parcel-unknown') return undefined;
    throw error;
  }
}

/**
 * 送审: hands a draft in as it stands.
 * @throws AppError `parcel-unknown` (404), `conflict` (409) where it waits already or another version is public since,
 * `version-mismatch` (412), `refused-by-rule` (422) with errors of the health check, or warnings without a note.
 */
export async function submitDraft(
  tx: Tx,
  { code, note, revision }: Submit & { code: string },
  { actor, city, at }: Deciding,
): Promise<Submitted> {
  await lockParcels(tx, [code]);
  const draft = await findOwnDraft(tx, code, actor);
  if (draft.state === 'submitted') throw new AppError('conflict', { detail: `地块 ${code} 已在审核。` });
  if (revision !== undefined && revision !== draft.revision) await refuseConflict(tx, code, revision);
  const standing = await readStanding(tx, code, at);
  refuseStale(code, draft.baseVersion, standing?.version ?? null);
  const { content, departmentCode } = draft;
  const input = { content, departmentCode };
  const whole = await checkParcel(tx, input, { city, now: at });
  const [{ findings } = whole] = await tellOf(tx, { inputs: [input], checks: [whole] }, { actor, at });
  refuseFindings(findings, note ?? null);
  const base = standing === null ? emptyContent : ofDepartment(contentOf(standing.draft), departmentCode);
  const differences = shownDifferences(
    contentDifferences(base, contentOf(content)),
    planningIndicatorsOf(city.pack),
  );
  // What waits for its day is not public yet: its day and its shape are looked at with whatever takes its place.
  const isPublic = standing?.publicFrom != null && standing.publicFrom <= at && standing.endedAs === null;
  const needs = neededCompetences(competencesOf(differences), { isPublic });
  if (needs.length === 0) throw new AppError('refused-by-rule', { detail: '草稿与公开内容相同，无需送审。' });
  const submission = await insertSubmission(tx, {
    content,
    revision: draft.revision,
    baseVersion: draft.baseVersion,
    departmentCode,
    accountId: actor.accountId,
    at,
    note: note ?? null,
    findings,
    needs,
  });
  await moveDraft(tx, code, 'submitted');
  await rememberFindings(tx, { code, revision: draft.revision, findings, at });
  await appendAudit(tx, {
    actor,
    action: 'parcel.submit',
    subject: `parcel:${code}`,
    details: { submission, revision: draft.revision, baseVersion: draft.baseVersion, needs },
    at,
  });
  return { submission, needs };
}

/** @throws AppError `conflict` (409) unless the parcel stands as it did when the draft began. */
export function refuseStale(code: string, baseVersion: number | null, version: number | null): void {
  if (baseVersion === version) return;
  throw new AppError('conflict', {
    detail: `地块 ${code} 在草稿之后有了第 ${version ?? 0} 版；请对照它核对草稿后再送审。`,
    errors: [{ path: 'baseVersion', message: String(version) }],
  });
}

/** @throws AppError `refused-by-rule` (422) naming each error; or the note, where warnings need one. */
export function refuseFindings(findings: readonly Finding[], note: string | null): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new AppError('refused-by-rule', {
      detail: `体检有 ${errors.length} 项错误，改好后才能继续。`,
      errors: errors.map(({ rule, field, message, remedy }) => ({
        path: field ?? rule,
        message: `${message}${remedy}`,
      })),
    });
  }
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (warnings.length > 0 && (note === null || note === '')) {
    throw new AppError('refused-by-rule', {
      detail: `体检有 ${warnings.length} 项警告，请写明说明。`,
      errors: [{ path: 'note', message: '有警告时须写说明' }],
    });
  }
}

/**
 * 收回: the department takes back what it handed in, until the last decision is made.
 * @throws AppError `parcel-unknown` (404), `conflict` (409) where nothing waits.
 */
export async function takeBack(tx: Tx, code: string, { actor, at }: Deciding): Promise<void> {
  await lockParcels(tx, [code]);
  await findOwnDraft(tx, code, actor);
  const [newest] = await listSubmissions(tx, { code });
  if (newest?.state !== 'waiting')
    throw new AppError('conflict', { detail: `地块 ${code} 没有等待审核的内容。` });
  await settleSubmission(tx, { id: newest.id, state: 'taken-back', at, version: null });
  await moveDraft(tx, code, 'draft');
  await appendAudit(tx, {
    actor,
    action: 'parcel.take-back',
    subject: `parcel:${code}`,
    details: { submission: newest.id },
    at,
  });
}
