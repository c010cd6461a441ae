import type { MiddlewareHandler } from 'hono';
import type { Sql } from '../db/database.ts';
import { Slug } from './event-schema.ts';
import { streamOrigins, withStreams } from './stream-policy-rules.ts';
import { readStreamAddresses } from './rundown-store.ts';

const showsStreams = /^\/events\/([^/]+)(\/screen)?$/;
const policyHeader = 'Content-Security-Policy';

type StreamPolicyParts = { sql: Sql; isHttps: boolean };

/**
 * The pages of an event may fetch the streams of its venues, and no other page may. Set over the portal's own policy; an event
 * that is not announced has no page.
 */
export function allowStreams({ sql, isHttps }: StreamPolicyParts): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const slug = Slug.safeParse(showsStreams.exec(context.req.path)?.[1]);
    if (!slug.success || context.res.status !== 200) return;
    const origins = streamOrigins(await readStreamAddresses(sql, slug.data), { isHttps });
    const policy = context.res.headers.get(policyHeader);
    if (policy !== null) context.res.headers.set(policyHeader, withStreams(policy, origins));
  };
}
