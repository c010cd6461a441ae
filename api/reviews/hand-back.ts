import type { Tx } from '../db/database.ts';
import { moveDraft, reopenDraft } from '../drafts/handing.ts';
import { readStanding } from '../parcels/standing.ts';
import { writeEnd } from './letters.ts';
import type { Deciding } from './parts.ts';
import { listSubmissions, settleSubmission } from './submission-store.ts';

/**
 * What waits for review, or was approved for a later day, rested on what was public: when that was withdrawn or recalled it goes
 * back to its department, which is told, and everything in it is reviewed anew. To be called after the parcel was taken from the
 * public; `wasForLater`: a version waited for its day.
 */
export async function handBack(
  tx: Tx,
  { code, wasForLater }: { code: string; wasForLater: boolean },
  deciding: Deciding,
): Promise<void> {
  const { at } = deciding;
  const submissions = await listSubmissions(tx, { code });
  const [newest] = submissions;
  if (newest?.state === 'waiting') {
    await settleSubmission(tx, { id: newest.id, state: 'returned', at, version: null });
    await moveDraft(tx, code, 'returned');
    await writeEnd(tx, newest, deciding);
    return;
  }
  const approved = submissions.find(({ state }) => state === 'published');
  if (!wasForLater || approved === undefined) return;
  const { content, departmentCode, authors } = approved;
  const baseVersion = (await readStanding(tx, code, at))?.version ?? null;
  const hands = authors.map(({ accountId }) => accountId);
  // A newer draft that somebody has begun on it holds it already.
  if (
    await reopenDraft(tx, {
      departmentCode,
      content,
      baseVersion,
      accountId: approved.by.accountId,
      hands,
      at,
    })
  )
    await writeEnd(tx, approved, deciding);
}

/** Whether what stands was approved and waits for its day. */
export function isForLater(standing: { publicFrom: Date | null; endedAs: string | null }, at: Date): boolean {
  return standing.publicFrom !== null && standing.publicFrom > at && standing.endedAs === null;
}
