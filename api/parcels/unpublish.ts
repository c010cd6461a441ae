import type { Tx } from '../db/database.ts';
import { raisePublicData } from './public-data-store.ts';
import {
  deleteUpcoming,
  endPublications,
  findRecalledVersion,
  hasUncoveredPublication,
} from './publication-store.ts';
import { lockImports, publishVersions } from './version-store.ts';

/** 撤下: nothing of the parcel is public from now on; what was, can still be asked for by date. */
export async function withdrawFromPublic(tx: Tx, parcelId: number, at: Date): Promise<void> {
  await lockImports(tx);
  await endPublications(tx, parcelId, { at, as: 'withdrawn' });
  await raisePublicData(tx, at);
}

/**
 * 紧急撤回: ends what is public and takes back what was to be. Returns the instant up to which everything is covered, and the
 * version that was public then; null where nothing ever was or all of it was recalled before.
 */
export async function recallFromPublic(
  tx: Tx,
  parcelId: number,
  at: Date,
): Promise<{ until: Date; version: number | null } | null> {
  await lockImports(tx);
  if (!(await hasUncoveredPublication(tx, parcelId))) return null;
  const ended = await endPublications(tx, parcelId, { at, as: 'recalled' });
  await raisePublicData(tx, at);
  return ended;
}

/**
 * What was approved for later is taken back, and what is public now stays so: a newer version takes its place.
 */
export async function cancelUpcoming(tx: Tx, parcelId: number, at: Date): Promise<void> {
  await lockImports(tx);
  await deleteUpcoming(tx, parcelId, at);
}

/** The version that lifting a recall would bring back; null where something else has become public since. */
export function readRecalledVersion(
  tx: Tx,
  { parcelId, recalledAt }: { parcelId: number; recalledAt: Date },
): Promise<number | null> {
  return findRecalledVersion(tx, parcelId, recalledAt);
}

/** After a recall was lifted: the version it took is public again. Returns it; null where there is nothing to bring back. */
export async function bringBack(
  tx: Tx,
  { parcelId, recalledAt, at }: { parcelId: number; recalledAt: Date; at: Date },
): Promise<number | null> {
  await lockImports(tx);
  const version = await findRecalledVersion(tx, parcelId, recalledAt);
  if (version !== null) await publishVersions(tx, [{ parcelId, version }], at);
  await raisePublicData(tx, at);
  return version;
}
