import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import {
  CodePath,
  ParcelHistory,
  StaffParcel,
  SubmissionPath,
  SubmissionReading,
  WorkList,
} from '../drafts/schema.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { Parcel } from '../parcels/schema.ts';
import { readHistory } from './history.ts';
import type { Deciding } from './parts.ts';
import { previewParcel } from './preview.ts';
import { readStaffParcel } from './staff-parcel.ts';
import { readSubmission } from './submission-reading.ts';
import { readWork } from './work.ts';

const answers = (description: string, schema: z.ZodType) => ({
  200: { description, content: { 'application/json': { schema: resolver(schema) } } },
  404: {
    description: 'Missing, or another department’s',
    content: { 'application/problem+json': { schema: resolver(Problem) } },
  },
});

/** What staff read before they decide. */
export function reviewReadRoutes({
  database,
  city,
  now,
  readIndustryNames,
}: {
  database: Database;
  city: City;
  now: () => Date;
  readIndustryNames: Deciding['readIndustryNames'];
}) {
  const { sql } = database;
  const { pack } = city;
  return new Hono()
    .get(
      '/api/staff/work',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'What waits for oneself, what is due, what waits for others, what was done today',
        tags: ['reviews'],
        responses: answers('The work list', WorkList),
      }),
      checked('query', NoQuery),
      async (context) => context.json(await readWork(sql, context.get('actor'), now())),
    )
    .get(
      '/api/staff/parcels/:code/preview',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'The public record that a draft would become now; nothing is published',
        tags: ['drafts'],
        responses: {
          ...answers('The record as the public route answers it', Parcel),
          422: {
            description: 'What is wanting before it could be published at all',
            content: { 'application/problem+json': { schema: resolver(Problem) } },
          },
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        const look = { actor: context.get('actor'), at: now() };
        return context.json(await previewParcel({ database, city, readIndustryNames }, code, look));
      },
    )
    .get(
      '/api/staff/submissions/:id',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'What was handed in, and what it changes',
        tags: ['reviews'],
        responses: answers('The submission', SubmissionReading),
      }),
      checked('param', SubmissionPath),
      checked('query', NoQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const reading = { actor: context.get('actor'), pack, at: now() };
        return context.json(await readSubmission(sql, id, reading));
      },
    )
    .get(
      '/api/staff/parcels/:code',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'One parcel with its draft, what is public of it and what waits',
        tags: ['reviews'],
        responses: answers('The parcel', StaffParcel),
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        return context.json(
          await readStaffParcel(sql, code, { actor: context.get('actor'), pack, at: now() }),
        );
      },
    )
    .get(
      '/api/staff/parcels/:code/history',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Who handed in, decided, published, withdrew and recalled what, when and why',
        tags: ['reviews'],
        responses: answers('The history', ParcelHistory),
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        return context.json(await readHistory(sql, code, { actor: context.get('actor'), pack, at: now() }));
      },
    );
}
