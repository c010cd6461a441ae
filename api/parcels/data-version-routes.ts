import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Database } from '../db/database.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readPublicData } from './public-data-store.ts';
import { DataVersion } from './schema.ts';

/** What open maps and caches follow. */
export function dataVersionRoutes({ database, now }: { database: Database; now: () => Date }) {
  return new Hono().get(
    '/api/data-version',
    allow('public'),
    describeRoute({
      summary: 'The version of everything public',
      description: 'Another version: something was published, changed, withdrawn or recalled since.',
      tags: ['parcels'],
      responses: {
        200: {
          description: 'The version',
          content: { 'application/json': { schema: resolver(DataVersion) } },
        },
      },
    }),
    checked('query', NoQuery),
    async (context) => {
      const { version, changedAt } = await readPublicData(database.sql, now());
      const answer: DataVersion = { version: String(version), changedAt: shanghaiTime(changedAt) };
      return context.json(answer, 200, { 'Cache-Control': 'no-cache' });
    },
  );
}
