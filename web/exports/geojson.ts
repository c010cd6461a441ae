import { toFeature } from '../../api/parcels/rules.ts';
import type { ParcelSummary } from '../../api/parcels/schema.ts';
import type { Note } from './notes.ts';

/**
 * The parcels as one RFC 7946 FeatureCollection. Coordinates are CGCS2000 (EPSG:4490) in the public precision, within
 * decimetres of the WGS 84 that RFC 7946 names; `notes` is a foreign member (RFC 7946, 6.1) that says so.
 */
export function writeGeojson(items: readonly ParcelSummary[], asOf: string, notes: readonly Note[]): Blob {
  const collection = {
    type: 'FeatureCollection',
    numberMatched: items.length,
    numberReturned: items.length,
    timeStamp: asOf,
    notes: Object.fromEntries(notes.map(({ label, words }) => [label, words])),
    features: items.map(toFeature),
  };
  return new Blob([JSON.stringify(collection)], { type: 'application/geo+json' });
}
