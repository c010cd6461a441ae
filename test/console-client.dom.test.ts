import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StaffParcelRow } from '../api/drafts/schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { presence } from '../web/accounts/presence.svelte.ts';
import { takeOut } from '../web/console/parcels/export-rows.ts';
import { Acting } from '../web/console/shell/acting.svelte.ts';
import { failureWord } from '../web/console/shell/failure-words.ts';
import { idempotencyKey, read, send } from '../web/console/client.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';

type Answer = { status?: number; headers?: Record<string, string>; body?: string };
type Asked = { method: string | undefined; headers: IncomingMessage['headers']; body: string };

let answer: Answer = {};
let asked: Asked[] = [];
let server: Server;

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const part of request) body += String(part);
  asked.push({ method: request.method, headers: request.headers, body });
  const { status = 200, headers = {}, body: text } = answer;
  response
    .writeHead(status, { 'content-type': 'application/json', [wireHeader]: wire, ...headers })
    .end(text);
}

const draftRow: StaffParcelRow = {
  code: 'P-1',
  name: null,
  departmentCode: 'wuyi',
  parkCode: null,
  park: null,
  areaM2: 1,
  industryCode: null,
  intensity: null,
  state: 'draft',
  status: null,
  findings: null,
  updatedAt: '2026-11-22T02:00:00.000Z',
  bbox: null,
  centroid: null,
  footprint: null,
};

function refuse(status: number, problem: object, headers: Record<string, string> = {}): void {
  answer = {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
    body: JSON.stringify(problem),
  };
}

