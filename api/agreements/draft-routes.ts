import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { openAgreement } from './access.ts';
import { NumberPath } from './agreement-schema.ts';
import { readDraft } from './draft-reading.ts';
import { DraftReading } from './draft-schema.ts';
import type { AgreementParts } from './parts.ts';
import { refusal } from './steps.ts';

/** 草稿, as whoever changes it begins from. */
export function agreementDraftRoutes(parts: AgreementParts) {
  return new Hono().get(
    '/api/agreements/:number/draft',
    allow(['publisher']),
    describeRoute({
      summary: 'What a draft was made of, and what can still be said',
      tags: ['agreements'],
      responses: {
        200: {
          description: 'To change',
          content: { 'application/json': { schema: resolver(DraftReading) } },
        },
      },
    }),
    checked('param', NumberPath),
    checked('query', NoQuery),
    async (context) => {
      const { number } = context.req.valid('param');
      const { sql } = parts.database;
      const { agreement, side } = await openAgreement(sql, parts, { number, actor: context.get('actor') });
      if (side !== 'office') throw new AppError('not-found');
      if (agreement.state !== 'draft') throw refusal('wrong-state');
      context.header('ETag', `"${agreement.version}"`);
      return context.json(await readDraft(parts, agreement));
    },
  );
}
