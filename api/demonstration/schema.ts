import { z } from 'zod';
import { MultiPolygon } from '../imports/schema.ts';

/** `evaluations.geojson` of a demonstration: areas of 区域评估 with their reports. */
export const EvaluationCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: MultiPolygon,
      properties: z.strictObject({
        kind: z.string(),
        reportNumber: z.string().nullable(),
        approvedBy: z.string().nullable(),
        approvedOn: z.iso.date().nullable(),
        validUntil: z.iso.date().nullable(),
      }),
    }),
  ),
});
export type EvaluationCollection = z.infer<typeof EvaluationCollection>;
