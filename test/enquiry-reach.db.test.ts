import { beforeAll, expect, it } from 'vitest';
import { shanghaiTime } from '../api/calendar/rules.ts';
import { remindOfEnquiries } from '../api/enquiries/remind.ts';
import type { EnquiryPage, EnteredCall } from '../api/enquiries/schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { asked, asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const hourMs = 3_600_000;

onBothDatabases('a case', (open) => {
  let portal: Publishing;
  let asker: ReturnType<typeof asking>;
  let city: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    asker = asking(portal);
    await portal.publish('E-1');
    city = await portal.person('publisher', { department: 'city-hotline' });
  });

  const statusFor = async (number: string, { headers }: SignedIn) =>
    (await portal.app.request(`/api/enquiries/${number}`, { headers })).status;
  const handOver = (number: string, department: string, key: object = {}) =>
    asker.post(
      `/api/enquiries/${number}/handover`,
      { department, reason: '属贵处' },
      { ...portal.publisher.headers, ...key },
    );

  it('of a department where nobody works is the city’s own to read, list and answer', async () => {
    const { number, link } = await asker.ask();
    expect(await statusFor(number, city)).toBe(404);
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    await portal.expectStatus(await handOver(number, 'lanxi', key), 204);
    // The answer was lost on its way: it is given again.
    await portal.expectStatus(await handOver(number, 'lanxi', key), 204);
    expect((await handOver(number, 'lanxi')).status).toBe(404);
    expect(await statusFor(number, portal.publisher)).toBe(404);
    expect(await statusFor(number, city)).toBe(200);
    const listed = await portal.app.request('/api/enquiries', { headers: city.headers });
    const { items, total } = (await listed.json()) as EnquiryPage;
    expect([items.map((item) => item.number), total]).toEqual([[number], 1]);
    const answered = await asker.post(
      `/api/enquiries/${number}/reply`,
      { message: '您好，由市里代为答复。' },
      city.headers,
    );
    await portal.expectStatus(answered, 201);
    expect((await asker.read(number, link)).entries.at(-1)).toMatchObject({ kind: 'answered' });
    // Somebody begins to work there: the case stays in reach of both.
    const lanxi = await portal.person('publisher', { department: 'lanxi' });
    expect(await statusFor(number, lanxi)).toBe(200);
    expect(await statusFor(number, city)).toBe(200);
  });

  it('that nobody answered until the head was told is open to the city, and to no third department', async () => {
    const { number } = await asker.ask();
    const yiwu = await portal.person('publisher', { department: 'yiwu' });
    portal.clock.forward(72 * hourMs);
    const { now } = portal.clock;
    await remindOfEnquiries({
      database: open(),
      city: portal.city,
      origin: () => 'http://127.0.0.1:8080',
      now,
    });
    const later = await portal.person('publisher', { department: 'city-hotline', at: now() });
    const third = await portal.person('publisher', { department: 'yiwu', at: now() });
    expect(await statusFor(number, later)).toBe(200);
    expect(await statusFor(number, third)).toBe(404);
    expect(yiwu.accountId).not.toBe(third.accountId);
  });

  it('takes no further word of staff, and gives no link, once it says no more who asked', async () => {
    const body = { ...asked, phone: '13800003301', email: 'once@supplier.test' };
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await portal.expectStatus(await asker.post('/api/enquiries', body, key), 201);
    const { number, link } = (await first.json()) as { number: string; link: string };
    const token = { 'Enquiry-Token': link.split('#t=')[1] ?? '' };
    await portal.expectStatus(await asker.post(`/api/enquiries/${number}/erase`, undefined, token), 201);
    const { headers } = await portal.person('publisher', { at: portal.clock.now() });
    for (const words of [{ message: '张三 13900001111' }, { message: '张三 13900001111', internal: true }])
      expect((await asker.post(`/api/enquiries/${number}/reply`, words, headers)).status).toBe(409);
    expect((await asker.post('/api/enquiries', body, key)).status).toBe(409);
    const rows = await open().sql<{ count: number }[]>`
      select count(*)::int as count from enquiry_message m join enquiry e on e.id = m.enquiry_id
      where e.number = ${number} and m.sealed is not null`;
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('shows its outcome to who asked, and the note beside it to colleagues alone', async () => {
    const { number, link } = await asker.ask({ phone: '13800003302', email: 'note@supplier.test' });
    const { headers } = await portal.person('publisher', { at: portal.clock.now() });
    await asker.post(`/api/enquiries/${number}/reply`, { message: '您好' }, headers);
    const note = { outcome: 'no-fit', reason: '资金不足，暂不跟进' };
    await portal.expectStatus(await asker.post(`/api/enquiries/${number}/close`, note, headers), 204);
    const closing = async (who: Record<string, string>) => (await asker.read(number, who)).entries.at(-1);
    expect(await closing(headers)).toMatchObject({ detail: 'no-fit', message: note.reason });
    expect(await closing(link)).toMatchObject({ kind: 'closed', detail: 'no-fit', message: null });
    // What was answered stays in the figures, also once it is over.
    const spam = await asker.post(`/api/enquiries/${number}/spam`, { reason: 'unrelated' }, headers);
    expect(spam.status).toBe(409);
  });

  it('tells colleagues alone who looked at a telephone, and for what', async () => {
    const { number, link } = await asker.ask({ phone: '13800003304', email: 'look@supplier.test' });
    const { headers } = await portal.person('publisher', { at: portal.clock.now() });
    await portal.expectStatus(
      await asker.post(`/api/enquiries/${number}/reveal`, { purpose: '回电' }, headers),
      200,
    );
    const kinds = async (who: Record<string, string>) =>
      (await asker.read(number, who)).entries.map(({ kind }) => kind);
    expect(await kinds(headers)).toContain('revealed');
    expect(await kinds(link)).not.toContain('revealed');
  });

  it('that waits again goes to the deputy when its officer is away, who is told of the further word', async () => {
    const admin = await portal.person('admin', { at: portal.clock.now() });
    const officer = await portal.person('publisher', { at: portal.clock.now() });
    const deputy = await portal.person('publisher', { at: portal.clock.now() });
    const officers = [officer, deputy].map(({ accountId }) => ({
      nameZh: '值班',
      nameEn: 'On duty',
      phone: '+86 579-0000 0001',
      account: accountId,
    }));
    await portal.expectStatus(
      await portal.send(admin, 'PATCH /api/admin/departments/wuyi', { officers, head: null }),
      200,
    );
    const { number, link } = await asker.ask({ phone: '13800003305', email: 'again@supplier.test' });
    await asker.post(`/api/enquiries/${number}/reply`, { message: '您好' }, officer.headers);
    const day = portal.clock.now().toISOString().slice(0, 10);
    const away = { accountId: officer.accountId, firstDay: day, lastDay: day };
    await portal.expectStatus(await portal.send(officer, 'POST /api/staff/absences', away), 201);
    await asker.post(`/api/enquiries/${number}/reply`, { message: '还有一个问题' }, link);
    expect((await asker.read(number, deputy.headers)).officer?.id).toBe(deputy.accountId);
    const told = await open().sql<{ recipient: string }[]>`
      select recipient from letter where cause = 'enquiry.follow-up' and subject like ${`%${number}%`}`;
    expect(told).toEqual([{ recipient: deputy.email }]);
  });

  it('names no account of who asked in the log', async () => {
    const investor = await portal.person('investor', { at: portal.clock.now() });
    const { number } = await asker.ask({ phone: '13800003303' }, investor.headers);
    await portal.expectStatus(
      await asker.post(`/api/enquiries/${number}/withdraw`, undefined, investor.headers),
      201,
    );
    const rows = await open().sql<{ action: string; accountId: string | null }[]>`
      select action, account_id as "accountId" from audit_entry where subject = ${`enquiry:${number}`} order by seq`;
    expect(rows).toEqual([
      { action: 'enquiry.receive', accountId: null },
      { action: 'enquiry.withdraw', accountId: null },
    ]);
  });

  it('that came by telephone counts from the call: not from one to come, nor from one of long ago', async () => {
    const { headers, accountId } = await portal.person('publisher', { at: portal.clock.now() });
    const call = { ...asked, phone: '13800003306' };
    const enter = (calledAt: Date) =>
      asker.post('/api/staff/enquiries', { ...call, calledAt: calledAt.toISOString() }, headers);
    const from = (minutes: number) => new Date(portal.clock.now().getTime() + minutes * 60_000);
    expect((await enter(from(30))).status).toBe(422);
    expect((await enter(from(-8 * 24 * 60))).status).toBe(422);
    const [called, at] = [from(-30), portal.clock.now()];
    const entered = await portal.expectStatus(await enter(called), 201);
    const { number, department } = (await entered.json()) as EnteredCall;
    expect(department).toMatchObject({ code: 'wuyi' });
    const listed = await portal.app.request('/api/enquiries', { headers });
    const { items } = (await listed.json()) as EnquiryPage;
    for (const told of [await asker.read(number, headers), items.find((item) => item.number === number)]) {
      expect([told?.clockFrom, told?.enteredBy?.id]).toEqual([shanghaiTime(called), accountId]);
      expect(Date.parse(told?.receivedAt ?? '')).toBeGreaterThanOrEqual(at.getTime());
    }
  });

  it('is asked by somebody with a name that can be seen', async () => {
    for (const company of ['\u200b', '\u202eabc', '——'])
      expect((await asker.post('/api/enquiries', { ...asked, company })).status).toBe(422);
  });

  it('has its page refused for a cursor beyond all time', async () => {
    const { headers } = await portal.person('publisher', { at: portal.clock.now() });
    for (const cursor of ['9999999999999999.1', '8640000000000000.1'])
      expect((await portal.app.request(`/api/enquiries?cursor=${cursor}`, { headers })).status).toBe(400);
  });
});
