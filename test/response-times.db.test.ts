import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf, type Counted } from '../api/enquiries/response-rules.ts';
import { ResponseTimes } from '../api/enquiries/response-schema.ts';
import { appendEvent, insertEnquiry, insertParcels } from '../api/enquiries/enquiry-store.ts';
import { spamReasons } from '../api/enquiries/terms.ts';
import { asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const runFile = promisify(execFile);
const answered = (minutes: number, isWithin = minutes <= 480): Counted => ({
  as: 'answered',
  minutes,
  isWithin,
});

describe('the figures', () => {
  it('are of ten cases or none: below that nothing is computed', () => {
    const nine = Array.from({ length: 9 }, () => answered(60));
    expect(figuresOf(nine)).toMatchObject({ cases: 9, medianMinutes: null, shareWithin: null });
    expect(figuresOf([...nine, answered(60)])).toMatchObject({
      cases: 10,
      medianMinutes: 60,
      shareWithin: 1,
    });
  });

  it('never improve by silence: what is not answered waits longer than any answer', () => {
    const one = fc.oneof(
      fc.integer({ min: 0, max: 3000 }).map((minutes) => answered(minutes)),
      fc.constant<Counted>({ as: 'overdue' }),
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 10, maxLength: 40 }), (cases) => {
        const before = figuresOf(cases);
        const after = figuresOf([...cases, { as: 'overdue' }]);
        expect(after.medianMinutes ?? Infinity).toBeGreaterThanOrEqual(before.medianMinutes ?? Infinity);
        expect(after.shareWithin ?? 0).toBeLessThanOrEqual(before.shareWithin ?? 0);
      }),
    );
  });

  it('leave out spam, what was taken back in time, what is still in time, and what nobody can tell yet', () => {
    const cases = Array.from({ length: 12 }, () => answered(30));
    const others = ['spam', 'withdrawn', 'pending', 'undetermined'] as const;
    expect(figuresOf([...cases, ...others.map((as): Counted => ({ as }))])).toEqual(figuresOf(cases));
    expect(figuresOf([...cases, { as: 'spam-late' }])).toEqual({ ...figuresOf(cases), spamLate: 1 });
  });
});

