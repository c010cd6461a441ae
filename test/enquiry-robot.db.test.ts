import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trustProxies } from '../api/accounts/client-address.ts';
import { roles } from '../api/accounts/terms.ts';
import type { ReceivedEnquiry } from '../api/enquiries/schema.ts';
import { readEnv } from '../api/env.ts';
import { prepareErrands } from '../api/errands.ts';
import { decidedRoutes } from '../api/policies.ts';
import { createServerOptions } from '../api/server.ts';
import { signedIn } from './support/accounts.ts';
import { hostileBodies, hostileWords } from './support/hostile-questions.ts';
import { startMailServer } from './support/mail-server.ts';
import { resourceRules } from './support/matrix-rules.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testAccounts, testPortal } from './support/portal.ts';
import { startSmsGateway } from './support/sms-gateway.ts';
import { testDatabase } from './support/test-database.ts';

/** Whoever asks sees the receipt by then. */
const receiptMs = 60_000;
const questions = 50;
const perAddress = 60;

const runFile = promisify(execFile);
const { database, end } = await testDatabase('postgis');
const city = await readJinhua();
const departments = city.pack.departments.filter(({ duty }) => duty === 'promotion').map(({ code }) => code);
const [mailServer, gateway] = [await startMailServer(), await startSmsGateway()];
const folder = await mkdtemp(join(tmpdir(), 'zhaotu-robot-'));
let app: Awaited<ReturnType<typeof testPortal>>;
let server: ServerType;
let origin: string;
let errands: { stop(): Promise<void> };
const received: { number: string; department: string; link: string }[] = [];

beforeAll(async () => {
  await prepareCity(database, city);
  const drafts = departments.map((department, index) =>
    parcelDraft(`ROBOT-${index}`, {
      fields: { department },
    }),
  );
  for (const draft of drafts) await commit(database, [draft], { pack: city.pack });
  app = await testPortal(database, city, {
    accounts: testAccounts({ isTrustedProxy: trustProxies(['127.0.0.1']) }),
    now: () => new Date(),
  });
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0, serverOptions: createServerOptions() });
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = readEnv({
    DATA_DIR: folder,
    SECRET_KEY: '07'.repeat(32),
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    SMS_URL: gateway.url,
  });
  const onError = () => undefined;
  errands = (await prepareErrands({ database, city, env, onError })).start(() => origin);
});
afterAll(async () => {
  await errands.stop();
  server.close();
  await Promise.all([mailServer.close(), gateway.close(), end()]);
  await rm(folder, { recursive: true });
});

function questionOf(index: number) {
  const isByPhone = index % 2 === 0;
  const department = departments[index % (departments.length + 1)];
  return {
    department: department ?? city.pack.hotline.department,
    body: {
      parcelCodes: department === undefined ? [] : [`ROBOT-${departments.indexOf(department)}`],
      company: `机器人企业 ${index}`,
      ...(isByPhone
        ? { phone: `139${String(10_000_000 + index)}` }
        : { email: `robot-${index}@supplier.test` }),
      message: `需要 ${index} 亩`,
      consent: { textVersion: 'enquiry-1', accepted: true },
    },
  };
}

/** As the page does: what the portal has no time for now is sent again with its key. */
async function post(body: string, address: string): Promise<Response> {
  const headers = {
    'Content-Type': 'application/json',
    'X-Forwarded-For': `198.51.100.1, ${address}`,
    'Idempotency-Key': randomUUID(),
  };
  for (;;) {
    const response = await fetch(`${origin}/api/enquiries`, { method: 'POST', body, headers });
    if (response.status !== 503) return response;
    expect(response.headers.get('Retry-After')).not.toBeNull();
    await wait(200);
  }
}

async function ask(index: number, over: object = {}): Promise<void> {
  const { department, body } = questionOf(index);
  const response = await post(JSON.stringify({ ...body, ...over }), `203.0.113.${index % 200}`);
  expect(response.status).toBe(201);
  const { number, link } = (await response.json()) as ReceivedEnquiry;
  received.push({ number, department, link });
}

