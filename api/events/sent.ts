import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';

const mark = [...RESPONSE_ALREADY_SENT.headers.keys()][0] ?? '';

/**
 * An answer that is on its line already is not written once more: whoever set a header on it made a copy, which the server
 * would take for another answer.
 */
export const keepSent: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.headers.has(mark)) return;
  context.res = undefined;
  context.res = RESPONSE_ALREADY_SENT;
};
