import { unzipSync, strFromU8 } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { sweepAttachments } from '../api/attachments/sweep.ts';
import { sweepEnquiries } from '../api/enquiries/erase.ts';
import type { Enquiry } from '../api/enquiries/schema.ts';
import { plainPdf } from './support/attachment-files.ts';
import { asked, asking } from './support/enquiries.ts';
import { testBlobs } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const yearMs = 365 * 86_400_000;

onBothDatabases('what is kept of who asked', (open) => {
  let portal: Publishing;
  let asker: ReturnType<typeof asking>;

  let pdf: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    // Once: each writes the time into it.
    pdf = new Uint8Array(await plainPdf());
    portal = await openPublishing(open());
    asker = asking(portal);
    await portal.publish('E-1');
  });

  async function send(number: string, headers: Record<string, string>, name = '项目简介.pdf') {
    const form = new FormData();
    form.set('file', new File([pdf], name, { type: 'application/pdf' }));
    return portal.app.request(`/api/enquiries/${number}/files`, { method: 'POST', headers, body: form });
  }
  const download = (number: string, id: string, headers: Record<string, string>) =>
    portal.app.request(`/api/enquiries/${number}/files/${id}`, { headers });
  const isThere = (id: string) =>
    testBlobs.open(id).then(
      async (file) => (await file.close(), true),
      () => false,
    );

  it('takes files of who asked, which his officer reads and nobody else', async () => {
    const { number, link } = await asker.ask();
    const response = await send(number, link);
    expect(response.status).toBe(201);
    const { entries } = (await response.json()) as Enquiry;
    const file = entries.at(-1)?.files[0];
    expect(file).toMatchObject({ name: '项目简介.pdf', mediaType: 'application/pdf' });
    const id = file?.id ?? '';
    const bytes = await download(number, id, portal.publisher.headers);
    expect(bytes.status).toBe(200);
    expect(bytes.headers.get('Content-Disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(bytes.headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'");
    const other = await asker.ask();
    const yiwu = await portal.person('publisher', { department: 'yiwu' });
    for (const headers of [other.link, yiwu.headers])
      expect((await download(number, id, headers)).status).toBe(404);
    expect((await download(number, id, {})).status).toBe(401);
    // By another case's number it is not found either.
    expect((await download(other.number, id, other.link)).status).toBe(404);
  });

  it('takes a file once that is sent twice with one key', async () => {
    const { number, link } = await asker.ask();
    const headers = { ...link, 'Idempotency-Key': 'file-key-0001' };
    expect([(await send(number, headers)).status, (await send(number, headers)).status]).toEqual([201, 201]);
    const { entries } = await asker.read(number, link);
    expect(entries.flatMap(({ files }) => files)).toHaveLength(1);
    expect((await send(number, headers, '另一份.pdf')).status).toBe(422);
  });

  it('speaks for who asked when it comes by his link, also from a desk where a colleague is signed in', async () => {
    const { number, link } = await asker.ask();
    const headers = { ...portal.publisher.headers, ...link };
    await asker.post(`/api/enquiries/${number}/reply`, { message: '代企业写' }, headers);
    expect((await asker.read(number, link)).entries.at(-1)?.kind).toBe('asked');
  });

  it('refuses what is no such file, and keeps nothing of it', async () => {
    const { number, link } = await asker.ask();
    const form = new FormData();
    form.set('file', new File(['<script>alert(1)</script>'], '报告.pdf', { type: 'application/pdf' }));
    const refused = await portal.app.request(`/api/enquiries/${number}/files`, {
      method: 'POST',
      headers: link,
      body: form,
    });
    expect(refused.status).toBe(422);
    expect((await asker.read(number, link)).entries.flatMap(({ files }) => files)).toEqual([]);
  });

  it('does not lose a file to the sweep of attachments', async () => {
    const { number, link } = await asker.ask();
    const { entries } = (await (await send(number, link)).json()) as Enquiry;
    const id = entries.at(-1)?.files[0]?.id ?? '';
    await sweepAttachments({ database: open(), blobs: testBlobs }, new Date(Date.now() + yearMs));
    expect(await isThere(id)).toBe(true);
  });

  it('goes to who asked as one archive', async () => {
    const { number, link } = await asker.ask();
    await send(number, link);
    const response = await asker.post(`/api/enquiries/${number}/data`, undefined, link);
    expect(response.status).toBe(200);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const whole = JSON.parse(strFromU8(files['enquiry.json'] ?? new Uint8Array())) as Enquiry;
    expect(whole).toMatchObject({ number, person: { phone: asked.phone, email: asked.email } });
    expect(Object.keys(files).filter((name) => name.endsWith('项目简介.pdf'))).toHaveLength(1);
    expect(
      (await asker.post(`/api/enquiries/${number}/data`, undefined, portal.publisher.headers)).status,
    ).toBe(404);
  });

  it('is erased at his word: nothing of it is left but number and times', async () => {
    const { number, link } = await asker.ask({ company: '待清除企业', message: '清除我写过的话' });
    const { entries } = (await (await send(number, link)).json()) as Enquiry;
    const id = entries.at(-1)?.files[0]?.id ?? '';
    const before = await asker.read(number, link);
    expect((await asker.post(`/api/enquiries/${number}/erase`, undefined, link)).status).toBe(201);
    expect((await portal.app.request(`/api/enquiries/${number}`, { headers: link })).status).toBe(404);
    expect(await isThere(id)).toBe(false);
    const left = await asker.read(number, portal.publisher.headers);
    expect(left).toMatchObject({ state: 'withdrawn', who: null, receivedAt: before.receivedAt });
    expect(Object.values({ ...left.person, erasedAt: null })).toEqual([null, null, null, null, null, null]);
    expect(left.entries.map(({ message }) => message).filter((words) => words !== null)).toEqual([]);
    expect(left.entries.map(({ kind }) => kind).slice(-2)).toEqual(['withdrawn', 'erased']);
    const [row] = await open().sql<{ letters: number; links: number }[]>`
      select (select count(*)::int from letter l where l.enquiry_id = e.id and l.sealed is not null) as letters,
        (select count(*)::int from enquiry_link k where k.enquiry_id = e.id) as links
      from enquiry e where e.number = ${number}`;
    expect(row).toEqual({ letters: 0, links: 0 });
  });

  it('is erased once, and whoever sends it again because the answer was lost hears the same', async () => {
    const contact = { phone: '13700000001', email: 'erasing@supplier.test' };
    const { number, link } = await asker.ask(contact);
    const headers = { ...link, 'Idempotency-Key': `erase-${number}` };
    const erase = (over = {}) =>
      asker.post(`/api/enquiries/${number}/erase`, undefined, { ...headers, ...over });
    const first = await erase();
    const again = await erase();
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    const other = await asker.ask(contact);
    for (const over of [{ 'Idempotency-Key': 'another-key' }, other.link, { 'Enquiry-Token': '' }])
      expect((await erase(over)).status).toBe(404);
    const { entries } = await asker.read(number, portal.publisher.headers);
    expect(entries.filter(({ kind }) => kind === 'erased')).toHaveLength(1);
  });

  it('is erased by itself two years after it ended, and never while it waits for an answer', async () => {
    const [ended, waiting] = [await asker.ask(), await asker.ask()];
    await asker.post(`/api/enquiries/${ended.number}/withdraw`, undefined, ended.link);
    const now = portal.clock.now().getTime();
    const parts = { database: open(), blobs: testBlobs };
    await sweepEnquiries(parts, new Date(now + 1.9 * yearMs));
    expect((await asker.read(ended.number, portal.publisher.headers)).who).toBe(asked.company);
    await sweepEnquiries(parts, new Date(now + 2.1 * yearMs));
    expect((await asker.read(ended.number, portal.publisher.headers)).who).toBeNull();
    expect((await asker.read(waiting.number, portal.publisher.headers)).who).toBe(asked.company);
  });

  it('stands in the database in no readable form', async () => {
    const canary = {
      company: '金丝雀企业',
      contactName: '金丝雀',
      phone: '13912345678',
      email: 'canary@bird.test',
    };
    const { number, link } = await asker.ask({ ...canary, message: '金丝雀的话 13912345678' });
    await asker.post(`/api/enquiries/${number}/reply`, { message: '再问一句，金丝雀' }, link);
    await asker.post(`/api/enquiries/${number}/reveal`, { purpose: '回电' }, portal.publisher.headers);
    // Bytes are written in hexadecimal.
    const words = ['金丝雀', '13912345678', 'canary'];
    const traces = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]);
    const tables = await open().sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
    for (const { name } of tables) {
      const rows = await open().sql<{ row: string }[]>`select t::text as row from ${open().sql(name)} t`;
      expect(
        rows.filter(({ row }) => traces.some((trace) => row.includes(trace))),
        name,
      ).toEqual([]);
    }
  });
});
