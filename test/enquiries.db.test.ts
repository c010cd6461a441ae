import { beforeAll, expect, it } from 'vitest';
import type { EnquiryPage } from '../api/enquiries/schema.ts';
import { asked, asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Asking = ReturnType<typeof asking>;

onBothDatabases('an enquiry', (open) => {
  let portal: Publishing;
  let post: Asking['post'];
  let ask: Asking['ask'];
  let read: Asking['read'];

  beforeAll(async () => {
    portal = await openPublishing(open());
    ({ post, ask, read } = asking(portal));
    await portal.publish('E-1');
  });

  it('has a number, a department, a receipt and a clock the moment it is asked', async () => {
    const { number, link } = await ask();
    expect(number).toMatch(/^XP-2611-\d{4}$/);
    const own = await read(number, link);
    expect(own).toMatchObject({
      state: 'waiting',
      who: asked.company,
      department: { code: 'wuyi' },
      person: { phone: asked.phone, email: asked.email },
      parcels: [{ code: 'E-1', version: 1 }],
      clock: { phase: 'paused', usedMinutes: 0, dueAt: '2026-11-24T10:00:00+08:00' },
      // Asked on a Sunday.
      pauses: [{ to: null }],
    });
    expect(own.entries.map(({ kind }) => kind)).toEqual(['received', 'routed', 'acknowledged']);
    expect(own.entries[0]?.message).toBe(asked.message);
  });

  it('is taken under a code name with no way to answer but the link', async () => {
    const nobody = { company: undefined, contactName: undefined, phone: undefined, email: undefined };
    const { number, link } = await ask({ ...nobody, codename: '青山', parcelCodes: [] });
    expect(await read(number, link)).toMatchObject({ who: '青山', department: { code: 'city-hotline' } });
  });

  it('is answered by its department, and the first word of a person stops the clock', async () => {
    const { number, link } = await ask();
    const page = await portal.app.request('/api/enquiries', { headers: portal.publisher.headers });
    const { items } = (await page.json()) as EnquiryPage;
    expect(items.find((item) => item.number === number)).toMatchObject({
      who: asked.company,
      state: 'waiting',
    });
    const seen = await read(number, portal.publisher.headers);
    expect(seen.person).toMatchObject({ phone: '138****2217', email: 'l***@s***.test' });
    const note = { message: '014 北侧变电站 12 月投运', internal: true };
    expect((await post(`/api/enquiries/${number}/reply`, note, portal.publisher.headers)).status).toBe(201);
    expect((await read(number, link)).state).toBe('waiting');
    const answer = { message: '两宗相邻，取得方式只有公开招拍挂。' };
    const answered = await post(`/api/enquiries/${number}/reply`, answer, portal.publisher.headers);
    expect(answered.status).toBe(201);
    const own = await read(number, link);
    expect(own).toMatchObject({ state: 'answered', clock: { phase: 'stopped' } });
    expect(own.entries.at(-1)).toMatchObject({ kind: 'answered', message: answer.message });
    expect(JSON.stringify(own)).not.toContain(note.message);
  });

  it('asked twice with one key is one enquiry, and both answers carry a link that works', async () => {
    const headers = { 'Idempotency-Key': 'visitor-key-0001' };
    const first = await ask({}, headers);
    const second = await ask({}, headers);
    expect(second.number).toBe(first.number);
    await read(first.number, first.link);
    await read(first.number, second.link);
    const other = await post('/api/enquiries', { ...asked, message: '另一件事' }, headers);
    expect(other.status).toBe(422);
  });

  it('is nobody else’s: neither another department’s, nor another investor’s, nor another link’s', async () => {
    const { number } = await ask();
    const other = await ask();
    const yiwu = await portal.person('publisher', { department: 'yiwu' });
    const investor = await portal.person('investor');
    for (const headers of [other.link, yiwu.headers, investor.headers, portal.reviewer.headers]) {
      const response = await portal.app.request(`/api/enquiries/${number}`, { headers });
      const missing = await portal.app.request('/api/enquiries/XP-2611-9999', { headers });
      expect([response.status, await response.text()]).toEqual([404, await missing.text()]);
    }
  });

  it('asks whoever comes without link and session to sign in, and does not say whether there is such a case', async () => {
    const { number } = await ask();
    const there = await portal.app.request(`/api/enquiries/${number}`);
    const missing = await portal.app.request('/api/enquiries/XP-2611-9999');
    expect([there.status, await there.text()]).toEqual([401, await missing.text()]);
  });

  it('cannot be deleted or changed in its times, not even by the database’s own hand', async () => {
    const { number } = await ask();
    const { sql } = open();
    for (const change of [
      sql`delete from enquiry where number = ${number}`,
      sql`update enquiry set received_at = now() where number = ${number}`,
      sql`update enquiry_event set at = now()`,
      sql`delete from enquiry_event`,
      sql`truncate enquiry_event cascade`,
      sql`delete from enquiry_person`,
    ])
      await expect(change).rejects.toThrow();
  });
});
