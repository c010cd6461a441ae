import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked } from '../validation.ts';
import { answerQuery, toFeatureCollection } from './answer.ts';
import { dataVersionRoutes } from './data-version-routes.ts';
import { readParcel, readParcels } from './records.ts';
import { readRelaxations } from './relaxations.ts';
import { toFeature } from './rules.ts';
import { ParcelFeature, ParcelFeatureCollection } from './feature-schema.ts';
import { ParcelAsOf, ParcelCode, ParcelConditions, ParcelQuery, RecordsQuery } from './query-schema.ts';
import { Relaxations } from './relaxation-schema.ts';
import { Parcel, ParcelAnswer, ParcelRecords, ParcelSummary } from './schema.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const refusals = { 400: problem('A parameter is unknown or malformed'), 503: problem('Not now') };
const CodePath = z.strictObject({ code: ParcelCode });
const FilePath = z.strictObject({
  file: z.string().regex(/^[^/\p{Cc}]{1,64}\.geojson$/u, 'write {code}.geojson'),
});

function answers(description: string, type: string, schema: z.ZodType) {
  return { 200: { description, content: { [type]: { schema: resolver(schema) } } }, ...refusals };
}

/** Public reads of parcels. Everything comes from `public_parcel`, so what is not public is in none of them. */
export function parcelRoutes(parts: { database: Database; city: City; now: () => Date }) {
  const { city, now } = parts;
  const { sql } = parts.database;
  return new Hono()
    .route('/', dataVersionRoutes(parts))
    .get(
      '/api/parcels',
      allow('public'),
      describeRoute({
        summary: 'Find parcels',
        description:
          'One page of the answer with its total, facets and park counts. Industries match as prefixes; a parcel that admits a whole division also admits its groups.',
        tags: ['parcels'],
        responses: answers('One page of parcels', 'application/json', ParcelAnswer),
      }),
      checked('query', ParcelQuery),
      async (context) => {
        const answer = await answerQuery(sql, context.req.valid('query'), { city, at: now() });
        context.header('Cache-Control', 'public, no-cache');
        return context.json(answer);
      },
    )
    .get(
      '/api/parcels.geojson',
      allow('public'),
      describeRoute({
        summary: 'Find parcels, as GeoJSON',
        tags: ['parcels'],
        responses: answers('RFC 7946 FeatureCollection', 'application/geo+json', ParcelFeatureCollection),
      }),
      checked('query', ParcelQuery),
      async (context) => {
        const answer = await answerQuery(sql, context.req.valid('query'), { city, at: now() });
        return context.body(JSON.stringify(toFeatureCollection(answer)), 200, {
          'Content-Type': 'application/geo+json; charset=utf-8',
          'Cache-Control': 'public, no-cache',
          ...(answer.next && { 'X-Next-Cursor': answer.next }),
        });
      },
    )
    .get(
      '/api/parcel-records',
      allow('public'),
      describeRoute({
        summary: 'The whole public records of up to 100 parcels',
        description:
          '`code` is repeated, once for each parcel; the answer keeps its order. What is not to be had stands in `gone`.',
        tags: ['parcels'],
        responses: answers('The records', 'application/json', ParcelRecords),
      }),
      checked('query', RecordsQuery),
      async (context) => {
        const { code } = context.req.valid('query');
        const records = await readParcels(sql, code, { city, at: now() });
        context.header('Cache-Control', 'public, no-cache');
        return context.json(records);
      },
    )
    .get(
      '/api/parcel-relaxations',
      allow('public'),
      describeRoute({
        summary: 'What changing one condition would give',
        description:
          'For the conditions of `/api/parcels`: each single change that lets more parcels in, the others kept, greatest gain first.',
        tags: ['parcels'],
        responses: answers('The changes', 'application/json', Relaxations),
      }),
      checked('query', ParcelConditions),
      async (context) => {
        const relaxations = await readRelaxations(sql, context.req.valid('query'), { city, at: now() });
        context.header('Cache-Control', 'public, no-cache');
        return context.json(relaxations);
      },
    )
    .get(
      '/api/parcels/:file{.+\\.geojson}',
      allow('public'),
      describeRoute({
        summary: 'One parcel, as a GeoJSON Feature',
        tags: ['parcels'],
        responses: {
          ...answers('RFC 7946 Feature', 'application/geo+json', ParcelFeature),
          404: problem('No such public parcel'),
          410: problem('Public once, recalled since'),
        },
      }),
      checked('param', FilePath),
      checked('query', ParcelAsOf),
      async (context) => {
        const code = context.req.valid('param').file.replace(/\.geojson$/, '');
        const parcel = await readParcel(sql, code, {
          city,
          at: instantOf(context.req.valid('query'), now()),
        });
        return context.body(JSON.stringify(toFeature(ParcelSummary.parse(parcel))), 200, {
          'Content-Type': 'application/geo+json; charset=utf-8',
          'Cache-Control': 'public, no-cache',
        });
      },
    )
    .get(
      '/api/parcels/:code',
      allow('public'),
      describeRoute({
        summary: 'The whole public record of one parcel',
        description: '`asOf` shows the record that was public at a past instant.',
        tags: ['parcels'],
        responses: {
          ...answers('The record', 'application/json', Parcel),
          404: problem('No such public parcel'),
          410: problem('Public once, recalled since'),
        },
      }),
      checked('param', CodePath),
      checked('query', ParcelAsOf),
      async (context) => {
        const at = instantOf(context.req.valid('query'), now());
        const parcel = await readParcel(sql, context.req.valid('param').code, { city, at });
        context.header('Cache-Control', 'public, no-cache');
        return context.json(parcel);
      },
    );
}

/** A future instant is read as now: what is still under embargo can't be asked for in advance. */
function instantOf(query: ParcelAsOf, now: Date): Date {
  const asked = query.asOf === undefined ? now : new Date(query.asOf);
  return asked < now ? asked : now;
}
