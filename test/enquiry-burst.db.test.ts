import { afterAll, beforeAll, expect, it } from 'vitest';
import { shanghaiDay } from '../api/calendar/rules.ts';
import { openDatabase } from '../api/db/database.ts';
import type { ReceivedEnquiry } from '../api/enquiries/schema.ts';
import { asked } from './support/enquiries.ts';
import { listeningPortal } from './support/listening-portal.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { onBothDatabases, testDatabase } from './support/test-database.ts';

const burst = 200;
/** What one address may ask in an hour. */
const perAddress = 60;
const question = { ...asked, parcelCodes: [], phone: undefined };

onBothDatabases('a burst of questions from one address', (open) => {
  let portal: Awaited<ReturnType<typeof listeningPortal>>;

  beforeAll(async () => {
    const city = await readJinhua();
    await prepareCity(open(), city);
    portal = await listeningPortal(open(), city);
  });
  afterAll(() => portal.close());

  function post(path: string, body: object, headers: Record<string, string>) {
    return fetch(`${portal.origin}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Reads the list, and asks from `address`, for as long as `busy` is not through. */
  async function othersMeanwhile(busy: Promise<unknown>, address: string) {
    let isOver = false;
    void busy.finally(() => (isOver = true));
    const statuses: number[] = [];
    for (let index = 0; index < 2 || !isOver; index += 1) {
      statuses.push((await fetch(`${portal.origin}/api/parcels`)).status);
      const body = { ...question, email: `other-${address}-${index}@supplier.test`.replaceAll(':', '-') };
      if (index < 20)
        statuses.push((await post('/api/enquiries', body, { 'X-Forwarded-For': address })).status);
    }
    return statuses;
  }

  it('is taken in or refused one by one, and everybody else is answered meanwhile', async () => {
    const answers = Promise.all(
      Array.from({ length: burst }, async (_, index) => {
        const body = { ...question, message: `第 ${index} 问`, email: `burst-${index}@supplier.test` };
        const headers = { 'X-Forwarded-For': '203.0.113.9', 'Idempotency-Key': `burst-key-${index}` };
        const response = await post('/api/enquiries', body, headers);
        const retryAfter = response.headers.get('Retry-After');
        return { status: response.status, retryAfter, answer: (await response.json()) as ReceivedEnquiry };
      }),
    );
    const others = await othersMeanwhile(answers, '203.0.113.77');
    expect(new Set(others)).toEqual(new Set([200, 201]));
    const taken = (await answers).filter(({ status }) => status === 201);
    const refused = (await answers).filter(({ status }) => status === 429);
    expect(taken.length + refused.length).toBe(burst);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThanOrEqual(perAddress);
    for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
    const numbers = taken.map(({ answer }) => answer.number).sort();
    const kept = await open().sql<{ number: string }[]>`
      select number from enquiry where id in (select enquiry_id from enquiry_person)
      and received_at > now() - interval '1 hour' order by number limit 1000`;
    const othersTaken = others.filter((status) => status === 201).length;
    expect(kept).toHaveLength(numbers.length + othersTaken);
    expect(kept.map(({ number }) => number)).toEqual(expect.arrayContaining(numbers));
    expect(new Set(numbers).size).toBe(numbers.length);
  }, 60_000);

  it('of words in one case by its link leaves the portal to everybody else', async () => {
    const first = await post(
      '/api/enquiries',
      { ...question, email: 'words@supplier.test' },
      { 'X-Forwarded-For': '203.0.113.10' },
    );
    const { number, link } = (await first.json()) as ReceivedEnquiry;
    const headers = {
      'Enquiry-Token': link.split('#t=')[1] ?? '',
      'X-Forwarded-For': '203.0.113.10',
    };
    const answers = Promise.all(
      Array.from({ length: burst }, async (_, index) => {
        const response = await post(`/api/enquiries/${number}/reply`, { message: `补充 ${index}` }, headers);
        await response.arrayBuffer();
        return response.status;
      }),
    );
    expect(new Set(await othersMeanwhile(answers, '203.0.113.78'))).toEqual(new Set([200, 201]));
    const statuses = await answers;
    expect(statuses.filter((status) => status !== 201 && status !== 429)).toEqual([]);
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from enquiry_event v join enquiry e on e.id = v.enquiry_id
      where e.number = ${number} and v.kind = 'asked'`;
    expect(row?.count).toBe(statuses.filter((status) => status === 201).length);
  }, 60_000);
});

it('is no matter to everybody else while another portal on the database stands still with the number', async () => {
  const { database, config, end } = await testDatabase('postgis');
  const other = await openDatabase(config);
  const city = await readJinhua();
  await prepareCity(database, city);
  const { origin, close } = await listeningPortal(database, city);
  await database.sql`insert into enquiry_number ${database.sql({ month: shanghaiDay(new Date()).slice(2, 7).replace('-', ''), last: 7 })}`;
  let letGo = () => {};
  const standing = new Promise<void>((resolve) => (letGo = resolve));
  const holding = other.transaction(async (tx) => {
    await tx`select from enquiry_number for update`;
    await standing;
  });
  const answers = Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const response = await fetch(`${origin}/api/enquiries`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `203.0.114.${index}` },
        body: JSON.stringify({ ...question, email: `still-${index}@supplier.test` }),
      });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  const stuck = async () => {
    const [row] = await other.sql<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return row?.count ?? 0;
  };
  await expect.poll(stuck).toBeGreaterThan(1);
  for (let index = 0; index < 5; index += 1) expect((await fetch(`${origin}/api/parcels`)).status).toBe(200);
  letGo();
  await holding;
  expect(new Set(await answers)).toEqual(new Set([201]));
  await close();
  await other.close();
  await end();
}, 60_000);
