import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readCity } from '../api/city/pack.ts';
import { openDatabase, type Database } from '../api/db/database.ts';
import { readEnv } from '../api/env.ts';
import { prepareErrands } from '../api/errands.ts';
import { deliverToFolder } from '../api/letters/eml.ts';
import type { Deliver } from '../api/letters/delivery.ts';
import { createSecretBox } from '../api/accounts/secret-box.ts';
import { sendDueLetters, type LetterAgreements, type LetterCases } from '../api/letters/sender.ts';
import { deliverBySmtp } from '../api/letters/smtp.ts';
import { writeLetter, type Letter } from '../api/letters/store.ts';
import { freePort } from './support/free-port.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { onBothDatabases, testDatabase } from './support/test-database.ts';

const from = { name: '金华招商地图', address: 'no-reply@zhaotu.test' };
const letter: Letter = {
  recipient: 'wang@example.test',
  subject: '请确认您的邮箱 · Please confirm',
  body: '您好：\n\n验证码 123456\n.\n再见\n',
  cause: 'account.verify',
};

/** These letters are about nobody's question and no agreement. */
const noCases: LetterCases & LetterAgreements = {
  hold: () => Promise.reject(new Error('no case')),
  noteUndelivered: () => Promise.reject(new Error('no case')),
};

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
});

onBothDatabases('the outbox', (open) => {
  afterEach(() => open().sql`delete from letter`);

  it('sends what was committed, once, and forgets the text', async () => {
    const id = await written(open(), letter);
    await open()
      .transaction(async (tx) => {
        await writeLetter(tx, { ...letter, subject: 'never' });
        throw new Error('undone');
      })
      .catch(() => undefined);
    await send(open(), bySmtp());
    await send(open(), bySmtp());
    expect(server.received).toHaveLength(1);
    const [{ mail, to } = { mail: null, to: [] }] = server.received;
    expect(to).toEqual([letter.recipient]);
    expect(mail?.subject).toBe(letter.subject);
    expect(mail?.text?.trim()).toBe(letter.body.trim());
    expect(mail?.messageId).toBe(`<${id}@zhaotu.test>`);
    expect(mail?.from?.value).toEqual([from]);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(await stateOf(open(), id)).toMatchObject({ isSent: true, body: null, attempts: 1, failure: null });
  });

  it('tries again later what is refused for now, under the same number', async () => {
    const id = await written(open(), letter);
    server.refuseNext(451);
    await send(open(), bySmtp());
    expect(await stateOf(open(), id)).toMatchObject({ isSent: false, attempts: 1, failure: 'EENVELOPE 451' });
    await send(open(), bySmtp());
    expect(server.received).toHaveLength(0);
    await makeDue(open());
    await send(open(), bySmtp());
    expect(server.received.map(({ mail }) => mail.messageId)).toEqual([`<${id}@zhaotu.test>`]);
  });

  it('gives up at once what is refused for good, and goes on with the next', async () => {
    const id = await written(open(), letter);
    const next = await written(open(), { ...letter, recipient: 'next@example.test' });
    server.refuseNext(550);
    await send(open(), bySmtp());
    const state = await stateOf(open(), id);
    expect(state).toMatchObject({ isSent: false, isGivenUp: true, body: null, failure: 'EENVELOPE 550' });
    expect(await stateOf(open(), next)).toMatchObject({ isSent: true });
  });

  it('waits longer each time while nobody answers, stops at the first, and gives up in the end', async () => {
    const nobody = deliverBySmtp(`smtp://127.0.0.1:${await freePort()}`, from);
    const id = await written(open(), letter);
    const other = await written(open(), letter);
    await send(open(), nobody);
    expect((await stateOf(open(), other)).attempts).toBe(0);
    await open().sql`delete from letter where id = ${other}`;
    const waits = [];
    for (let state = await stateOf(open(), id); !state.isGivenUp; state = await stateOf(open(), id)) {
      waits.push(state.waitSeconds);
      await makeDue(open());
      await send(open(), nobody);
    }
    expect(waits.map((seconds) => Math.round(seconds / 60))).toEqual([1, 5, 15, 60, 180, 360, 720, 720]);
    expect(await stateOf(open(), id)).toMatchObject({ attempts: 9, body: null });
  });

  it('writes letters as files that a mail program reads, readable by their owner alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaotu-mail-'));
    const mail = join(folder, 'mail');
    const id = await written(open(), letter);
    await send(open(), deliverToFolder(mail, from));
    expect(await readdir(mail)).toEqual([`${id}.eml`]);
    expect((await stat(mail)).mode & 0o777).toBe(0o700);
    const path = join(mail, `${id}.eml`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const bytes = await readFile(path);
    const parsed = await simpleParser(bytes);
    expect(parsed).toMatchObject({ subject: letter.subject, messageId: `<${id}@zhaotu.test>` });
    expect(parsed.text?.trim()).toBe(letter.body.trim());
    expect(parsed.date).toBeInstanceOf(Date);
    // A sender that died before it noted the sending: the next one finds the file and leaves it alone.
    await open()
      .sql`update letter set sent_at = null, recipient = 'a@example.test', subject = 'again', body = 'again', next_attempt_at = now() where id = ${id}`;
    await send(open(), deliverToFolder(mail, from));
    expect(await readFile(path)).toEqual(bytes);
    expect(await stateOf(open(), id)).toMatchObject({ isSent: true });
    await rm(folder, { recursive: true });
  });

  it.each([
    ['recipient', 'a@example.test\r\nBcc: b@example.test'],
    ['recipient', 'a@example.test, b@example.test'],
    ['recipient', 'A <a@example.test>'],
    ['recipient', 'nobody'],
    ['subject', 'Hello\r\nBcc: b@example.test'],
    ['subject', 'Hello\nX: y'],
    ['subject', 'a\u2028b'],
  ])('refuses the %s %j', async (field, text) => {
    await expect(open().transaction((tx) => writeLetter(tx, { ...letter, [field]: text }))).rejects.toThrow();
    const [row] = await open().sql<{ count: number }[]>`select count(*) from letter`;
    expect(row?.count).toBe(0);
  });

  it('lets no text become a header, even one that was put into the table', async () => {
    const body = 'Bcc: victim@example.test\r\n\r\n.\r\nMAIL FROM:<evil@example.test>\r\n';
    await written(open(), { ...letter, subject: '=?utf-8?q?a=0d=0aBcc:_v@example.test?=', body });
    await send(open(), bySmtp());
    const [{ mail, to } = { mail: null, to: [] }] = server.received;
    expect(to).toEqual([letter.recipient]);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.text).toContain('MAIL FROM:<evil@example.test>');
    expect(server.received).toHaveLength(1);
  });

  it('is emptied soon after a commit while the portal runs', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-mail-'));
    const env = readEnv({ DATA_DIR: dataDir, SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    const city = await readCity('data/cities', 'jinhua');
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const errands = (await prepareErrands({ database: open(), city, env, onError })).start(
      () => 'http://127.0.0.1',
    );
    await written(open(), letter);
    await expect.poll(() => server.received.length, { timeout: 5_000 }).toBe(1);
    await errands.stop();
    expect(server.received[0]?.mail.from?.value).toEqual([
      { name: city.pack.title['zh-CN'], address: 'no-reply@localhost' },
    ]);
    expect(errors).toEqual([]);
    await rm(dataDir, { recursive: true });
  });

  function bySmtp(): Deliver {
    return deliverBySmtp(`smtp://127.0.0.1:${server.port}`, from);
  }
});

