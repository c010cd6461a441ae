import { z } from 'zod';
import { Bbox, ParcelSummary, PublicGeometry } from './schema.ts';

const FeatureProperties = ParcelSummary.omit({ bbox: true, footprint: true });

/** RFC 7946 Feature; `id` is the parcel code. */
export const ParcelFeature = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  bbox: Bbox,
  geometry: PublicGeometry,
  properties: FeatureProperties,
});
export type ParcelFeature = z.infer<typeof ParcelFeature>;

export const ParcelFeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  numberMatched: z.int(),
  numberReturned: z.int(),
  timeStamp: z.iso.datetime({ offset: true }),
  features: z.array(ParcelFeature),
});
export type ParcelFeatureCollection = z.infer<typeof ParcelFeatureCollection>;
