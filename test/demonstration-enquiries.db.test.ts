import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretBox } from '../api/accounts/secret-box.ts';
import { verifyAudit } from '../api/audit/verify.ts';
import { workingDays } from '../api/calendar/working-days.ts';
import { workingMsBetween } from '../api/calendar/working-time.ts';
import { loadDemonstrationEnquiries } from '../api/demonstration/enquiries.ts';
import { dateEnquiries } from '../api/demonstration/enquiry-rules.ts';
import { InventedEnquiries } from '../api/demonstration/enquiry-schema.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import { remindOfEnquiries } from '../api/enquiries/remind.ts';
import type { ResponseTimes } from '../api/enquiries/response-schema.ts';
import type { Enquiry, EnquiryPage } from '../api/enquiries/schema.ts';
import type { City } from '../api/city/pack.ts';
import { signedIn } from './support/accounts.ts';
import { asking, asked } from './support/enquiries.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { databaseKinds, testDatabase, type TestDatabase } from './support/test-database.ts';

const runFile = promisify(execFile);
/** A Monday at work. */
const now = new Date('2026-11-23T15:00:00+08:00');
const key = Buffer.alloc(32, 7);
const minuteMs = 60_000;
const { cases } = InventedEnquiries.parse(JSON.parse(await readFile('data/demo/enquiries.json', 'utf8')));

