import { toFeature } from '../../api/parcels/rules.ts';
import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { ParcelSummary } from '../../api/parcels/schema.ts';

/** The list's own answer as the map's features: the two can never disagree. */
export function featuresOf(items: ParcelSummary[], asOf: string, total: number): ParcelFeatureCollection {
  return {
    type: 'FeatureCollection',
    numberMatched: total,
    numberReturned: items.length,
    timeStamp: asOf,
    features: items.map(toFeature),
  };
}

/** Features of a list, and those of its answer that only a window has. */
export function withAdded(
  listed: ParcelFeatureCollection,
  added: ParcelFeatureCollection | null,
): ParcelFeatureCollection {
  if (added === null) return listed;
  const features = [...listed.features, ...without(added, listed)];
  return { ...listed, numberReturned: features.length, features };
}

/** Parcels of `all` that are not among the matching ones: drawn hollow. */
export function withoutMatching(
  all: ParcelFeatureCollection,
  matching: ParcelFeatureCollection,
): ParcelFeatureCollection {
  const features = without(all, matching);
  return { ...all, numberReturned: features.length, features };
}

function without(all: ParcelFeatureCollection, taken: ParcelFeatureCollection) {
  const codes = new Set(taken.features.map(({ id }) => id));
  return all.features.filter(({ id }) => !codes.has(id));
}
