import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { moveDraft } from '../drafts/handing.ts';
import { lockParcels } from '../parcels/standing.ts';
import { writeReturn } from './letters.ts';
import type { Deciding } from './parts.ts';
import type { Reject } from './schema.ts';
import { insertReviews, settleSubmission } from './submission-store.ts';
import { readWaiting } from './waiting.ts';

/**
 * 退回: back to its department with reasons; one competence is enough, whatever the other said.
 * @throws AppError `forbidden` (403), `parcel-unknown` (404), `conflict` (409).
 */
export async function returnSubmission(
  tx: Tx,
  { code, submission: looked, reasons }: Reject & { code: string },
  deciding: Deciding,
): Promise<void> {
  const { actor, at } = deciding;
  await lockParcels(tx, [code]);
  const { submission, yours } = await readWaiting(tx, { code, looked }, actor);
  const { id } = submission;
  const decision = { submissionId: id, outcome: 'returned', reasons, publicFrom: null } as const;
  await insertReviews(
    tx,
    yours.map((competence) => ({ ...decision, competence, accountId: actor.accountId, at })),
  );
  await settleSubmission(tx, { id, state: 'returned', at, version: null });
  await moveDraft(tx, code, 'returned');
  await writeReturn(tx, submission, deciding);
  await appendAudit(tx, {
    actor,
    action: 'parcel.return',
    subject: `parcel:${code}`,
    details: { submission: id, competences: yours, reasons: reasons.length },
    at,
  });
}
