import type { Sql } from '../db/database.ts';
import { appendAnchor, type AnchorPlace } from './anchors.ts';
import { readNewest } from './store.ts';

/**
 * Returns what anchors the newest row of the log unless it is anchored by it already. A crash before it does no harm: the
 * next row's anchor holds what stands before it, too.
 */
export function createAnchoring(sql: Sql, { place, now }: { place: AnchorPlace; now: () => Date }) {
  let anchoredTo = 0;
  return async function anchorNewest(): Promise<void> {
    const newest = await readNewest(sql);
    if (newest === null || newest.seq <= anchoredTo) return;
    const { seq, hash } = newest;
    await appendAnchor(place, { seq, hash: hash.toString('hex'), at: now().toISOString() });
    anchoredTo = seq;
  };
}
