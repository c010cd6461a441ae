import type { Tx } from '../db/database.ts';
import { moveDraft } from '../drafts/handing.ts';
import { listSubmissions, settleSubmission } from './submission-store.ts';

/**
 * What waits for review began from something that was public: when that is withdrawn or recalled it goes back to its
 * department, and everything in it is reviewed anew.
 */
export async function endWaiting(tx: Tx, code: string, at: Date): Promise<void> {
  const [newest] = await listSubmissions(tx, { code });
  if (newest?.state !== 'waiting') return;
  await settleSubmission(tx, { id: newest.id, state: 'returned', at, version: null });
  await moveDraft(tx, code, 'returned');
}
