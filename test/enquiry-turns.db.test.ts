import { beforeAll, expect, it } from 'vitest';
import { remindOfEnquiries } from '../api/enquiries/remind.ts';
import { ResponseTimes } from '../api/enquiries/response-schema.ts';
import { asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const hourMs = 3_600_000;

onBothDatabases('what is asked again', (open) => {
  let portal: Publishing;
  let asker: ReturnType<typeof asking>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    asker = asking(portal);
    await portal.publish('E-1');
  });

  const colleague = () => portal.person('publisher', { at: portal.clock.now() });
  const staffCase = async (number: string) => asker.read(number, (await colleague()).headers);
  const remind = () =>
    remindOfEnquiries({
      database: open(),
      city: portal.city,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    });

  it('is waited for from that word on where a case was closed with a question open, and reminded of', async () => {
    const { number, link } = await asker.ask();
    const say = async (headers: Record<string, string>) =>
      portal.expectStatus(
        await asker.post(`/api/enquiries/${number}/reply`, { message: '请看' }, headers),
        201,
      );
    await say((await colleague()).headers);
    await say(link);
    portal.clock.forward(7 * 24 * hourMs);
    await remind();
    const close = { outcome: 'other', reason: '电话里已说明' };
    const closing = await asker.post(`/api/enquiries/${number}/close`, close, (await colleague()).headers);
    await portal.expectStatus(closing, 204);
    const steps = async () =>
      (await staffCase(number)).entries.filter(({ kind }) => kind === 'reminded' || kind === 'escalated');
    expect(await steps()).toHaveLength(4);
    expect((await staffCase(number)).waitingSince).toBeNull();
    portal.clock.forward(7 * 24 * hourMs);
    await say(link);
    const asked = await staffCase(number);
    expect(asked.waitingSince).toBe(asked.entries.findLast(({ kind }) => kind === 'asked')?.at);
    await remind();
    expect(await steps()).toHaveLength(4);
    portal.clock.forward(7 * 24 * hourMs);
    await remind();
    expect((await steps()).slice(4).map(({ detail }) => detail?.split('/')[0])).toEqual([
      '240',
      '390',
      '480',
      '960',
    ]);
  });

  it('is what can be withdrawn: not what is no enquiry, nor more often than an hour takes words', async () => {
    const { number, link } = await asker.ask();
    const withdraw = async () => (await asker.post(`/api/enquiries/${number}/withdraw`, {}, link)).status;
    const mark = async (unmark: boolean) =>
      portal.expectStatus(
        await asker.post(
          `/api/enquiries/${number}/${unmark ? 'not-spam' : 'spam'}`,
          unmark ? undefined : { reason: 'machine' },
          (await colleague()).headers,
        ),
        204,
      );
    await mark(false);
    expect([await withdraw(), await withdraw()]).toEqual([409, 409]);
    expect((await staffCase(number)).entries.map(({ kind }) => kind)).not.toContain('withdrawn');
    await mark(true);
    expect([await withdraw(), await withdraw()]).toEqual([201, 409]);
    let status = 409;
    for (let index = 0; index < 60 && status === 409; index += 1) status = await withdraw();
    expect(status).toBe(429);
  });

  it('has the whole promise where the case was withdrawn before an answer', async () => {
    const figures = async () => {
      const times = ResponseTimes.parse(await (await portal.app.request('/api/response-times')).json());
      return { overdue: times.total.overdue, spamLate: times.excluded.spamLate };
    };
    const { number, link } = await asker.ask();
    await portal.expectStatus(await asker.post(`/api/enquiries/${number}/withdraw`, {}, link), 201);
    portal.clock.forward(7 * 24 * hourMs);
    const before = await figures();
    const again = { message: '还想再问一句' };
    await portal.expectStatus(await asker.post(`/api/enquiries/${number}/reply`, again, link), 201);
    await remind();
    const seen = await staffCase(number);
    expect(seen.entries.some(({ kind }) => kind === 'reminded' || kind === 'escalated')).toBe(false);
    expect(seen.clock.usedMinutes).toBe(0);
    expect(await figures()).toEqual(before);
    // Its own promise is missed like any other, and each step of it is taken.
    portal.clock.forward(7 * 24 * hourMs);
    await remind();
    expect((await staffCase(number)).entries.filter(({ kind }) => kind === 'escalated')).toHaveLength(2);
    expect(await figures()).toEqual({ ...before, overdue: before.overdue + 1 });
  });
});
