import type { ReadOutlines } from '../../../api/outlines/schema.ts';
import type { Finding } from '../../../api/imports/schema.ts';

type Outline = ReadOutlines['items'][number];

/** Which of the outlines is the parcel's own: the one of its code, else the first. */
export function ownOutline(items: readonly Outline[], code: string): number {
  return Math.max(
    0,
    items.findIndex((item) => item.code === code),
  );
}

/** What concerns the outline that is chosen, or the files as a whole. */
export function findingsOf({ findings }: ReadOutlines, chosen: Outline | null): Finding[] {
  return findings.filter(
    ({ parcel, severity }) =>
      chosen === null || parcel === undefined || parcel === chosen.code || severity === 'error',
  );
}

/** Corners of all rings; the last of a ring is its first. */
export function cornerCount({ geometry }: Pick<Outline, 'geometry'>): number {
  return geometry.coordinates.flat().reduce((sum, ring) => sum + ring.length - 1, 0);
}
