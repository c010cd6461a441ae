import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import type { Basemap } from '../env.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { City } from './pack.ts';
import { promotionDepartments } from './rules.ts';
import { ListedIndustry, PublicCity, type CityPack } from './schema.ts';
import { listIndustries } from './store.ts';

export type CitySettings = {
  basemap: Basemap;
  mapApprovalNumber: string | null;
  /** Days the demonstration's dates were moved by; null without demonstration data. */
  demonstrationShiftDays: number | null;
};

const ok = (description: string, type: string, schema: z.ZodType) => ({
  200: { description, content: { [type]: { schema: resolver(schema) } } },
});
const FeatureCollection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

/** What the pages need to know of the city: its pack, its sketch and park plans, and the industries. */
export function cityRoutes({
  database,
  city,
  settings,
}: {
  database: Database;
  city: City;
  settings: CitySettings;
}) {
  const publicCity = toPublicCity(city, settings);
  return new Hono()
    .get(
      '/api/city',
      allow('public'),
      describeRoute({
        summary: 'The city pack',
        tags: ['city'],
        responses: ok('The city', 'application/json', PublicCity),
      }),
      checked('query', NoQuery),
      (context) => {
        context.header('Cache-Control', 'public, max-age=60');
        return context.json(publicCity);
      },
    )
    .get(
      '/api/city/basemap.geojson',
      allow('public'),
      describeRoute({
        summary: 'The embedded sketch (示意图，非审定地图)',
        tags: ['city'],
        responses: ok('Sketch', 'application/geo+json', FeatureCollection),
      }),
      checked('query', NoQuery),
      (context) => context.body(city.basemap, 200, geojsonHeaders),
    )
    .get(
      '/api/city/parks.geojson',
      allow('public'),
      describeRoute({
        summary: 'Schematic park plans',
        tags: ['city'],
        responses: ok('Plans', 'application/geo+json', FeatureCollection),
      }),
      checked('query', NoQuery),
      (context) => context.body(city.parks, 200, geojsonHeaders),
    )
    .get(
      '/api/industries',
      allow('public'),
      describeRoute({
        summary: 'GB/T 4754-2017 as loaded',
        tags: ['city'],
        responses: ok('Industries', 'application/json', z.object({ items: z.array(ListedIndustry) })),
      }),
      checked('query', NoQuery),
      async (context) => {
        context.header('Cache-Control', 'public, max-age=3600');
        return context.json({ items: await listIndustries(database.sql) });
      },
    );
}

const geojsonHeaders = {
  'Content-Type': 'application/geo+json; charset=utf-8',
  'Cache-Control': 'public, max-age=3600',
};

function toPublicCity({ pack, transport }: City, settings: CitySettings): PublicCity {
  const { demonstration, crs, ...shown } = pack;
  void crs;
  return {
    ...shown,
    departments: promotionDepartments(pack).map(withoutDuty),
    demonstration:
      demonstration && settings.demonstrationShiftDays !== null
        ? {
            releasedOn: demonstration.releasedOn,
            releasedParcels: demonstration.releasedParcels,
            releasedAreaM2: demonstration.releasedAreaM2,
            shiftedDays: settings.demonstrationShiftDays,
          }
        : null,
    transport,
    mapApprovalNumber: settings.mapApprovalNumber,
    basemap: settings.basemap,
  };
}

/** All that are shown have the same one. */
function withoutDuty({ duty, ...department }: CityPack['departments'][number]) {
  void duty;
  return department;
}