onBothDatabases('the public response times', (open) => {
  let portal: Publishing;
  let folder: string;

  beforeAll(async () => {
    portal = await openPublishing(open());
    await portal.publish('R-1');
    folder = await mkdtemp(join(tmpdir(), 'response-times-'));
    portal.clock.forward(10 * 24 * 3_600_000);
    const at = portal.clock.now().getTime();
    // A fixed sequence of odd numbers in place of chance: the same cases each time, of every kind and hour.
    for (let index = 0; index < 180; index += 1) await addCase(index, at);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function addCase(index: number, at: number) {
    const ageMs = ((index * 7919) % 690) * 86_400_000 + ((index * 104_729) % 86_400) * 1000;
    const clockFrom = new Date(at - (index % 9 === 0 ? ((index * 7919) % 20) * 1_800_000 : ageMs) - 7);
    const waitMs = ((index * 15_485_863) % 200_000) * (index % 2 === 0 ? 2000 : 250) + 3;
    await open().transaction(async (tx) => {
      const { accountId } = portal.publisher;
      const isCall = index % 5 === 2;
      const { id } = await insertEnquiry(tx, {
        ...(isCall ? { channel: 'hotline', enteredBy: accountId } : { channel: 'web', enteredBy: null }),
        isCodenamed: true,
        locale: 'zh-CN',
        receivedAt: clockFrom,
        clockFrom,
      });
      if (index % 3 === 0) await insertParcels(tx, id, [{ code: 'R-1', version: 1 }]);
      await tx`
        insert into enquiry_person (enquiry_id, sealed, consent_version, consented_at)
        values (${id}, ${Buffer.from('sealed')}, 'enquiry-1', ${clockFrom})`;
      await appendEvent(tx, id, { kind: 'received', at: clockFrom });
      const holder = { department: ['wuyi', 'yiwu', 'lanxi'][index % 3] ?? 'wuyi', officerId: null };
      await appendEvent(tx, id, { kind: 'routed', holder, detail: 'nobody', at: clockFrom });
      const later = new Date(Math.min(clockFrom.getTime() + waitMs, at));
      const handOver = async (at: Date) => {
        const moved = { department: ['yiwu', 'lanxi'][(index >> 2) % 2] ?? 'yiwu', officerId: null };
        await appendEvent(tx, id, { kind: 'handed-over', accountId, holder: moved, at });
      };
      if (index % 4 === 2) await handOver(new Date((clockFrom.getTime() + later.getTime()) / 2));
      if (index % 13 === 5)
        await appendEvent(tx, id, {
          kind: 'spam',
          accountId,
          detail: spamReasons[index % spamReasons.length] ?? 'machine',
          at: later,
        });
      else if (index % 13 === 7) {
        await appendEvent(tx, id, { kind: 'withdrawn', at: later });
        const again = new Date(Math.min(later.getTime() + 50 * 3_600_000, at));
        if (index % 2 === 0) await appendEvent(tx, id, { kind: 'asked', at: again });
        if (index % 4 === 0) {
          const answerAt = new Date(Math.min(again.getTime() + 600_000, at));
          await appendEvent(tx, id, { kind: 'answered', accountId, at: answerAt });
        }
      } else if (index % 9 !== 0 && index % 11 !== 3)
        await appendEvent(tx, id, { kind: 'answered', accountId, at: later });
      if (index % 7 === 1) await handOver(later);
    });
  }

  const read = async (path: string) => {
    const response = await portal.app.request(path);
    expect(response.status).toBe(200);
    return response.text();
  };

  /** Both public files, and what the independent program says of them. */
  const download = async () => {
    const [whole, cases] = [await read('/api/response-times'), await read('/api/response-times.csv')];
    const files = [join(folder, 'cases.csv'), join(folder, 'figures.json')] as const;
    await writeFile(files[0], cases);
    await writeFile(files[1], whole);
    const recount = async () =>
      (await runFile(process.execPath, ['scripts/recompute-response-times.mjs', ...files])).stdout;
    return { whole, cases, files, recount };
  };

  const figures = async () => ResponseTimes.parse(JSON.parse(await read('/api/response-times')));

  it('equal what an independent program counts from the public cases', async () => {
    const { whole, cases, files, recount } = await download();
    expect(await recount()).toBe('180 cases, every figure agrees\n');
    const {
      total,
      yearBefore,
      excluded,
      channels,
      spamReasons: reasons,
    } = ResponseTimes.parse(JSON.parse(whole));
    const { spam, spamLate, withdrawn } = excluded;
    const { within, late, overdue } = total;
    const kinds = { within, late, overdue, spam, spamLate, withdrawn };
    expect(Object.entries(kinds).filter(([, count]) => count === 0)).toEqual([]);
    for (const { cases: ofChannel } of channels) expect(ofChannel).toBeGreaterThan(0);
    expect(channels.map((one) => one.cases).reduce((sum, one) => sum + one)).toBe(total.cases);
    expect(reasons.map((one) => one.cases).reduce((sum, one) => sum + one)).toBe(spam + spamLate);
    expect(yearBefore).toMatchObject({ from: '2025-01-01', to: '2025-12-02' });
    expect(yearBefore?.medianMinutes).toBeGreaterThan(0);
    // Proved able to disagree: a case fewer is noticed, and whatever else is said of one of these twelve months.
    const ofThisYear = String.raw`(\r\n[^,]+,[^,]+,[^,]+,[^,]*,2026-[^\r\n]*)`;
    for (const [found, instead] of [
      [/\r\n[^\r\n]*answered[^\r\n]*\r\n/, '\r\n'],
      [/,spam-late,/, ',spam,'],
      [/,wuyi,(?=[^\r\n]* yiwu@)/, ',yiwu,'],
      [/(\r\n[^,]+),hotline,(?=[^,]+,[^,]*,2026-[^\r\n]*answered)/, '$1,web,'],
      [new RegExp(`${ofThisYear},duplicate,`), '$1,abuse,'],
    ] as const) {
      expect(cases).toMatch(found);
      await writeFile(files[0], cases.replace(found, instead));
      await expect(recount()).rejects.toThrow(/published/);
    }
  });

  it('move when a case is answered, at once', async () => {
    const before = await figures();
    await addCase(1, portal.clock.now().getTime());
    expect((await figures()).total.cases).toBe(before.total.cases + 1);
  });

  it('leave an overdue case with the department that let it lapse, whoever gets it afterwards', async () => {
    const countsOf = async () =>
      (await figures()).departments
        .filter(({ code }) => ['wuyi', 'yiwu'].includes(code))
        .map(({ overdue, late }) => [overdue, late]);
    const asker = asking(portal);
    const { number } = await asker.ask({ parcelCodes: ['R-1'] });
    portal.clock.forward(7 * 86_400_000);
    const before = await countsOf();
    const officer = await portal.person('publisher', { at: portal.clock.now() });
    const hand = { department: 'yiwu', reason: '地块在你们片区' };
    await portal.expectStatus(
      await asker.post(`/api/enquiries/${number}/handover`, hand, officer.headers),
      204,
    );
    expect(await countsOf()).toEqual(before);
    const { headers } = await portal.person('publisher', { department: 'yiwu', at: portal.clock.now() });
    await portal.expectStatus(
      await asker.post(`/api/enquiries/${number}/reply`, { message: '可以' }, headers),
      201,
    );
    const [[overdue = 0, late = 0] = [], yiwu] = before;
    expect(await countsOf()).toEqual([[overdue - 1, late + 1], yiwu]);
  });

  it('say apart what an office marks as spam once its promise is missed', async () => {
    const asker = asking(portal);
    const { number } = await asker.ask({ parcelCodes: ['R-1'] });
    portal.clock.forward(7 * 86_400_000);
    const before = await figures();
    const { headers } = await portal.person('publisher', { at: portal.clock.now() });
    await portal.expectStatus(
      await asker.post(`/api/enquiries/${number}/spam`, { reason: 'unrelated' }, headers),
      204,
    );
    const after = await figures();
    expect(after.total.overdue).toBe(before.total.overdue - 1);
    expect(after.excluded).toEqual({ ...before.excluded, spamLate: before.excluded.spamLate + 1 });
    const lateOf = ({ departments }: ResponseTimes) =>
      departments.find(({ code }) => code === 'wuyi')?.spamLate ?? 0;
    expect(lateOf(after)).toBe(lateOf(before) + 1);
  });

  it('keep every missed promise when the holidays of the next year are not announced yet', async () => {
    const to = (instant: string) =>
      portal.clock.forward(new Date(instant).getTime() - portal.clock.now().getTime());
    to('2026-12-23T16:00:00+08:00');
    const asker = asking(portal);
    await asker.ask({ parcelCodes: [] });
    const [answered, marked] = [await asker.ask({ parcelCodes: [] }), await asker.ask({ parcelCodes: [] })];
    const before = await figures();
    to('2026-12-24T10:00:00+08:00');
    const { headers } = await portal.person('publisher', {
      department: 'city-hotline',
      at: portal.clock.now(),
    });
    const act = (number: string, kind: string, body: object) =>
      asker.post(`/api/enquiries/${number}/${kind}`, body, headers);
    await portal.expectStatus(await act(answered.number, 'reply', { message: '可以' }), 201);
    await portal.expectStatus(await act(marked.number, 'spam', { reason: 'machine' }), 204);
    const after = await figures();
    expect(after.total).toMatchObject({ overdue: before.total.overdue, within: before.total.within });
    expect(before.total.overdue).toBeGreaterThan(3);
    expect(after.excluded).toMatchObject({ undetermined: 3, pending: 0, spam: before.excluded.spam });
    const marks = after.spamReasons.map(({ cases }) => cases).reduce((sum, one) => sum + one);
    expect(marks).toBe(after.excluded.spam + after.excluded.spamLate);
    expect(await (await download()).recount()).toMatch(/every figure agrees/);
  });
});
