import type { Hono, MiddlewareHandler } from 'hono';
import type { Actor } from './accounts/actor.ts';
import type { Role } from './accounts/terms.ts';
import { AppError } from './errors.ts';
import { foreignPage } from './origin.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who sent this request, from its session; null for a visitor. Reads the database once, when it is first asked. */
    identify: () => Promise<Actor | null>;
    /** Who acts; there behind every policy but `public`. */
    actor: Actor;
    /** An unsafe request without Origin and without a session: only a route that says so takes it. */
    lacksOrigin: boolean;
  }
}

/**
 * Who may use a route: everybody, everybody who is signed in, or the roles named. What of a kind is somebody's own is
 * decided where it is read; what is not theirs is not found.
 */
export type Policy = 'public' | 'signed-in' | readonly [Role, ...Role[]];

export type PolicyOptions = {
  /** Also for staff who have no second factor yet: only what they need to set one up. */
  beforeSecondFactor?: boolean;
  /** Also for programs that send neither Origin nor a session, on a method that changes something. */
  withoutOrigin?: boolean;
};

const policies = new WeakMap<object, { policy: Policy; options: PolicyOptions }>();

/**
 * Declares who may use the route it stands first in: `.get('/x', allow('public'), …)`.
 * @throws AppError `unauthenticated` (401), `forbidden` (403), or `second-factor-needed` (403) on a request of anybody else.
 */
export function allow(policy: Policy, options: PolicyOptions = {}): MiddlewareHandler {
  const middleware: MiddlewareHandler = async (context, next) => {
    if (context.get('lacksOrigin') && options.withoutOrigin !== true)
      throw new AppError('forbidden', { detail: foreignPage });
    if (policy !== 'public') {
      const actor = await context.get('identify')();
      if (actor === null) throw new AppError('unauthenticated');
      if (policy !== 'signed-in' && !policy.includes(actor.role)) throw new AppError('forbidden');
      if (actor.lacksSecondFactor && options.beforeSecondFactor !== true)
        throw new AppError('second-factor-needed');
      context.set('actor', actor);
      // What one person may see is nobody else's, on no cache's way.
      context.header('Cache-Control', 'private, no-store');
    }
    await next();
  };
  policies.set(middleware, { policy, options });
  return middleware;
}

export type DecidedRoute = { method: string; path: string; policy: Policy; options: PolicyOptions };

/**
 * Every route with its policy, in the order they were declared. Refuses an app with a route nobody decided about: deny by
 * default begins before the first request.
 * @throws Error naming every route without a policy; a route for all methods cannot have one.
 */
export function decidedRoutes(app: Pick<Hono, 'routes'>): DecidedRoute[] {
  const decided = new Map<string, DecidedRoute>();
  const routes = new Set<string>();
  for (const { method, path, handler } of app.routes) {
    // Middleware is registered for all methods; a route of its own always names its method.
    if (method === 'ALL') continue;
    routes.add(`${method} ${path}`);
    const decision = policies.get(handler);
    if (decision !== undefined) decided.set(`${method} ${path}`, { method, path, ...decision });
  }
  const open = [...routes].filter((route) => !decided.has(route));
  if (open.length > 0)
    throw new Error(`These routes name no policy: ${open.join(', ')}. Add allow('…') to each.`);
  return [...decided.values()];
}
