import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { raisePublicData } from './public-data-store.ts';
import { endPublications } from './publication-store.ts';
import { bringForward, queryCurrent, queryUpcoming, setUpcoming } from './upcoming-store.ts';
import { lockImports } from './version-store.ts';

/** A parcel that became public, and when it would have by itself; `areaM2` is the offered area (m², two decimals). */
export type Released = { parcelId: number; code: string; version: number; areaM2: number; plannedFrom: Date };

/**
 * 发布: what was approved for later is public from now on; all of it or nothing.
 * @throws AppError `refused-by-rule` (422) naming a parcel that nothing waits for: not approved, or public already.
 */
export async function releaseUpcoming(
  tx: Tx,
  parcels: readonly { id: number; code: string }[],
  at: Date,
): Promise<Released[]> {
  await lockImports(tx);
  const released: Released[] = [];
  for (const { id, code } of parcels) {
    const upcoming = await queryUpcoming(tx, id, at);
    if (upcoming === null) throw nothingWaits(code);
    await bringForward(tx, upcoming, at);
    released.push({ ...upcoming, code });
  }
  if (released.length > 0) await raisePublicData(tx, at);
  return released;
}

/**
 * 演练: what a release would show, and nothing becomes public by it. What is public already counts as if it waited.
 * @throws AppError `refused-by-rule` (422) naming a parcel of which nothing waits or is public.
 */
export async function releasable(
  tx: Tx,
  parcels: readonly { id: number; code: string }[],
  at: Date,
): Promise<Pick<Released, 'code' | 'version' | 'areaM2'>[]> {
  const shown = [];
  for (const { id, code } of parcels) {
    const found = (await queryUpcoming(tx, id, at)) ?? (await queryCurrent(tx, id, at));
    if (found === null) throw nothingWaits(code);
    shown.push({ code, version: found.version, areaM2: found.areaM2 });
  }
  return shown;
}

/** Takes a release back: the parcel waits for its day as before; where that has come, it is withdrawn. */
export async function embargoAgain(tx: Tx, released: readonly Released[], at: Date): Promise<void> {
  await lockImports(tx);
  for (const { parcelId, version, plannedFrom } of released) {
    const ended = await endPublications(tx, parcelId, { at, as: 'withdrawn' });
    // What somebody published meanwhile is not what was released.
    if (ended.version === version && plannedFrom > ended.until)
      await setUpcoming(tx, { parcelId, version, from: plannedFrom });
  }
  if (released.length > 0) await raisePublicData(tx, at);
}

function nothingWaits(code: string): AppError {
  const message = `${code} 没有待公开的版本：须先由审核员批准并定好以后的公开日期`;
  return new AppError('refused-by-rule', {
    detail: `${message}。`,
    errors: [{ path: 'parcelCodes', message }],
  });
}
