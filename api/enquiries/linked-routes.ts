import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { linkHeader } from './access.ts';
import { findLinkedEnquiry } from './link-store.ts';
import type { EnquiryParts } from './parts.ts';
import { readWholeCase } from './reading.ts';
import { Enquiry } from './schema.ts';

/** The case of a link by the link alone: who opens it need not know the number. */
export function linkedRoutes(parts: EnquiryParts) {
  const { database, now } = parts;
  return new Hono().get(
    '/api/enquiry',
    allow('public'),
    describeRoute({
      summary: 'The enquiry that a link opens',
      description: 'By the `Enquiry-Token` of the link (专属链接); a dead link is answered as a missing one.',
      tags: ['enquiries'],
      responses: {
        200: { description: 'The case', content: { 'application/json': { schema: resolver(Enquiry) } } },
        400: {
          description: 'Without the header',
          content: { 'application/problem+json': { schema: resolver(Problem) } },
        },
        404: {
          description: 'The link opens nothing',
          content: { 'application/problem+json': { schema: resolver(Problem) } },
        },
      },
    }),
    checked('query', NoQuery),
    async (context) => {
      const token = context.req.header(linkHeader);
      if (token === undefined) throw withoutLink();
      const id = await findLinkedEnquiry(database.sql, token, now());
      if (id === null) throw new AppError('not-found');
      context.header('Cache-Control', 'private, no-store');
      return context.json(await readWholeCase(parts, { id, viewer: { side: 'asker', accountId: null } }));
    },
  );
}

function withoutLink(): AppError {
  return new AppError('invalid-parameters', {
    detail: `${linkHeader}: the token of a link is needed`,
    errors: [{ path: linkHeader, message: 'missing' }],
  });
}
