import { z } from 'zod';
import type { City } from '../city/pack.ts';
import { MultiPolygon } from './schema.ts';
import type { ReferenceArea } from './shift.ts';

const Plans = z.object({ features: z.array(z.unknown()) });

const ParkOutline = z.object({
  geometry: z.object({ type: z.literal('Polygon'), coordinates: MultiPolygon.shape.coordinates.element }),
  properties: z.object({ kind: z.literal('park'), park: z.string() }),
});

/** The outlines of the parks in a city's park plans: where its parcels are expected to lie. */
export function parkReferences({
  pack,
  parks,
}: Pick<City, 'parks'> & { pack: Pick<City['pack'], 'regions'> }): ReferenceArea[] {
  return Plans.parse(JSON.parse(parks)).features.flatMap((feature) => {
    const outline = ParkOutline.safeParse(feature);
    if (!outline.success) return [];
    const { geometry, properties } = outline.data;
    const name = pack.regions.find(({ code }) => code === properties.park)?.name['zh-CN'] ?? properties.park;
    return [{ name, multiPolygon: { type: 'MultiPolygon', coordinates: [geometry.coordinates] } }];
  });
}
