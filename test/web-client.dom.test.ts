import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { fetchCity, fetchFeature, fetchParcel, fetchRecords } from '../web/parcels/client.ts';
import { RecordsByCode } from '../web/parcels/records.svelte.ts';

type Answer = { status?: number; type?: string; wire?: string; body: string };

/** What the server says to one question after another; `asked` holds how each was put. */
let answers: Answer[] = [];
let asked: Pick<IncomingMessage, 'headers' | 'url'>[] = [];
let server: Server;

function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(request);
  const {
    status = 200,
    type = 'application/json',
    wire: shapes = wire,
    body,
  } = answers.shift() ?? { body: '' };
  response.writeHead(status, { 'content-type': type, [wireHeader]: shapes }).end(body);
}

async function ask(...given: Answer[]) {
  answers = given;
  return fetchCity(new AbortController().signal);
}

beforeAll(async () => {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  location.href = `http://127.0.0.1:${address.port}/`;
});

afterEach(() => {
  asked = [];
});

afterAll(() => server.close());

describe('an answer of the server', () => {
  it('is taken as it is when it was written by the shapes this page was built with', async () => {
    expect(await ask({ body: '{"name":"xiaoshi"}' })).toEqual({ ok: true, value: { name: 'xiaoshi' } });
    expect(asked).toHaveLength(1);
  });

  it('of another build is asked for again past the browser’s memory, and refused as outdated when it stays so', async () => {
    const older = { wire: 'an older one', body: '{}' };
    expect(await ask(older, older)).toEqual({ ok: false, failure: { kind: 'outdated' } });
    expect(asked).toHaveLength(2);
    expect(await ask(older, { body: '{"name":"xiaoshi"}' })).toEqual({
      ok: true,
      value: { name: 'xiaoshi' },
    });
  });

  it.each([
    ['a page of a hotel’s network', { type: 'text/html', body: '<html></html>' }],
    ['a text that is cut off', { body: '{"name":' }],
    ['an error of the server', { status: 500, body: '{}' }],
    ['an error page of a proxy', { status: 400, type: 'text/html', body: '<html></html>' }],
  ])('is broken when it is %s', async (_what, given) => {
    expect(await ask(given)).toEqual({ ok: false, failure: { kind: 'broken' } });
  });

  it.each([
    [404, { kind: 'missing' }],
    [410, { kind: 'recalled' }],
    [503, { kind: 'busy' }],
    [429, { kind: 'busy' }],
  ])('with status %i says what can be done', async (status, failure) => {
    const problem = { status, type: 'application/problem+json', body: '{"title":"no"}' };
    expect(await ask(problem)).toEqual({ ok: false, failure });
  });

  it('that refuses a question says why in the server’s words', async () => {
    const refusal = {
      status: 400,
      type: 'application/problem+json',
      body: '{"title":"no","detail":"minMu"}',
    };
    expect(await ask(refusal)).toEqual({ ok: false, failure: { kind: 'refused', detail: 'minMu' } });
  });

  it('that never comes is the network’s', async () => {
    const here = location.href;
    location.href = 'http://127.0.0.1:1/';
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'offline' } });
    location.href = here;
  });
});

describe('what can be no code', () => {
  const { signal } = new AbortController();
  const asOf = '2026-11-22T10:00:00+08:00';
  const impossible = ['a/b', '100%', 'P\u0007', '\ud83c', 'x'.repeat(65)];

  it('is not public, and does not take the other parcels of a link with it', async () => {
    const gone = [{ code: 'NOPE', why: 'unknown' }];
    answers = [{ body: JSON.stringify({ items: [], gone, asOf }) }];
    const reply = await fetchRecords(['NOPE', ...impossible], signal);
    expect(asked.map(({ url }) => url)).toEqual(['/api/parcel-records?code=NOPE']);
    expect(reply).toEqual({
      ok: true,
      value: {
        items: [],
        gone: [...gone, ...impossible.map((code) => ({ code, why: 'unknown' }))],
        asOf,
      },
    });
  });

  it('is never asked of the server, neither alone nor one by one', async () => {
    expect(await fetchRecords(impossible, signal)).toMatchObject({ ok: true, value: { items: [] } });
    for (const code of impossible) {
      expect(await fetchParcel(code, signal)).toEqual({ ok: false, failure: { kind: 'missing' } });
      expect(await fetchFeature(code, signal)).toEqual({ ok: false, failure: { kind: 'missing' } });
    }
    expect(asked).toEqual([]);
  });

  it('is known to be no parcel before the others are there', () => {
    const records = new RecordsByCode();
    expect(['P-1', ...impossible].map((code) => records.goneWhy(code))).toEqual([
      null,
      ...impossible.map(() => 'unknown'),
    ]);
  });
});
