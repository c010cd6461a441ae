import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Enquiry, ReceivedEnquiry } from '../api/enquiries/schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { picture } from './support/attachment-files.ts';
import { canaries, canariesIn } from './support/canaries.ts';
import { freePort } from './support/free-port.ts';
import { KilledPortal } from './support/killed-portal.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { startSmsGateway, type SmsGateway } from './support/sms-gateway.ts';
import { testDatabase } from './support/test-database.ts';

/** Values that stand nowhere else go through the built server, which is given every reason to speak of them. */
const runFile = promisify(execFile);
const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-canary-'));
const { database, config, end } = await testDatabase('postgis');
let mailServer: MailServer;
let gateway: SmsGateway;
let portal: KilledPortal;
let publisher: SignedIn;
const refusals: { status: number; body: string }[] = [];
const env = { DATABASE_URL: config.databaseUrl ?? '', DATA_DIR: dataDir, DEMO: '0' };

const { company, contactName, phone, email, message, fileName } = canaries;
const question = {
  parcelCodes: [],
  company,
  contactName,
  phone,
  email,
  message,
  consent: { textVersion: 'enquiry-1', accepted: true },
};

beforeAll(async () => {
  mailServer = await startMailServer();
  gateway = await startSmsGateway();
  portal = new KilledPortal(await freePort(), {
    ...env,
    LOG_LEVEL: 'debug',
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    SMS_URL: gateway.url,
  });
  await portal.start();
  publisher = await signedIn(database, 'publisher', { at: new Date(), department: 'city-hotline' });
});
afterAll(async () => {
  await portal.kill();
  await Promise.all([mailServer.close(), gateway.close(), end()]);
  rmSync(dataDir, { recursive: true, force: true });
});

async function send(path: string, body: unknown, headers: Record<string, string> = {}) {
  const isForm = body instanceof FormData;
  const type: Record<string, string> = isForm ? {} : { 'Content-Type': 'application/json' };
  const text = typeof body === 'string' || isForm ? body : JSON.stringify(body);
  return fetch(portal.origin + path, { method: 'POST', body: text, headers: { ...type, ...headers } });
}

async function refused(status: number, sent: Promise<Response>): Promise<void> {
  const response = await sent;
  refusals.push({ status: response.status, body: await response.text() });
  expect(response.status).toBe(status);
}

async function asked(over: object = {}) {
  const response = await send('/api/enquiries', { ...question, ...over });
  expect(response.status).toBe(201);
  const { number, link } = (await response.json()) as ReceivedEnquiry;
  return { path: `/api/enquiries/${number}`, link: { 'Enquiry-Token': link.split('#t=')[1] ?? '' } };
}

it('what somebody asked stands in no log, no error, no row that can be read and no name of a file', async () => {
  mailServer.refuseNext(550, 451, 421);
  gateway.suffer(422, 500, 'drop-taken');
  const { path, link } = await asked();
  for (const only of [{ email: undefined }, { email: undefined }, { phone: undefined }]) await asked(only);
  const form = new FormData();
  form.set('file', new File([new Uint8Array(await picture('png'))], fileName, { type: 'image/png' }));
  expect((await send(`${path}/files`, form, link)).status).toBe(201);
  const own = await fetch(portal.origin + path, { headers: link });
  const whole = (await own.json()) as Enquiry;
  // The search finds each of them where it belongs.
  expect(canariesIn(JSON.stringify(whole)).length).toBe(Object.keys(canaries).length);

  const staff = { ...publisher.headers, Origin: portal.origin };
  expect((await send(`${path}/reply`, { message }, link)).status).toBe(201);
  expect((await send(`${path}/reply`, { message }, staff)).status).toBe(201);
  expect((await send(`${path}/reply`, { message, internal: true }, staff)).status).toBe(201);
  expect((await send(`${path}/reveal`, { purpose: '电话答复' }, staff)).status).toBe(200);
  const call = { ...question, company, answer: message };
  expect((await send('/api/staff/enquiries', call, staff)).status).toBe(201);

  await refused(422, send('/api/enquiries', { ...question, parcelCodes: ['NO-SUCH'] }));
  await refused(422, send('/api/enquiries', { ...question, email: `${email} ${phone}` }));
  await refused(422, send('/api/enquiries', { ...question, phone: `${phone} ${company}` }));
  await refused(
    422,
    send('/api/enquiries', { ...question, consent: { textVersion: message, accepted: true } }),
  );
  await refused(413, send('/api/enquiries', { ...question, message: message.repeat(6_500) }));
  const response = await send('/api/enquiries', `{"phone": "${phone}", "company": ${company}`);
  refusals.push({ status: response.status, body: await response.text() });
  await refused(404, fetch(`${portal.origin}${path}`, { headers: { 'Enquiry-Token': `${phone}-${email}` } }));
  await refused(400, fetch(`${portal.origin}/api/enquiries/${phone}?email=${encodeURIComponent(email)}`));
  await refused(404, fetch(`${portal.origin}/api/parcels/${encodeURIComponent(company)}`));
  await refused(404, fetch(`${portal.origin}/api/${email}`));
  const wrong = new FormData();
  wrong.set('file', new File([`<script>${message}</script>`], fileName, { type: 'image/png' }));
  await refused(422, send(`${path}/files`, wrong, link));
  // The database itself refuses, and names the row that it refuses.
  await database.sql`alter table letter add constraint broken check (medium = 'fax') not valid`;
  await database.sql`alter table enquiry_message add constraint broken check (seq = 0) not valid`;
  await refused(500, send('/api/enquiries', question));
  await database.sql`alter table enquiry_message drop constraint broken`;
  await refused(500, send('/api/enquiries', question));
  await database.sql`alter table letter drop constraint broken`;

  await expect.poll(() => mailServer.received.length, { timeout: 20_000 }).toBeGreaterThan(3);
  const tables = await database.sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename limit 200`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const texts = await database.sql<{ row: string }[]>`
      select t::text as row from ${database.sql(name)} t limit 100000`;
    rows.push(...texts.map(({ row }) => row));
  }
  const archive = join(dataDir, 'backup.zhaotu');
  const outputs = [];
  for (const command of [
    ['audit', 'verify'],
    ['audit', 'verify', '--json'],
    ['backup', archive],
    ['migrate'],
  ]) {
    const { stdout, stderr } = await runFile(process.execPath, ['dist/api/admin.js', ...command], {
      env,
    });
    outputs.push(stdout, stderr);
  }
  await portal.kill();
  expect(portal.output).toContain('"level":50');
  expect(refusals.length).toBeGreaterThan(8);
  expect(rows.length).toBeGreaterThan(100);
  expect({
    log: canariesIn(portal.output),
    tokens: portal.output.includes(link['Enquiry-Token']),
    refusals: refusals.filter(({ body }) => canariesIn(body).length > 0),
    rows: rows.filter((row) => canariesIn(row).length > 0),
    names: canariesIn(readdirSync(dataDir, { recursive: true }).join('\n')),
    commands: canariesIn(outputs.join('\n')),
  }).toEqual({ log: [], tokens: false, refusals: [], rows: [], names: [], commands: [] });
}, 120_000);
