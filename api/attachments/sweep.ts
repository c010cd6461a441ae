import type { Database } from '../db/database.ts';
import { lockParcels } from '../parcels/standing.ts';
import { deleteUnused, knownFiles, listCodesWithUnused } from './attachment-store.ts';
import type { Blobs } from './blobs.ts';

/** Long enough for every upload to end, and for somebody to put back what he took out of a draft. */
const keptMs = 86_400_000;
const atOnce = 1000;
/** What is named otherwise is not ours to remove. */
const ours = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Drops the bytes that no file stands for, then the files that nothing has. In this order, so that a backup which has begun meanwhile
 * still finds the bytes of every file that it has.
 */
export async function sweepAttachments(
  { database, blobs }: { database: Database; blobs: Blobs },
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  const old = await blobs.listOlderThan(before);
  for (let start = 0; start < old.length; start += atOnce) {
    const some = old.slice(start, start + atOnce).filter(({ id }) => id === null || ours.test(id));
    const ids = some.flatMap(({ id }) => id ?? []);
    const known = await knownFiles(database.sql, ids);
    for (const { id, remove } of some) if (id === null || !known.has(id)) await remove();
  }
  const codes = await listCodesWithUnused(database.sql, before);
  if (codes.length === 0) return;
  await database.transaction(async (tx) => {
    // Who changes a draft meanwhile may take back what it had.
    await lockParcels(tx, codes);
    await deleteUnused(tx, codes, before);
  });
}
