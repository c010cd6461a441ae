import type { Hono, MiddlewareHandler } from 'hono';

/** Who may use a route. Later issues add roles; every route names one. */
export type Policy = 'public';

const policies = new WeakMap<object, Policy>();

/** Declares who may use the route it stands first in: `.get('/x', allow('public'), …)`. */
export function allow(policy: Policy): MiddlewareHandler {
  const middleware: MiddlewareHandler = async (_context, next) => {
    await next();
  };
  policies.set(middleware, policy);
  return middleware;
}

/**
 * Refuses an app with a route nobody decided about: deny by default begins before the first request.
 * @throws Error naming every route without a policy, and every route for all methods (it cannot have one).
 */
export function assertPolicies(app: Pick<Hono, 'routes'>): void {
  const decided = new Set<string>();
  const routes = new Set<string>();
  for (const { method, path, handler } of app.routes) {
    // Middleware is registered for all methods; a route of its own always names its method.
    if (method === 'ALL') continue;
    routes.add(`${method} ${path}`);
    if (policies.has(handler)) decided.add(`${method} ${path}`);
  }
  const open = [...routes].filter((route) => !decided.has(route));
  if (open.length > 0)
    throw new Error(`These routes name no policy: ${open.join(', ')}. Add allow('…') to each.`);
}
