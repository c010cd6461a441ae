import { requireRecentProof } from '../accounts/rules.ts';
import { appendAudit, type AuditedAct } from '../audit/store.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import { checkParcel } from '../checks/check.ts';
import type { Tx } from '../db/database.ts';
import { contentOf, ofDepartment } from '../drafts/content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from '../drafts/difference-rules.ts';
import { endDraft } from '../drafts/handing.ts';
import { AppError } from '../errors.ts';
import { commitDrafts } from '../parcels/commit.ts';
import { lockParcels, lockPublishing, readStanding } from '../parcels/standing.ts';
import { cancelUpcoming } from '../parcels/unpublish.ts';
import { planningIndicatorsOf } from './competence-rules.ts';
import { writeApproval } from './letters.ts';
import type { Deciding } from './parts.ts';
import type { Approve, Approved } from './schema.ts';
import { insertReviews, settleSubmission, type StoredSubmission } from './submission-store.ts';
import { refuseFindings, refuseStale } from './submit.ts';
import { readWaiting } from './waiting.ts';

/**
 * 批准, for every competence the reviewer holds that is still open. With the last one the version is published in the same
 * transaction: both are there, or neither is. The day is the land bureau's to name.
 * @throws AppError `proof-needed` or `forbidden` (403), `parcel-unknown` (404), `conflict` (409), `refused-by-rule` (422).
 */
export async function approveSubmission(
  tx: Tx,
  { code, submission: looked, seen, publicFrom }: Approve & { code: string },
  deciding: Deciding,
): Promise<Approved> {
  const { actor, at } = deciding;
  requireRecentProof(actor, at);
  if (publicFrom !== undefined && new Date(publicFrom) < at)
    throw refused('publicFrom', '公开时间不能早于现在');
  await lockParcels(tx, [code]);
  const { submission, yours } = await readWaiting(tx, { code, looked }, actor);
  if (publicFrom !== undefined && !actor.competences.includes('land'))
    throw refused('publicFrom', '公开的日子由自然资源和规划部门的审核员定');
  if (seen !== undefined) await refuseUnseen(tx, { submission, yours, seen }, deciding);
  await insertReviews(
    tx,
    yours.map((competence) => ({
      submissionId: submission.id,
      competence,
      outcome: 'approved',
      reasons: [],
      publicFrom: publicFrom === undefined ? null : new Date(publicFrom),
      accountId: actor.accountId,
      at,
    })),
  );
  const decided = submission.reviews.map(({ competence }) => competence);
  const waitsFor = submission.needs.filter((need) => !decided.includes(need) && !yours.includes(need));
  const day =
    publicFrom ?? submission.reviews.find((review) => review.publicFrom !== null)?.publicFrom ?? undefined;
  const from = day === undefined || new Date(day) < at ? at : new Date(day);
  const version = waitsFor.length === 0 ? await publish(tx, { submission, from }, deciding) : null;
  const act = (action: string, details: AuditedAct['details']): AuditedAct => ({
    actor,
    action,
    subject: `parcel:${code}`,
    details: { submission: submission.id, ...details },
    at,
  });
  if (version === null) await appendAudit(tx, act('parcel.approve', { approved: yours, waitsFor }));
  else {
    await writeApproval(tx, submission, deciding);
    await appendAudit(tx, [
      act('parcel.approve', { approved: yours, waitsFor }),
      act('parcel.publish', { version, publicFrom: from.toISOString() }),
    ]);
  }
  return {
    submission: submission.id,
    approved: yours,
    waitsFor,
    published: version === null ? null : { version, publicFrom: shanghaiTime(from) },
  };
}

async function publish(
  tx: Tx,
  { submission, from }: { submission: StoredSubmission; from: Date },
  { city, at, readIndustryNames }: Deciding,
): Promise<number> {
  const { id, code, content, departmentCode, baseVersion, note } = submission;
  const standing = await readStanding(tx, code, at);
  refuseStale(code, baseVersion, standing?.version ?? null);
  // Two that lie on each other and are approved at the same moment: the second one sees the first.
  await lockPublishing(tx);
  // What was clean when it was handed in may no longer be: a neighbour was published, an evaluation ended.
  const { findings } = await checkParcel(tx, { content, departmentCode }, { city, now: at });
  refuseFindings(findings, note ?? '批准');
  // It began from what was approved for later, and takes its place.
  if (standing !== null) await cancelUpcoming(tx, standing.parcelId, at);
  const outcome = await commitDrafts(tx, [content], {
    pack: city.pack,
    industryNames: await readIndustryNames(tx),
    importedBy: `submission ${id}`,
    fileNames: [],
    demo: false,
    publicFrom: from,
    eventsKnownWhenTheyHappened: false,
    writtenAt: at,
    isWhole: true,
  });
  const [committed] = outcome.committed;
  if (committed === undefined) {
    refuseFindings(outcome.findings, '批准');
    throw new Error(`submission ${id} was neither published nor refused`);
  }
  await settleSubmission(tx, { id, state: 'published', at, version: committed.version });
  await endDraft(tx, code);
  return committed.version;
}

async function refuseUnseen(
  tx: Tx,
  { submission, yours, seen }: { submission: StoredSubmission; yours: string[]; seen: string[] },
  { city, at }: Deciding,
): Promise<void> {
  const standing = await readStanding(tx, submission.code, at);
  const base =
    standing === null ? emptyContent : ofDepartment(contentOf(standing.draft), submission.departmentCode);
  const missing = shownDifferences(
    contentDifferences(base, contentOf(submission.content)),
    planningIndicatorsOf(city.pack),
  ).filter(({ path, competence }) => yours.includes(competence) && !seen.includes(path));
  if (missing.length === 0) return;
  throw new AppError('refused-by-rule', {
    detail: `还有 ${missing.length} 行没看。`,
    errors: missing.map(({ path }) => ({ path, message: '没看' })),
  });
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: `${message}。`, errors: [{ path, message }] });
}
