import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import type { City } from '../city/pack.ts';
import type { Actor } from '../accounts/actor.ts';
import { answerOnce } from '../accounts/idempotency.ts';
import type { Database } from '../db/database.ts';
import { CodePath } from '../drafts/schema.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { approveSubmission } from './approve.ts';
import type { Deciding } from './parts.ts';
import { decideRecall, recallParcel } from './recall.ts';
import { returnSubmission } from './reject.ts';
import {
  Approve,
  Approved,
  Recall,
  RecallReview,
  Reject,
  Submit,
  Submitted,
  Withdraw,
  Withdrawn,
} from './schema.ts';
import { checkBeforeSubmit, submitDraft, takeBack } from './submit.ts';
import { withdrawParcel } from './withdraw.ts';

export type ReviewParts = {
  database: Database;
  city: City;
  origin: () => string;
  now: () => Date;
  readIndustryNames: Deciding['readIndustryNames'];
};

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const answer = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
});
const refusals = {
  404: refusal('No such parcel, or not yours'),
  409: refusal('Its state has changed'),
};

/** 送审与审核: a department hands in, reviewers of other departments decide, the last approval publishes. */
export function reviewRoutes({ database, city, origin, now, readIndustryNames }: ReviewParts) {
  const deciding = (actor: Actor): Deciding => ({
    actor,
    city,
    at: now(),
    origin: origin(),
    readIndustryNames,
  });
  const once = { database, now };
  return new Hono()
    .post(
      '/api/parcels/:code/submit',
      allow(['publisher']),
      describeRoute({
        summary: 'Hand a draft in for review',
        tags: ['reviews'],
        responses: {
          201: answer('Handed in', Submitted),
          ...refusals,
          412: refusal('Somebody changed it'),
          422: refusal('Errors of the health check, or warnings without a note'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', Submit),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        const actor = context.get('actor');
        const looked = await checkBeforeSubmit(database, request.code, { actor, city, now: now() });
        const revision = request.revision ?? looked;
        return answerOnce(context, once, async (tx) => ({
          status: 201,
          body: await submitDraft(tx, { ...request, revision }, deciding(actor)),
        }));
      },
    )
    .post(
      '/api/parcels/:code/take-back',
      allow(['publisher']),
      describeRoute({
        summary: 'Take back what was handed in',
        tags: ['reviews'],
        responses: { 204: { description: 'A draft again' }, ...refusals },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      async (context) => {
        const { code } = context.req.valid('param');
        return answerOnce(context, once, async (tx) => {
          await takeBack(tx, code, deciding(context.get('actor')));
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/parcels/:code/approve',
      allow(['reviewer']),
      describeRoute({
        summary: 'Approve what waits; the last approval publishes',
        tags: ['reviews'],
        responses: {
          200: answer('Approved', Approved),
          403: refusal('A proof is needed, or it comes from the own hand or department'),
          ...refusals,
          422: refusal('Not everything was seen, or it can no longer be published'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', Approve),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        return answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await approveSubmission(tx, request, deciding(context.get('actor'))),
        }));
      },
    )
    .post(
      '/api/parcels/:code/reject',
      allow(['reviewer']),
      describeRoute({
        summary: 'Send what waits back to its department, with reasons',
        tags: ['reviews'],
        responses: {
          204: { description: 'Returned' },
          403: refusal('It comes from the own hand or department'),
          ...refusals,
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', Reject),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        return answerOnce(context, once, async (tx) => {
          await returnSubmission(tx, request, deciding(context.get('actor')));
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/parcels/:code/withdraw',
      allow(['publisher', 'reviewer']),
      describeRoute({
        summary: 'Ask to withdraw a parcel, or withdraw it',
        tags: ['reviews'],
        responses: {
          200: answer('Requested, withdrawn or refused', Withdrawn),
          403: refusal('It is of the own department'),
          ...refusals,
          422: refusal('A reason is needed'),
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', Withdraw),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        return answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await withdrawParcel(tx, request, deciding(context.get('actor'))),
        }));
      },
    )
    .post(
      '/api/parcels/:code/recall',
      allow(['reviewer']),
      describeRoute({
        summary: 'Recall a parcel at once, from past instants too',
        tags: ['reviews'],
        responses: {
          204: { description: 'Gone from every surface' },
          403: refusal('A proof is needed'),
          ...refusals,
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', Recall),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        return answerOnce(context, once, async (tx) => {
          await recallParcel(tx, request, deciding(context.get('actor')));
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/parcels/:code/recall-review',
      allow(['reviewer']),
      describeRoute({
        summary: 'Confirm or lift a recall, as a second person',
        tags: ['reviews'],
        responses: {
          204: { description: 'Confirmed, or public again' },
          403: refusal('A proof is needed, or the caller recalled it'),
          ...refusals,
        },
      }),
      checked('param', CodePath),
      checked('query', NoQuery),
      checked('json', RecallReview),
      async (context) => {
        const request = { ...context.req.valid('param'), ...context.req.valid('json') };
        return answerOnce(context, once, async (tx) => {
          await decideRecall(tx, request, deciding(context.get('actor')));
          return { status: 204 };
        });
      },
    );
}
