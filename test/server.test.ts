import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { createServerOptions, localOrigin, stopServer } from '../api/server.ts';

it('finishes a running request before it stops, and takes no new one', async () => {
  let finish = () => {};
  let arrived = () => {};
  const isRunning = new Promise<void>((resolve) => (arrived = resolve));
  const app = new Hono().get('/slow', async (context) => {
    arrived();
    await new Promise<void>((resolve) => (finish = resolve));
    return context.text('whole');
  });
  const server = serve({
    fetch: app.fetch,
    hostname: '127.0.0.1',
    port: 0,
    serverOptions: createServerOptions(),
  });
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running = fetch(`${origin}/slow`);
  await isRunning;
  const stopped = stopServer(server);
  await expect(fetch(`${origin}/slow`)).rejects.toThrow();
  finish();
  expect(await (await running).text()).toBe('whole');
  await stopped;
});

it('cuts off headers beyond 16 kB and clients that are slow with theirs', () => {
  expect(createServerOptions()).toMatchObject({
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
  });
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['0.0.0.0', 'http://127.0.0.1:8080'],
  ['::', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['portal.local', 'http://portal.local:8080'],
])('is reached, when it listens on %s, at %s', (host, origin) => {
  expect(localOrigin(host, 8080)).toBe(origin);
});
