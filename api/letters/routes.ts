import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { Database } from '../db/database.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { readDeadLetters } from './dead-store.ts';
import { DeadLetters } from './schema.ts';

const most = 200;

/** 死信: what nobody took, for a person to look at. It cannot be sent again: its text is gone. */
export function letterRoutes({ database }: { database: Database }) {
  return new Hono().get(
    '/api/admin/letters',
    allow(['admin']),
    describeRoute({
      summary: 'Letters and short messages that were given up (死信)',
      description: `The newest ${most}, and what is still tried. Never whom they went to or what they said.`,
      tags: ['administration'],
      responses: {
        200: {
          description: 'Given up, and delayed',
          content: { 'application/json': { schema: resolver(DeadLetters) } },
        },
      },
    }),
    checked('query', NoQuery),
    async (context) => context.json(await readDeadLetters(database.sql, most)),
  );
}