describe('invented cases', () => {
  const hours = [
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ];
  const time = { hours, isWorked: workingDays() };

  it('lie before the first start, whenever that is, and begin by being received', () => {
    const starts = fc
      .integer({ min: Date.parse('2025-06-01'), max: Date.parse('2026-12-20') })
      .map((ms) => new Date(ms));
    fc.assert(
      fc.property(starts, (start) => {
        for (const { enquiry, clockFrom, receivedAt, acts } of dateEnquiries(cases, start, time)) {
          expect(clockFrom.getTime()).toBeLessThanOrEqual(receivedAt.getTime());
          const instants = [receivedAt, ...acts.map(({ at }) => at), start].map((at) => at.getTime());
          expect(instants).toEqual([...instants].sort((one, other) => one - other));
          if (enquiry.waitedMinutes !== undefined)
            expect(workingMsBetween(clockFrom, start, time)).toBe(enquiry.waitedMinutes * minuteMs);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are dated where nobody has announced the holidays, too', () => {
    const start = new Date('2098-06-15T15:00:00+08:00');
    for (const { receivedAt, acts } of dateEnquiries(cases, start, time))
      for (const at of [receivedAt, ...acts.map((act) => act.at)])
        expect(at.getTime()).toBeLessThanOrEqual(start.getTime());
  });

  it('name nobody who could be called or written to', () => {
    for (const { company, codename, phone, email } of cases) {
      expect(company ?? codename).toBeTruthy();
      expect(phone ?? email).toBeTruthy();
      if (phone !== null) expect(phone).toMatch(/^138000000\d\d$/);
      if (email !== null) expect(email).toMatch(/@[\w-]+\.example$/);
    }
  });
});

describe.each(databaseKinds)('the enquiries of the demonstration (%s)', (kind) => {
  let opened: TestDatabase;
  let city: City;
  let written: number;
  let at = now;
  let app: Awaited<ReturnType<typeof testPortal>>;
  const secrets = createSecretBox([key]);
  const load = () =>
    loadDemonstrationEnquiries(opened.database, { city, env: { city: 'jinhua' }, secrets, now });
  const counted = async (table: 'letter' | 'enquiry' | 'enquiry_link') => {
    const { sql } = opened.database;
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`;
    return row?.count;
  };

  beforeAll(async () => {
    opened = await testDatabase(kind);
    city = await readJinhua();
    await prepareCity(opened.database, city);
    app = await testPortal(opened.database, city, { now: () => at });
  }, 60_000);
  afterAll(async () => {
    await opened.end();
  });

  async function desk(department: string) {
    const { headers } = await signedIn(opened.database, 'publisher', { department, at: now });
    return {
      async list(state: 'open' | 'ended' = 'open') {
        const response = await app.request(`/api/enquiries?state=${state}`, { headers });
        return ((await response.json()) as EnquiryPage).items;
      },
      async read(number: string) {
        return (await (await app.request(`/api/enquiries/${number}`, { headers })).json()) as Enquiry;
      },
      reply: (number: string, message: string) =>
        app.request(`/api/enquiries/${number}/reply`, {
          method: 'POST',
          headers: { ...headers, 'Content-Type': 'application/json' },
          body: JSON.stringify({ message }),
        }),
    };
  }

  it('are not there without the demonstration city', async () => {
    expect(await load()).toBe(0);
    expect(await counted('enquiry')).toBe(0);
  });

  it('are written once, in a second, and nobody is told', async () => {
    await loadDemonstration(opened.database, { city, env: { demo: true, city: 'jinhua' }, now });
    const begun = performance.now();
    written = await load();
    // Generous: the machine that tests has others at work.
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(written).toBe(cases.length);
    expect(await load()).toBe(0);
    expect(await counted('enquiry')).toBe(written);
    expect(await counted('letter')).toBe(0);
    expect(await counted('enquiry_link')).toBe(0);
  });

  it('stand where their events say, on record and sealed', async () => {
    const { sql } = opened.database;
    const differing = await sql`
      (select * from enquiry_standing except select * from enquiry_standing_by_events)
      union all (select * from enquiry_standing_by_events except select * from enquiry_standing)`;
    expect(differing).toHaveLength(0);
    const [sealed] = await sql<{ text: string }[]>`
      select string_agg(encode(sealed, 'escape'), '') as text
      from (select sealed from enquiry_person union all select sealed from enquiry_message) every`;
    for (const word of ['1380000', '.example', 'Biologics']) expect(sealed?.text).not.toContain(word);
    const { tampering } = await verifyAudit(sql, new Map());
    expect(tampering).toBeNull();
    const [unmarked] = await sql<{ count: number }[]>`
      select count(*)::int as count from enquiry where not demo`;
    expect(unmarked?.count).toBe(0);
  });

  it('wait at every urgency on the desks of both publishers, marked as examples', async () => {
    for (const department of ['jkc-manufacturing', 'jkc-health']) {
      const waiting = (await (await desk(department)).list()).filter(
        ({ firstAnswerAt }) => firstAnswerAt === null,
      );
      const used = waiting.map(({ clock }) => clock.usedMinutes ?? 0);
      expect(used.some((minutes) => minutes < 120)).toBe(true);
      expect(used.some((minutes) => minutes > 360 && minutes < 480)).toBe(true);
      expect(used.some((minutes) => minutes > 480)).toBe(true);
      expect(waiting.every(({ demo }) => demo)).toBe(true);
    }
  });

  it('show hand-overs, notes, several outcomes, calls, foreigners, and a company that asked three times', async () => {
    const { list, read } = await desk('jkc-manufacturing');
    const rows = [...(await list()), ...(await list('ended'))];
    const thrice = rows.filter(({ who }) => who === '台州某电驱系统有限公司');
    expect(thrice).toHaveLength(3);
    const { related } = await read(thrice[0]?.number ?? '');
    expect(related).toHaveLength(2);
    const { sql } = opened.database;
    const kinds = await sql<{ kind: string }[]>`select distinct kind from enquiry_event`;
    expect(kinds.map((row) => row.kind)).toEqual(
      expect.arrayContaining(['noted', 'handed-over', 'revealed', 'reminded', 'escalated', 'held', 'taken']),
    );
    const outcomes = await sql<{ detail: string }[]>`
      select distinct detail from enquiry_event where kind in ('closed', 'spam')`;
    expect(outcomes.length).toBeGreaterThanOrEqual(8);
  });

  it('make public figures that say so, with medians, as an independent program counts them', async () => {
    const text = await (await app.request('/api/response-times')).text();
    const times = JSON.parse(text) as ResponseTimes;
    expect(times.demo).toBe(true);
    expect(times.total.medianMinutes).not.toBeNull();
    expect(times.excluded.spam).toBe(3);
    const told = (list: { medianMinutes: number | null }[]) =>
      list.filter(({ medianMinutes }) => medianMinutes !== null).length;
    expect(told(times.departments)).toBeGreaterThanOrEqual(2);
    expect(told(times.months)).toBeGreaterThanOrEqual(2);
    const folder = await mkdtemp(join(tmpdir(), 'demonstration-figures-'));
    const files = [join(folder, 'cases.csv'), join(folder, 'figures.json')] as const;
    await writeFile(files[0], await (await app.request('/api/response-times.csv')).text());
    await writeFile(files[1], text);
    const { stdout } = await runFile(process.execPath, ['scripts/recompute-response-times.mjs', ...files]);
    await rm(folder, { recursive: true });
    expect(stdout).toBe(`${written} cases, every figure agrees\n`);
  });

  it('write to nobody later: neither when they are overdue nor when they are answered', async () => {
    at = new Date('2026-11-25T16:00:00+08:00');
    const parts = { database: opened.database, city, origin: () => 'http://127.0.0.1', now: () => at };
    await remindOfEnquiries(parts);
    at = now;
    const { list, reply } = await desk('jkc-health');
    const [first] = await list();
    expect((await reply(first?.number ?? '', '已收到。')).status).toBe(201);
    expect(await counted('letter')).toBe(0);
    // Whoever really asks is written to, beside them.
    const [code = ''] = cases[0]?.parcels ?? [];
    await asking({ app }).ask({ ...asked, parcelCodes: [code] });
    expect(await counted('letter')).toBeGreaterThan(0);
  });
});
