import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { fetchCity } from '../web/parcels/client.ts';

type Answer = { status?: number; type?: string; wire?: string; body: string };

/** What the server says to one question after another; `asked` holds how each was put. */
let answers: Answer[] = [];
let asked: IncomingMessage['headers'][] = [];
let server: Server;

function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(request.headers);
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
