import { z } from 'zod';
import { MultiPolygon } from '../imports/schema.ts';

/** 永久基本农田 and 生态保护红线. */
export const protectedKinds = ['basic-farmland', 'ecological-redline'] as const;
export type ProtectedKind = (typeof protectedKinds)[number];

const Polygon = z.object({
  type: z.literal('Polygon'),
  coordinates: MultiPolygon.shape.coordinates.element,
});

/** Areas as GeoJSON in lon/lat (EPSG:4490). Names and numbers of the file's are not read: nobody is to learn them here. */
export const ProtectedCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: z.union([MultiPolygon, Polygon]),
      properties: z.object({ kind: z.enum(protectedKinds).optional().catch(undefined) }).nullable(),
    }),
  ),
});
export type ProtectedArea = { kind: ProtectedKind; geometry: z.infer<typeof Polygon> | MultiPolygon };
