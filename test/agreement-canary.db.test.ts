import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Agreement, PreparedAgreement } from '../api/agreements/agreement-schema.ts';
import { approveTemplate } from '../api/agreements/template-store.ts';
import type { SentBatchCode, SignedBatch, SigningBatch } from '../api/agreements/batch-schema.ts';
import type { Signing } from '../api/agreements/signing-schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { canaries, canariesIn } from './support/canaries.ts';
import { freePort } from './support/free-port.ts';
import { KilledPortal } from './support/killed-portal.ts';
import { copiedText } from './support/paper-text.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { startSmsGateway, type SmsGateway } from './support/sms-gateway.ts';
import { testDatabase } from './support/test-database.ts';

/** An agreement goes through the built server, which is given every reason to speak of links, codes and addresses. */
const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-agreement-canary-'));
const { database, config, end } = await testDatabase('postgis');
let mail: MailServer;
let gateway: SmsGateway;
let portal: KilledPortal;
let office: SignedIn;
let reviewer: SignedIn;
/** Every answer that somebody of staff got. */
const toStaff: string[] = [];
/** What a signer alone may know. */
const secrets = { links: new Set<string>(), codes: new Set<string>(), cookies: new Set<string>() };

beforeAll(async () => {
  mail = await startMailServer();
  gateway = await startSmsGateway();
  portal = new KilledPortal(await freePort(), {
    DATABASE_URL: config.databaseUrl ?? '',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SMS_URL: gateway.url,
  });
  await portal.start();
  office = await signedIn(database, 'publisher', { at: new Date() });
  reviewer = await signedIn(database, 'reviewer', { at: new Date() });
  const approval = {
    key: 'letter-of-intent',
    version: 1,
    accountId: reviewer.accountId,
    at: new Date(),
  } as const;
  await database.transaction((tx) => approveTemplate(tx, approval));
});
afterAll(async () => {
  await portal.kill();
  await Promise.all([mail.close(), gateway.close(), end()]);
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(headers: Record<string, string>, request: string, body?: unknown) {
  const [method = 'GET', path = '/'] = request.split(' ');
  return fetch(portal.origin + path, {
    method,
    headers: { Origin: portal.origin, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

async function staff(who: SignedIn, status: number, [request, body]: [string, unknown?]): Promise<string> {
  const response = await ask({ ...who.headers, Origin: portal.origin }, request, body);
  const text = await response.text();
  toStaff.push(text, JSON.stringify([...response.headers]));
  expect(response.status, `${request}: ${text}`).toBe(status);
  return text;
}

/** The link in the newest letter to an address whose subject fits. */
async function linkTo(address: string, subject: RegExp): Promise<string> {
  const letters = () =>
    mail.received.filter(
      ({ to, mail: { subject: said } }) => to.includes(address) && subject.test(said ?? ''),
    );
  await expect.poll(() => letters().length, { timeout: 20_000 }).toBeGreaterThan(0);
  const [, token] = /#t=([\w-]+)/.exec(letters().at(-1)?.mail.text ?? '') ?? [];
  if (token === undefined) throw new Error('there is a link');
  secrets.links.add(token);
  return token;
}

/** `browser`: what it has from an earlier link. */
async function exchanged(token: string, browser: Record<string, string> = {}): Promise<{ Cookie: string }> {
  const response = await ask(browser, 'POST /api/signing/exchange', { token });
  expect(response.status).toBe(204);
  const [cookie = ''] = (response.headers.get('Set-Cookie') ?? '').split(';');
  secrets.cookies.add(cookie.split('=')[1] ?? '');
  return { Cookie: cookie };
}

async function codeBy(cookie: { Cookie: string }, query = ''): Promise<string> {
  return codeAfter(() => ask(cookie, `POST /api/signing/otp${query}`));
}

/** The code that came by telephone, or by mail, after somebody asked for it. */
async function codeAfter(asking: () => Promise<Response>): Promise<string> {
  const codes = () => [
    ...gateway.taken.map(({ text }) => text),
    ...mail.received.map((letter) => letter.mail.text ?? '').filter((text) => /^\d{6}$/m.test(text)),
  ];
  const before = codes();
  expect((await asking()).status).toBe(200);
  await expect.poll(() => codes().length, { timeout: 20_000 }).toBe(before.length + 1);
  const [text = ''] = codes().filter((one) => !before.includes(one));
  const [code] = /^\d{6}$/m.exec(text) ?? [];
  if (code === undefined) throw new Error('there is a code');
  secrets.codes.add(code);
  return code;
}

const company = {
  ...{ role: 'signer', group: 1, name: canaries.contactName, organisation: '宁波某汽车零部件有限公司' },
  ...{ email: canaries.email, phone: canaries.phone },
};
const city = { role: 'signer', group: 2, name: '陈立', organisation: '武义县', email: 'chen@city.example' };
/** 转交: whom the city's signer names, and why. */
const colleague = {
  name: '周岚',
  email: 'kanarie.zhou@vogel-voliere.test',
  phone: '13976543210',
  reason: '金丝雀出差缘由',
};
const ofColleague = (text: string) =>
  [colleague.email, colleague.phone, colleague.reason].filter((word) => text.includes(word));

/** Through its gates to its first signer, who has his link in a letter then. */
async function sent(projectId: number) {
  const asked = { template: 'letter-of-intent', projectId, parties: [company, city] };
  const made = await staff(office, 201, ['POST /api/agreements', asked]);
  const { number } = JSON.parse(made) as PreparedAgreement;
  const path = `/api/agreements/${number}`;
  for (const gate of ['legality', 'fair-competition', 'seal'])
    await staff(reviewer, 204, [`POST ${path}/review`, { gate, outcome: 'passed' }]);
  const { draftSha256 } = JSON.parse(await staff(office, 200, [`GET ${path}`])) as Agreement;
  await staff(office, 204, [`POST ${path}/confirm`, { draftSha256 }]);
  await staff(office, 204, [`POST ${path}/share`]);
  const draft = await exchanged(await linkTo(canaries.email, new RegExp(`草稿.*${number}`)));
  const otp = await codeBy(draft, '?purpose=confirm');
  expect((await ask(draft, 'POST /api/signing/confirm', { otp, draftSha256 })).status).toBe(204);
  await staff(office, 204, [`POST ${path}/send`]);
  await staff(office, 204, [`POST ${path}/remind`, { position: 0 }]);
  return { number, path };
}

it('links, codes and addresses of who signs stand in no log, no audit, no answer to staff and no row', async () => {
  const project = {
    ...{ name: '电驱动总成', company: company.organisation, investorClass: 'private', channel: 'enquiry' },
    investmentTotal: 1_680_000_000,
  };
  const { id } = JSON.parse(await staff(office, 201, ['POST /api/projects', project])) as { id: number };
  const { number, path } = await sent(id);
  const signer = await exchanged(await linkTo(canaries.email, new RegExp(`${number}.*待您签署`)));
  const { baseSha256, contentSha256, consent } = (await (
    await ask(signer, 'GET /api/signing')
  ).json()) as Signing;
  expect((await ask(signer, 'POST /api/signing/read', { number, contentSha256 })).status).toBe(204);
  const signature = {
    baseSha256,
    strokes: [
      [
        { x: 0.1, y: 0.2 },
        { x: 0.9, y: 0.7 },
      ],
    ],
    consent: { textVersion: consent.textVersion, accepted: true },
  };
  const sign = async (otp: string) =>
    (await ask(signer, 'POST /api/signing/sign', { ...signature, otp })).status;
  const code = await codeBy(signer);
  const [token = ''] = secrets.links;
  // What is refused is as silent.
  expect(await sign(code === '000000' ? '000001' : '000000')).toBe(422);
  expect((await ask({}, 'POST /api/signing/exchange', { token })).status).toBe(404);
  expect((await ask({}, `GET /api/signing?t=${token}`)).status).toBeGreaterThan(399);
  expect((await ask(signer, 'POST /api/signing/sign', `{"otp": "${code}", ${canaries.email}`)).status).toBe(
    400,
  );
  expect((await ask(signer, 'POST /api/signing/decline', { reason: '', email: canaries.email })).status).toBe(
    422,
  );
  // The database itself refuses, and names the row that it refuses.
  await database.sql`alter table agreement_event add constraint broken check (seq < 1) not valid`;
  expect(await sign(code)).toBe(500);
  await database.sql`alter table agreement_event drop constraint broken`;

  const [one, other] = [await sent(id), await sent(id)];
  await signsTwo(one.number, other.number);
  await handsOn(one.number);
  for (const who of [office, reviewer]) {
    await staff(who, 200, [`GET ${path}`]);
    await staff(who, 200, ['GET /api/agreements']);
  }
  await staff(office, 409, [`GET ${path}/evidence.zip`]);
  await staff(office, 204, [`POST ${path}/void`, { reason: '试验' }]);
  await portal.kill();

  const tables = await database.sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename limit 200`;
  const rows = new Map<string, string[]>();
  for (const { name } of tables) {
    const found = await database.sql<{ row: string }[]>`
      select t::text as row from ${database.sql(name)} t limit 100000`;
    rows.set(
      name,
      found.map(({ row }) => row),
    );
  }
  const told = ['contactName', 'company'] as const;
  const private_ = (text: string) => [
    ...canariesIn(text).filter((name) => !told.some((open) => open === name)),
    ...ofColleague(text),
  ];
  const long = [...secrets.links, ...secrets.cookies];
  const secretsIn = (text: string) => long.filter((secret) => text.includes(secret));
  const codesIn = (text: string) =>
    [...secrets.codes].filter((digits) => new RegExp(`(?<![0-9a-f.])${digits}(?![0-9a-f])`).test(text));
  const all = [...rows.values()].flat();
  expect([secrets.links.size, secrets.codes.size, secrets.cookies.size]).toEqual([8, 6, 8]);
  expect(all.length).toBeGreaterThan(100);
  expect(portal.output).toContain('"level":50');
  const events = [...(rows.get('audit_entry') ?? []), ...(rows.get('agreement_event') ?? [])];
  expect(events.length).toBeGreaterThan(10);
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const contents = files.map((file) => readFileSync(file));
  const papers = contents.filter((bytes) => bytes.subarray(0, 4).toString() === '%PDF');
  expect(papers.length).toBeGreaterThan(2);
  const inPapers = papers.map(copiedText);
  expect(inPapers.join('')).toContain(canaries.contactName);
  // The bytes of a paper have so many numbers of six digits that one may be a code by chance.
  const others = contents.filter((bytes) => !papers.includes(bytes)).map(String);
  expect({
    log: [secretsIn, codesIn, canariesIn, ofColleague].flatMap((find) => find(portal.output)),
    staff: toStaff.flatMap((text) => [...secretsIn(text), ...codesIn(text), ...private_(text)]),
    audit: events.flatMap((text) => [...codesIn(text), ...canariesIn(text), ...ofColleague(text)]),
    rows: all.filter((text) => secretsIn(text).length + private_(text).length > 0),
    names: [secretsIn, canariesIn, ofColleague].flatMap((find) => find(files.join('\n'))),
    // A paper names who signs it, and nothing else of him.
    files: [...contents.map(String), ...inPapers].flatMap((text) => [...secretsIn(text), ...private_(text)]),
    codes: [...others, ...inPapers].flatMap(codesIn),
  }).toEqual({ log: [], staff: [], audit: [], rows: [], names: [], files: [], codes: [] });
}, 180_000);

/** 批量签署: two that he opened in one browser, by one code; wrong first, then right. */
async function signsTwo(one: string, other: string): Promise<void> {
  const browser = await exchanged(await linkTo(canaries.email, new RegExp(`${one}.*待您签署`)));
  const cookie = await exchanged(await linkTo(canaries.email, new RegExp(`${other}.*待您签署`)), browser);
  const batch = (await (await ask(cookie, 'GET /api/signing/batch')).json()) as SigningBatch;
  expect(batch.items).toHaveLength(2);
  for (const { number, contentSha256 } of batch.items)
    expect((await ask(cookie, 'POST /api/signing/read', { number, contentSha256 })).status).toBe(204);
  const items = batch.items.map(({ number, baseSha256, headSha256 }) => ({
    ...{ number, baseSha256, headSha256 },
  }));
  let textVersion = '';
  const code = await codeAfter(async () => {
    const response = await ask(cookie, 'POST /api/signing/batch/otp', { items });
    ({
      consent: { textVersion },
    } = (await response.clone().json()) as SentBatchCode);
    return response;
  });
  const strokes = [
    [
      { x: 0.1, y: 0.2 },
      { x: 0.9, y: 0.7 },
    ],
  ];
  const signWith = (otp: string) =>
    ask(cookie, 'POST /api/signing/batch/sign', {
      ...{ otp, items, strokes },
      consent: { textVersion, accepted: true },
    });
  expect((await signWith(code === '000000' ? '000001' : '000000')).status).toBe(422);
  const signed = (await (await signWith(code)).json()) as SignedBatch;
  expect(signed.items.map(({ isSigned }) => isSigned)).toEqual([true, true]);
  expect((await signWith(code)).status).toBe(409);
}

/** 转交 by the city's signer, whose code comes by mail; the office admits the colleague, who gets a link. */
async function handsOn(number: string): Promise<void> {
  const cookie = await exchanged(await linkTo(city.email, new RegExp(number)));
  const otp = await codeAfter(() => ask(cookie, 'POST /api/signing/otp?purpose=delegate'));
  const wrong = { ...colleague, otp: otp === '000000' ? '000001' : '000000' };
  expect((await ask(cookie, 'POST /api/signing/delegate', wrong)).status).toBe(422);
  expect((await ask(cookie, 'POST /api/signing/delegate', { ...colleague, otp })).status).toBe(204);
  const asked = await staff(office, 200, [`GET /api/agreements/${number}`]);
  // Who admits him reads why, and his addresses masked.
  expect(asked).toContain(colleague.reason);
  toStaff.splice(toStaff.indexOf(asked), 1, asked.replaceAll(colleague.reason, ''));
  const decision = { position: 1, outcome: 'admitted', authorisation: '授权委托书 第 3 号' };
  await staff(office, 204, [`POST /api/agreements/${number}/delegation`, decision]);
  await exchanged(await linkTo(colleague.email, new RegExp(number)));
}
