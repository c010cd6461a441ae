import { toFeature } from '../../api/parcels/rules.ts';
import type { ParcelFeatureCollection, ParcelSummary } from '../../api/parcels/schema.ts';

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

/** Parcels of `all` that the answer does not hold: drawn hollow. */
export function withoutItems(all: ParcelFeatureCollection, items: ParcelSummary[]): ParcelFeatureCollection {
  const codes = new Set(items.map((item) => item.code));
  const features = all.features.filter((feature) => !codes.has(feature.id));
  return { ...all, numberReturned: features.length, features };
}
