import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import { answerOnce, runOnce } from '../accounts/idempotency.ts';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { readFilesInWorker } from '../imports/read-in-worker.ts';
import { parkReferences } from '../imports/references.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { checkBatch, departmentOf, openIntake } from './open-intake.ts';
import { listOwnIntakes, readOwnIntake } from './read-intakes.ts';
import type { ReadingTurns } from './reading-turns.ts';
import { CommitRequest, Intake, IntakeList, IntakePath, SettledIntake } from './schema.ts';
import { commitIntake, discardIntake, undoIntake } from './settle-intake.ts';
import { writingDeadlineMs } from './terms.ts';
import { hashUpload, readUpload } from './uploads.ts';

/** What is kept of the answer under an Idempotency-Key; the rest is read anew. */
const OpenedIntake = z.strictObject({ id: z.int() });

export type IntakeRouteParts = { database: Database; city: City; now: () => Date; inTurn: ReadingTurns };

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const settled = (description: string) => ({
  200: { description, content: { 'application/json': { schema: resolver(SettledIntake) } } },
  404: refusal('No such batch of the own department'),
  409: refusal('Settled already, or something newer stands; `errors` names the rows'),
});

/** 批量导入: files become a batch that is shown, and the batch becomes drafts when somebody says so. */
export function intakeRoutes({ database, city, now, inTurn }: IntakeRouteParts) {
  const references = parkReferences(city);
  const once = { database, now, deadlineMs: writingDeadlineMs };
  return new Hono()
    .post(
      '/api/imports',
      allow(['publisher']),
      describeRoute({
        summary: 'Read survey files and spreadsheets as one batch; no draft is written yet',
        description:
          'multipart/form-data: `file` (repeatable, or one zip; 64 MB together), `crs` (e.g. EPSG:4549), `department` (the own one).',
        tags: ['imports'],
        responses: {
          201: { description: 'The batch', content: { 'application/json': { schema: resolver(Intake) } } },
          400: refusal('No readable multipart body'),
          413: refusal('Too large'),
          422: refusal('A file cannot be read; nothing is kept'),
          429: refusal('Another batch is being read'),
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        const actor = context.get('actor');
        const act = { actor, at: now() };
        const { batch, requestHash } = await inTurn(actor.accountId, async (turn) => {
          const upload = await readUpload(context.req.raw);
          const { files, crs, department } = upload;
          if (department !== undefined && department !== departmentOf(actor)) throw new AppError('not-found');
          await turn();
          const read = await readFilesInWorker(files, {
            pack: city.pack,
            references,
            signal: context.req.raw.signal,
            ...(crs !== undefined && { crs }),
          });
          const named = { ...read, fileNames: files.map(({ name }) => name) };
          return {
            batch: await checkBatch({ database, city }, named, act),
            requestHash: hashUpload(context.req.path, upload),
          };
        });
        const { body } = await runOnce(context, { ...once, requestHash }, async (tx) => ({
          status: 201,
          body: { id: await openIntake(tx, batch, act) },
        }));
        const { id } = OpenedIntake.parse(body);
        const intake = await readOwnIntake(database.sql, id, actor);
        return context.json(intake, 201, { Location: `/api/staff/imports/${id}` });
      },
    )
    .get(
      '/api/staff/imports',
      allow(['publisher']),
      describeRoute({
        summary: 'The batches of the own department, newest first',
        tags: ['imports'],
        responses: {
          200: { description: 'Batches', content: { 'application/json': { schema: resolver(IntakeList) } } },
        },
      }),
      checked('query', NoQuery),
      async (context) => context.json({ items: await listOwnIntakes(database.sql, context.get('actor')) }),
    )
    .get(
      '/api/staff/imports/:id',
      allow(['publisher']),
      describeRoute({
        summary: 'One batch with its rows',
        tags: ['imports'],
        responses: {
          200: { description: 'The batch', content: { 'application/json': { schema: resolver(Intake) } } },
          404: refusal('No such batch of the own department'),
        },
      }),
      checked('param', IntakePath),
      checked('query', NoQuery),
      async (context) =>
        context.json(await readOwnIntake(database.sql, context.req.valid('param').id, context.get('actor'))),
    )
    .post(
      '/api/imports/:id/commit',
      allow(['publisher']),
      describeRoute({
        summary: 'Write every row that is not rejected as a draft, all or none',
        tags: ['imports'],
        responses: {
          ...settled('The drafts written'),
          422: refusal('Rows are rejected: say withoutRejected'),
        },
      }),
      checked('param', IntakePath),
      checked('query', NoQuery),
      checked('json', CommitRequest),
      (context) =>
        answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await commitIntake(
            tx,
            { ...context.req.valid('param'), ...context.req.valid('json') },
            { actor: context.get('actor'), at: now() },
          ),
        })),
    )
    .post(
      '/api/imports/:id/undo',
      allow(['publisher']),
      describeRoute({
        summary: 'Put back what stood before the whole batch',
        tags: ['imports'],
        responses: settled('The drafts put back'),
      }),
      checked('param', IntakePath),
      checked('query', NoQuery),
      (context) =>
        answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await undoIntake(tx, context.req.valid('param').id, {
            actor: context.get('actor'),
            at: now(),
          }),
        })),
    )
    .post(
      '/api/imports/:id/discard',
      allow(['publisher']),
      describeRoute({
        summary: 'Let a batch go that was never written',
        tags: ['imports'],
        responses: settled('Nothing is written'),
      }),
      checked('param', IntakePath),
      checked('query', NoQuery),
      (context) =>
        answerOnce(context, once, async (tx) => ({
          status: 200,
          body: await discardIntake(tx, context.req.valid('param').id, {
            actor: context.get('actor'),
            at: now(),
          }),
        })),
    );
}