/** Six at a time, each as soon as another is through. */
async function atOnce<Result>(acts: (() => Promise<Result>)[]): Promise<Result[]> {
  const waiting = acts.values();
  const results: Result[] = [];
  const work = async () => {
    for (const act of waiting) results.push(await act());
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return results;
}

it(`has ${questions} questions to all departments received, routed and told within a minute, a flood and malice beside them`, async () => {
  const started = performance.now();
  const flood = atOnce(
    Array.from({ length: perAddress + 20 }, (_, index) => () => {
      const body = { ...questionOf(0).body, phone: undefined, company: undefined, codename: `洪水 ${index}` };
      return post(JSON.stringify({ ...body, parcelCodes: [] }), '192.0.2.66');
    }),
  );
  const malice = hostileBodies.map(async ({ name, body }) => {
    const response = await post(body(questionOf(1).body), '192.0.2.7').catch(() => null);
    return { name, status: response?.status ?? 413 };
  });
  await atOnce(
    Array.from({ length: questions }, (_, index) => () => ask(index, hostileWords[index - 10] ?? {})),
  );
  const flooded = await flood;
  expect(flooded.filter(({ status }) => status === 201)).toHaveLength(perAddress);
  const held = flooded.filter(({ status }) => status === 429);
  expect(held).toHaveLength(20);
  for (const response of held) expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
  for (const { name, status } of await Promise.all(malice))
    expect([name, status]).toEqual([
      name,
      expect.toSatisfy((code: number) => [400, 413, 422].includes(code)),
    ]);
  const told = () =>
    [
      ...mailServer.received.map(({ mail }) => `${mail.subject} ${mail.text}`),
      ...gateway.taken.map(({ text }) => text),
    ].join('\n');
  await expect
    .poll(() => received.filter(({ number }) => !told().includes(number)).length, { timeout: receiptMs })
    .toBe(0);
  expect(performance.now() - started).toBeLessThan(receiptMs);
  expect(mailServer.received.every(({ to, mail }) => to.length === 1 && mail.bcc === undefined)).toBe(true);
  const rows = await database.sql<{ number: string; department: string; waitMs: number }[]>`
    select e.number, s.department_code as department,
      extract(epoch from v.at - e.received_at)::float8 * 1000 as "waitMs"
    from enquiry e join enquiry_standing s on s.enquiry_id = e.id
    join enquiry_event v on v.enquiry_id = e.id and v.kind = 'acknowledged' limit 1000`;
  expect(rows).toHaveLength(questions + perAddress);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  for (const { number, department } of received)
    expect(byNumber.get(number)).toMatchObject({
      department,
      waitMs: expect.toSatisfy((ms: number) => ms < receiptMs),
    });
}, 120_000);

it('has its answers counted as an independent program counts them', async () => {
  for (const [index, { number, department }] of received.entries()) {
    if (index % 5 === 4) continue;
    const { headers } = await signedIn(database, 'publisher', { at: new Date(), department });
    const [act, body] = index % 11 === 3 ? ['spam', { reason: 'machine' }] : ['reply', { message: '答复' }];
    const response = await app.request(`/api/enquiries/${number}/${act}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  }
  const files = [join(folder, 'cases.csv'), join(folder, 'figures.json')] as const;
  await writeFile(files[0], await (await app.request('/api/response-times.csv')).text());
  await writeFile(files[1], await (await app.request('/api/response-times')).text());
  const { stdout } = await runFile(process.execPath, ['scripts/recompute-response-times.mjs', ...files]);
  expect(stdout).toBe(`${questions + perAddress} cases, every figure agrees\n`);
});

it('leaves every case and its times, whatever route is walked in whatever role', async () => {
  const [{ number, department, link } = { number: '', department: '', link: '' }] = received;
  const kept = () => database.sql`
    select e.number, e.channel, e.received_at, e.clock_from, v.seq, v.at, v.kind, v.account_id, v.department_code, v.detail
    from enquiry e join enquiry_event v on v.enquiry_id = e.id order by e.id, v.seq limit 10000`;
  const before = await kept();
  const holder = { 'Enquiry-Token': link.split('#t=')[1] ?? '' };
  const filled = (path: string) =>
    path
      .replace(':number', number)
      .replace(/:file\{[^}]*\}|:[a-z]+(\{[^}]*\})?/gi, (name) => (name === ':code' ? 'ROBOT-0' : '1'));
  let walked = 0;
  const routes = decidedRoutes(app).filter(
    ({ method, path }) => method !== 'GET' && path.startsWith('/api/'),
  );
  const further = ['PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path: '/api/enquiries/:number' }));
  for (const { method, path } of [...routes, ...further]) {
    const body = JSON.stringify(resourceRules[`${method} ${path}`]?.body ?? {});
    for (const role of [null, ...roles]) {
      const person =
        role &&
        (await signedIn(database, role, { at: new Date(), ...(role === 'publisher' && { department }) }));
      const headers = { 'Content-Type': 'application/json', ...(person ? person.headers : holder) };
      const response = await app.request(filled(path), { method, headers, body });
      expect(response.status, `${method} ${path} ${role}`).not.toBe(500);
      walked += 1;
    }
  }
  expect(walked).toBeGreaterThan(300);
  const after = await kept();
  const facts = new Set(after.map((row) => JSON.stringify(row)));
  expect(before.filter((row) => !facts.has(JSON.stringify(row)))).toEqual([]);
  expect(after.length).toBeGreaterThan(before.length);
}, 180_000);
