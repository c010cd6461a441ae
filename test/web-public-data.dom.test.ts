import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { followPublicData, publicData } from '../web/parcels/public-data.svelte.ts';

let version = '1';
let questions = 0;
let server: Server;
let stop: (() => void) | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    questions += request.url === '/api/data-version' ? 1 : 0;
    response.writeHead(200, { 'content-type': 'application/json', [wireHeader]: wire });
    response.end(JSON.stringify({ version }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  location.href = `http://127.0.0.1:${address.port}/`;
});
afterEach(() => {
  stop?.();
  vi.restoreAllMocks();
  questions = 0;
});
afterAll(() => server.close());

function comeBack(): void {
  document.dispatchEvent(new Event('visibilitychange'));
}

it('counts a change when what is public is another than before, and none while it is the same', async () => {
  const before = publicData.changes;
  stop = followPublicData();
  await expect.poll(() => questions).toBe(1);
  await expect.poll(() => (comeBack(), questions)).toBeGreaterThan(2);
  expect(publicData.changes).toBe(before);
  version = '2';
  await expect.poll(() => (comeBack(), publicData.changes)).toBe(before + 1);
  const asked = questions;
  await expect.poll(() => (comeBack(), questions)).toBeGreaterThan(asked + 1);
  expect(publicData.changes).toBe(before + 1);
});

it('asks nothing while nobody looks at the page, nor after the page is left', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const fetched = vi.spyOn(globalThis, 'fetch');
  stop = followPublicData();
  comeBack();
  expect(fetched).not.toHaveBeenCalled();
  visibility.mockReturnValue('visible');
  comeBack();
  await expect.poll(() => questions).toBe(1);
  stop();
  comeBack();
  expect(fetched).toHaveBeenCalledTimes(1);
});

it('tells what changed while nobody asked, as on a page that does not need it, by the first answer after', async () => {
  const before = publicData.changes;
  stop = followPublicData();
  await expect.poll(() => (comeBack(), questions)).toBeGreaterThan(1);
  stop();
  version = '3';
  stop = followPublicData();
  await expect.poll(() => publicData.changes).toBe(before + 1);
});
