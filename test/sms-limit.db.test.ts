import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReceivedEnquiry } from '../api/enquiries/schema.ts';
import { readEnv } from '../api/env.ts';
import { prepareErrands } from '../api/errands.ts';
import type { SignedIn } from './support/accounts.ts';
import { asked, asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { startSmsGateway, type SmsGateway } from './support/sms-gateway.ts';
import { onBothDatabases } from './support/test-database.ts';

const hourMs = 3_600_000;

onBothDatabases('short messages to one telephone in a day', (open) => {
  let portal: Publishing;
  let gateway: SmsGateway;
  let dataDir: string;
  let ask: ReturnType<typeof asking>['ask'];
  let post: ReturnType<typeof asking>['post'];
  let officer: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    ({ ask, post } = asking(portal));
    await portal.publish('E-1');
    officer = portal.publisher;
    gateway = await startSmsGateway();
    dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-sms-limit-'));
  });
  afterAll(async () => {
    await gateway.close();
    await rm(dataDir, { recursive: true });
  });

  /** What the gateway was handed for a telephone since the start. */
  async function textsTo(number: string): Promise<number> {
    const env = readEnv({ DATA_DIR: dataDir, SECRET_KEY: '07'.repeat(32), SMS_URL: gateway.url });
    const onError = (error: unknown) => expect(error).toBeUndefined();
    await (await prepareErrands({ database: open(), city: portal.city, env, onError })).settle();
    return gateway.taken.filter(({ to }) => to.endsWith(number)).length;
  }

  const askByPhone = (phone: string) => ask({ phone, email: undefined });
  const answer = async (number: string) =>
    portal.expectStatus(
      await portal.send(officer, `POST /api/enquiries/${number}/reply`, { message: '可以。' }),
      201,
    );
  const kindsOf = async (number: string) => {
    const rows = await open().sql<{ kind: string; detail: string | null }[]>`
      select v.kind, v.detail from enquiry_event v join enquiry e on e.id = v.enquiry_id
      where e.number = ${number} order by v.seq`;
    return rows.map(({ kind, detail }) => (detail === null ? kind : `${kind} ${detail}`));
  };

  it('are five receipts, however the number is written; beyond them the page alone shows it', async () => {
    const written = ['13900005501', '+86 139-0000-5501', '086 139 0000 5501', '17951 13900005501'];
    const numbers: string[] = [];
    for (let index = 0; index < 8; index += 1)
      numbers.push((await askByPhone(written[index % 4] ?? '')).number);
    expect(await textsTo('13900005501')).toBe(5);
    expect(await kindsOf(numbers[4] ?? '')).toEqual(['received', 'routed nobody', 'acknowledged sms']);
    expect(await kindsOf(numbers[5] ?? '')).toEqual([
      'received',
      'routed nobody',
      'undelivered sms',
      'acknowledged page',
    ]);
    // Another number has its own share, and a mailbox is none of it.
    await askByPhone('13900005502');
    expect(await textsTo('13900005502')).toBe(1);
    const mailed = await ask({ phone: '13900005501', email: 'mailbox@supplier.test' });
    expect((await kindsOf(mailed.number)).at(-1)).toBe('acknowledged mail');
  });

  it('are said to have gone out only where they did, also where the answer was lost and asked for again', async () => {
    const body = { ...asked, phone: '13900005509', email: undefined };
    const ways: unknown[] = [];
    for (let index = 0; index < 6; index += 1) {
      const key = { 'Idempotency-Key': `receipt-way-000${index}` };
      for (const answer of [await post('/api/enquiries', body, key), await post('/api/enquiries', body, key)])
        ways.push(ReceivedEnquiry.parse(await answer.json()).receipt);
    }
    expect(ways).toEqual([...Array.from({ length: 10 }, () => 'sms'), 'page', 'page']);
  });

  it('leave room for answers, of which the one too many is told to whoever answers', async () => {
    const numbers: string[] = [];
    for (let index = 0; index < 6; index += 1) numbers.push((await askByPhone('13900005503')).number);
    for (const number of numbers) await answer(number);
    expect(await textsTo('13900005503')).toBe(10);
    const [last = ''] = numbers.slice(-1);
    expect((await kindsOf(last)).slice(-2)).toEqual(['answered', 'undelivered sms']);
    const read = await portal.send(officer, `GET /api/enquiries/${last}`);
    expect(await read.json()).toMatchObject({ state: 'answered' });
  });

  it('are counted anew a day later, and by what does not say whose the number is', async () => {
    portal.clock.forward(24 * hourMs);
    await askByPhone('13900005501');
    expect(await textsTo('13900005501')).toBe(6);
    const [row] = await open().sql<
      { text: string }[]
    >`select string_agg(a::text, ' ') as text from attempt a`;
    expect(row?.text).toContain('enquiry-text');
    expect(row?.text).not.toMatch(/1390000|5501/);
  });
});
