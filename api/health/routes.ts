import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';

const Health = z.object({
  status: z.literal('ok'),
  database: z.enum(['embedded', 'postgis']),
  version: z.string(),
  schemaVersion: z.int(),
});

export type HealthSource = {
  database: Database;
  version: string;
  schemaVersion: number;
  isStopping: () => boolean;
};

/** Ready or not: asks the database each time, so a portal without one is not called healthy. */
export function healthRoutes({ database, version, schemaVersion, isStopping }: HealthSource) {
  return new Hono().get(
    '/api/health',
    allow('public'),
    describeRoute({
      summary: 'Readiness',
      tags: ['operation'],
      responses: {
        200: { description: 'Ready', content: { 'application/json': { schema: resolver(Health) } } },
        503: { description: 'Not ready' },
      },
    }),
    checked('query', NoQuery),
    async (context) => {
      if (isStopping()) throw new AppError('shutting-down');
      await database.sql`select 1`;
      context.header('Cache-Control', 'no-store');
      return context.json({ status: 'ok' as const, database: database.kind, version, schemaVersion });
    },
  );
}
