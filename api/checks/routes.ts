import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { ParcelCode } from '../parcels/query-schema.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { checkStanding } from './check-standing.ts';
import { ParcelCheckAnswer } from './schema.ts';

const CheckPath = z.strictObject({ code: ParcelCode });

/** 体检 of what stands: the draft where there is one, else the version. */
export function checkRoutes({ database, city, now }: { database: Database; city: City; now: () => Date }) {
  return new Hono().get(
    '/api/parcels/:code/check',
    allow(['publisher', 'reviewer']),
    describeRoute({
      summary: 'Health check of a parcel: what is wrong with its draft, or with the version that stands',
      tags: ['checks'],
      responses: {
        200: {
          description: 'Findings, errors first',
          content: { 'application/json': { schema: resolver(ParcelCheckAnswer) } },
        },
        404: {
          description: 'No such parcel, or another department’s',
          content: { 'application/problem+json': { schema: resolver(Problem) } },
        },
      },
    }),
    checked('param', CheckPath),
    checked('query', NoQuery),
    async (context) => {
      const { code } = context.req.valid('param');
      const answer = await checkStanding(database, code, {
        city,
        now: now(),
        actor: context.get('actor'),
      });
      return context.json(answer);
    },
  );
}
