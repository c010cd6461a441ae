import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf, type Counted } from '../api/enquiries/response-rules.ts';
import type { ResponseTimes } from '../api/enquiries/response-schema.ts';
import { appendEvent, insertEnquiry, insertParcels } from '../api/enquiries/enquiry-store.ts';
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
    for (let index = 0; index < 90; index += 1) await addCase(index, at);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function addCase(index: number, at: number) {
    const ageMs = ((index * 7919) % 320) * 86_400_000 + ((index * 104_729) % 86_400) * 1000;
    const clockFrom = new Date(at - (index % 9 === 0 ? ((index * 7919) % 20) * 1_800_000 : ageMs) - 7);
    const waitMs = ((index * 15_485_863) % 200_000) * 1000 + 3;
    await open().transaction(async (tx) => {
      const base = { channel: 'web', enteredBy: null, isCodenamed: true, locale: 'zh-CN' } as const;
      const { id } = await insertEnquiry(tx, { ...base, receivedAt: clockFrom, clockFrom });
      if (index % 3 === 0) await insertParcels(tx, id, [{ code: 'R-1', version: 1 }]);
      await tx`
        insert into enquiry_person (enquiry_id, sealed, consent_version, consented_at)
        values (${id}, ${Buffer.from('sealed')}, 'enquiry-1', ${clockFrom})`;
      await appendEvent(tx, id, { kind: 'received', at: clockFrom });
      const holder = { department: ['wuyi', 'yiwu', 'lanxi'][index % 3] ?? 'wuyi', officerId: null };
      await appendEvent(tx, id, { kind: 'routed', holder, detail: 'nobody', at: clockFrom });
      const later = new Date(Math.min(clockFrom.getTime() + waitMs, at));
      const { accountId } = portal.publisher;
      if (index % 13 === 5)
        await appendEvent(tx, id, { kind: 'spam', accountId, detail: 'advertising', at: later });
      else if (index % 13 === 7) await appendEvent(tx, id, { kind: 'withdrawn', at: later });
      else if (index % 9 !== 0 && index % 11 !== 3)
        await appendEvent(tx, id, { kind: 'answered', accountId, at: later });
    });
  }

  const read = async (path: string) => {
    const response = await portal.app.request(path);
    expect(response.status).toBe(200);
    return response.text();
  };

  it('equal what an independent program counts from the public cases', async () => {
    const [figures, cases] = [await read('/api/response-times'), await read('/api/response-times.csv')];
    const files = [join(folder, 'cases.csv'), join(folder, 'figures.json')] as const;
    await writeFile(files[0], cases);
    await writeFile(files[1], figures);
    const script = 'scripts/recompute-response-times.mjs';
    const { stdout } = await runFile(process.execPath, [script, ...files]);
    expect(stdout).toBe('90 cases, every figure agrees\n');
    const { total, excluded } = JSON.parse(figures) as ResponseTimes;
    for (const count of [total.within, total.late, total.overdue, excluded.spam, excluded.withdrawn])
      expect(count).toBeGreaterThan(0);
    // Proved able to disagree: one case fewer is noticed.
    await writeFile(files[0], cases.replace(/\r\n[^\r\n]*answered[^\r\n]*\r\n/, '\r\n'));
    await expect(runFile(process.execPath, [script, ...files])).rejects.toThrow(/disagree|total/);
  });

  it('move when a case is answered, at once', async () => {
    const before = JSON.parse(await read('/api/response-times')) as ResponseTimes;
    await addCase(1, portal.clock.now().getTime());
    const after = JSON.parse(await read('/api/response-times')) as ResponseTimes;
    expect(after.total.cases).toBe(before.total.cases + 1);
  });
});
