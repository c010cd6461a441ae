import type { Context, MiddlewareHandler } from 'hono';
import { AppError } from './errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const foreignPage = '只接受本站页面发出的请求（缺少 Origin，或来自其他网站）。';

export type OriginParts = {
  /** Scheme, host and port of every address under which the site's own pages are served. */
  ownOrigins: () => readonly string[];
  hasSession: (context: Context) => boolean;
};

/**
 * Whoever changes something says from which page (RFC 6454): only our own may, since a browser adds the session's cookie
 * to what other sites send, too. A request with neither Origin nor session is left to its route's policy.
 * @throws AppError `forbidden` (403).
 */
export function requireOwnOrigin({ ownOrigins, hasSession }: OriginParts): MiddlewareHandler {
  return async (context, next) => {
    if (!safeMethods.has(context.req.method)) {
      const origin = context.req.header('Origin');
      const isForeign = origin !== undefined && !ownOrigins().includes(origin);
      const isSessionWithoutOrigin = origin === undefined && hasSession(context);
      if (isForeign || isSessionWithoutOrigin) throw new AppError('forbidden', { detail: foreignPage });
      context.set('lacksOrigin', origin === undefined);
    }
    await next();
  };
}
