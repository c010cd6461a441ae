import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { z } from 'zod';
import { StartError } from '../errors.ts';

/** The address of the portal that plays: nobody reaches it from outside. */
export const playedAt = 'http://rehearsal.invalid';

/** `request`: method and path. A cookie of who asks; null: nobody is signed in. */
export type Ask = (cookie: string | null, request: string, body?: object) => Promise<Response>;

/** Asks as a page of the portal does. @throws StartError with the portal's own words where it refuses. */
export function askIn(app: Pick<Hono, 'request'>): Ask {
  return async (cookie, request, body) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const response = await app.request(playedAt + path, {
      method,
      headers: {
        ...{ Origin: playedAt, 'Idempotency-Key': randomUUID() },
        ...(cookie !== null && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new StartError(`${request}: ${response.status} ${await detailOf(response)}`);
    return response;
  };
}

async function detailOf(response: Response): Promise<string> {
  const { detail = '' } = Object(await response.json().catch(() => ({}))) as { detail?: unknown };
  return typeof detail === 'string' ? detail : '';
}

export async function parsed<Schema extends z.ZodType>(
  response: Promise<Response>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(await (await response).json());
}