it('sends each letter once, however many senders there are', async () => {
  const { database, config, end } = await testDatabase('postgis');
  const second = await openDatabase(config);
  const count = 60;
  await database.transaction(async (tx) => {
    for (let index = 0; index < count; index += 1)
      await writeLetter(tx, { ...letter, recipient: `person${index}@example.test` });
  });
  const smtp = () => deliverBySmtp(`smtp://127.0.0.1:${server.port}`, from);
  await Promise.all([database, database, second, second].map((each) => send(each, smtp())));
  expect(server.received).toHaveLength(count);
  expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(count);
  await second.close();
  await end();
});

it('keeps its password to itself unless the connection is encrypted and the server known', async () => {
  const { database, end } = await testDatabase('postgis');
  const secured = await startMailServer({
    authMethods: ['PLAIN'],
    authOptional: false,
    onAuth(auth, _session, callback) {
      if (auth.username === 'portal' && auth.password === 'geheim') return callback(null, { user: 'portal' });
      callback(new Error('wrong'));
    },
  });
  const id = await written(database, letter);
  const place = `127.0.0.1:${secured.port}`;
  // Its certificate is nobody's we know.
  await send(database, deliverBySmtp(`smtp://portal:geheim@${place}`, from));
  expect((await stateOf(database, id)).failure).toMatch(/ETLS|ESOCKET/);
  await makeDue(database);
  const trusting = '?tls.rejectUnauthorized=false';
  await send(database, deliverBySmtp(`smtp://portal:falsch@${place}/${trusting}`, from));
  expect(await stateOf(database, id)).toMatchObject({ isGivenUp: false, failure: 'EAUTH 535' });
  await makeDue(database);
  await send(database, deliverBySmtp(`smtp://portal:geheim@${place}/${trusting}`, from));
  expect(secured.received.map(({ user }) => user)).toEqual(['portal']);
  await secured.close();
  await end();
});

async function written(database: Database, text: Letter): Promise<string> {
  await database.transaction((tx) => writeLetter(tx, text));
  const [row] = await database.sql<{ id: string }[]>`
    select id from letter order by written_at desc, id limit 1`;
  return row?.id ?? '';
}

async function stateOf({ sql }: Database, id: string) {
  const [row] = await sql<
    {
      isSent: boolean;
      isGivenUp: boolean;
      body: string | null;
      attempts: number;
      failure: string | null;
      waitSeconds: number;
    }[]
  >`
    select sent_at is not null as "isSent", failed_at is not null as "isGivenUp", body, attempts, failure,
      extract(epoch from next_attempt_at - now())::float8 as "waitSeconds"
    from letter where id = ${id}`;
  if (row === undefined) throw new Error('the letter is gone');
  return row;
}

async function makeDue({ sql }: Database): Promise<void> {
  await sql`update letter set next_attempt_at = now() - interval '1 second' where sent_at is null and failed_at is null`;
}

function send(database: Database, mail: Deliver): Promise<void> {
  const onError = (error: unknown) => {
    throw error;
  };
  const secrets = createSecretBox([Buffer.alloc(32, 7)]);
  return sendDueLetters(
    { database, secrets, deliver: { mail, sms: mail }, cases: noCases, agreements: noCases, onError },
    'mail',
    new AbortController().signal,
  );
}
