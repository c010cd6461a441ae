import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { allow, decidedRoutes } from '../api/policies.ts';

it('refuses to start with a route that names no policy, and says which', () => {
  const app = new Hono()
    .get('/open', allow('public'), (context) => context.text('ok'))
    .post('/forgotten', (context) => context.text('ok'));
  expect(() => decidedRoutes(app)).toThrow(/POST \/forgotten/);
});

it('finds a route without a policy inside a mounted part', () => {
  const part = new Hono().delete('/things/:id', (context) => context.text('ok'));
  expect(() => decidedRoutes(new Hono().route('/', part))).toThrow(/DELETE \/things\/:id/);
});

it('does not take a policy of one method for another’s', () => {
  const app = new Hono()
    .get('/things', allow('public'), (context) => context.text('ok'))
    .put('/things', (context) => context.text('ok'));
  expect(() => decidedRoutes(app)).toThrow(/PUT \/things/);
});

it('accepts an app whose every route has one, and leaves middleware alone', () => {
  const app = new Hono()
    .use((_context, next) => next())
    .get('/open', allow('public'), (context) => context.text('ok'));
  expect(() => decidedRoutes(app)).not.toThrow();
});
