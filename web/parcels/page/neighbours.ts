import distance from '@turf/distance';
import { roundToPrecision } from '../../../api/parcels/rules.ts';
import type { Parcel, ParcelSummary } from '../../../api/parcels/schema.ts';

/** Another public parcel and how far its centre lies, straight, in metres rounded to the public precision. */
export type Neighbour<T> = { parcel: T; distanceM: number };

/** The nearest first; the parcel itself is none of its neighbours. */
export function neighboursOf<T extends Pick<ParcelSummary, 'code' | 'centroid'>>(
  parcel: Pick<Parcel, 'code' | 'centroid' | 'geometryPrecisionM'>,
  around: T[],
): Neighbour<T>[] {
  return around
    .filter(({ code }) => code !== parcel.code)
    .map((other) => ({ parcel: other, distanceM: exactDistanceM(parcel.centroid, other.centroid) }))
    .toSorted((a, b) => a.distanceM - b.distanceM)
    .map(({ parcel: other, distanceM }) => ({
      parcel: other,
      distanceM: roundToPrecision(distanceM, parcel.geometryPrecisionM),
    }));
}

function exactDistanceM(from: [number, number], to: [number, number]): number {
  return distance(from, to, { units: 'meters' });
}