beforeAll(async () => {
  server = createServer((request, response) => void reply(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  location.href = `http://127.0.0.1:${address.port}/console`;
});
afterEach(() => {
  asked = [];
  answer = {};
  presence.leave();
});
afterAll(() => server.close());

describe('an act', () => {
  it('carries what it is about, which state it was decided on, and its own name', async () => {
    answer = { body: '{"revision":8}' };
    const key = idempotencyKey();
    expect(await send('PATCH', '/api/parcels/P-1', { body: { costs: [] }, ifMatch: 7, key })).toEqual({
      ok: true,
      value: { revision: 8 },
    });
    expect(asked[0]).toMatchObject({
      method: 'PATCH',
      body: '{"costs":[]}',
      headers: { 'content-type': 'application/json', 'if-match': '"7"', 'idempotency-key': key },
    });
  });

  it('is named so that the server takes the name, and no two alike', () => {
    const names = Array.from({ length: 200 }, idempotencyKey);
    expect(names.every((name) => /^[\x21-\x7e]{8,128}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(200);
  });

  it('with a file is sent as a form, whose boundary the browser writes', async () => {
    answer = { body: '{}' };
    const form = new FormData();
    form.set('file', new Blob(['x']), 'a.txt');
    await send('POST', '/api/imports', { body: form });
    expect(asked[0]?.headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
  });

  it.each([202, 204])('that is answered by %i without a body is done', async (status) => {
    answer = { status, headers: { 'content-type': '' } };
    expect(await send('POST', '/api/accounts', { body: {} })).toEqual({ ok: true, value: undefined });
  });
});

describe('rows of drafts as a file', () => {
  it('are saved once the log knows of them, and not before who takes them has proved who it is', async () => {
    const saved: string[] = [];
    const note = (event: Event) => {
      event.preventDefault();
      if (event.target instanceof HTMLAnchorElement) saved.push(event.target.download);
    };
    document.addEventListener('click', note);
    const acting = new Acting();
    refuse(403, { code: 'proof-needed' });
    await takeOut([draftRow], acting);
    expect([acting.failure?.kind, saved]).toEqual(['proof-needed', []]);
    answer = { status: 204, headers: { 'content-type': '' } };
    acting.again();
    await expect.poll(() => saved).toEqual([expect.stringMatching(/^parcels-\d{4}-\d\d-\d\d\.csv$/)]);
    document.removeEventListener('click', note);
    expect(asked.map(({ method, body }) => [method, body])).toEqual(Array(2).fill(['POST', '{"rows":1}']));
    const [first, second] = asked.map(({ headers }) => headers['idempotency-key']);
    expect(first).toBe(second);
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'credentials-wrong', { kind: 'credentials-wrong' }],
    [401, 'totp-needed', { kind: 'code-needed' }],
    [403, 'second-factor-needed', { kind: 'second-factor-needed' }],
    [403, 'proof-needed', { kind: 'proof-needed' }],
    [403, 'forbidden', { kind: 'forbidden', detail: '为何' }],
    [404, 'not-found', { kind: 'missing' }],
    [409, 'conflict', { kind: 'conflict', detail: '为何', places: [] }],
    [412, 'version-mismatch', { kind: 'changed', detail: '为何', places: [] }],
    [413, 'too-large', { kind: 'too-large' }],
    [422, 'link-spent', { kind: 'link-spent' }],
    [503, 'database-unavailable', { kind: 'busy' }],
    [500, 'internal', { kind: 'broken' }],
  ])('%i %s says what the person can do', async (status, code, failure) => {
    refuse(status, { code, detail: '为何' });
    expect(await read('/api/x')).toEqual({ ok: false, failure });
  });

  it('that a rule forbids says which, and one of the role says so', async () => {
    overwriteGetLocale(() => 'zh-CN');
    refuse(403, { code: 'forbidden', title: '无权', detail: '本部门提交的地块由别的部门审核。' });
    const ruled = await read('/api/x');
    refuse(403, { code: 'forbidden', title: '无权' });
    const role = await read('/api/x');
    expect([ruled, role].map((reply) => (reply.ok ? null : failureWord(reply.failure)))).toEqual([
      '本部门提交的地块由别的部门审核。',
      '你的角色不能做这件事。',
    ]);
  });

  it('by a rule names each place', async () => {
    const errors = [{ path: 'regions', message: '没有区域' }];
    refuse(422, { code: 'refused-by-rule', detail: '不行', errors });
    expect(await read('/api/x')).toEqual({
      ok: false,
      failure: { kind: 'refused', detail: '不行', places: errors },
    });
  });

  it('of too many attempts says how long to wait', async () => {
    refuse(429, { code: 'too-often' }, { 'retry-after': '840' });
    expect(await read('/api/x')).toEqual({ ok: false, failure: { kind: 'too-often', waitSeconds: 840 } });
  });

  it('for want of a session is known to the whole page, and keeps who it was', async () => {
    presence.arrive({
      email: 'a@b.example',
      name: '甲',
      role: 'publisher',
      locale: 'zh-CN',
      competences: [],
      hasPassword: true,
      hasSecondFactor: false,
      lacksSecondFactor: false,
      provedAt: '2026-11-22T10:00:00+08:00',
      demo: false,
    });
    refuse(401, { code: 'unauthenticated' });
    expect(await read('/api/x')).toEqual({ ok: false, failure: { kind: 'signed-out' } });
    expect([presence.lost, presence.me?.name]).toEqual([true, '甲']);
  });

  it('of a proxy is busy or broken, and of another build outdated', async () => {
    answer = { status: 503, headers: { 'content-type': 'text/html' }, body: '<p>' };
    expect(await read('/api/x')).toEqual({ ok: false, failure: { kind: 'busy' } });
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<p>' };
    expect(await read('/api/x')).toEqual({ ok: false, failure: { kind: 'broken' } });
    answer = { headers: { [wireHeader]: 'an older one' }, body: '{}' };
    expect(await read('/api/x')).toEqual({ ok: false, failure: { kind: 'outdated' } });
  });

  it('of nobody at the other end is offline; a question that was withdrawn is none', async () => {
    expect(await read('http://127.0.0.1:9/api/x')).toEqual({ ok: false, failure: { kind: 'offline' } });
    const leaving = new AbortController();
    leaving.abort();
    await expect(read('/api/x', leaving.signal)).rejects.toThrow();
  });
});
