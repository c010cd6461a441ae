import { z } from 'zod';
import { MultiPolygon } from '../imports/schema.ts';

/** 区域评估: areas with their reports, as GeoJSON in lon/lat (EPSG:4490). */
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

export type EvaluationInput = EvaluationCollection['features'][number]['properties'] & {
  geometry: MultiPolygon;
};

/** The evaluations of a collection, each with its area. */
export function evaluationInputs({ features }: EvaluationCollection): EvaluationInput[] {
  return features.map(({ geometry, properties }) => ({ ...properties, geometry }));
}
