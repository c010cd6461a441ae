import { beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import type { DraftEdits, ParcelHistory, StaffParcel } from '../api/drafts/schema.ts';
import type { Parcel } from '../api/parcels/schema.ts';
import { addFile, sendFile } from './support/attachments.ts';
import { plainPdf } from './support/attachment-files.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('an attachment', (open) => {
  let portal: Publishing;

  beforeAll(async () => {
    portal = await openPublishing(open());
  });

  const read = async (path: string, headers: Record<string, string> = {}) =>
    await portal.app.request(path, { headers });
  const fileOf = (id: string, headers?: Record<string, string>) => read(`/api/attachments/${id}`, headers);
  const recordOf = async (code: string, query = '') =>
    (await (await read(`/api/parcels/${code}${query}`)).json()) as Parcel;
  const staffParcel = async (code: string) =>
    (await (await read(`/api/staff/parcels/${code}`, portal.publisher.headers)).json()) as StaffParcel;

  it('is a part of the draft, and nobody outside sees it before it is published', async () => {
    await portal.draft('A-1');
    const { attachment, revision } = await addFile(portal, 'A-1', { fileName: '..\\x/现场 1.jpg' });
    expect(attachment).toMatchObject({ kind: 'site-photograph', title: '现场 1', fileName: '现场 1.jpg' });
    expect(revision).toBe(2);
    expect((await staffParcel('A-1')).draft?.content.attachments).toEqual([attachment]);
    const visitor = await fileOf(attachment.id);
    const nothing = await fileOf('00000000-0000-4000-8000-000000000000');
    expect([visitor.status, await visitor.text()]).toEqual([404, await nothing.text()]);
    const own = await fileOf(attachment.id, portal.publisher.headers);
    expect(own.status).toBe(200);
    expect(own.headers.get('Cache-Control')).toBe('private, no-store');
    const other = await portal.person('publisher', { department: 'yiwu' });
    expect((await fileOf(attachment.id, other.headers)).status).toBe(404);
    expect((await fileOf(attachment.id, portal.reviewer.headers)).status).toBe(200);
    for (const role of ['investor', 'host', 'auditor', 'admin'] as const) {
      const { headers } = await portal.person(role);
      expect((await fileOf(attachment.id, headers)).status).toBe(404);
    }
  });

  it('goes out as a file to be saved, never as a page of this site', async () => {
    await portal.draft('A-2');
    const { attachment } = await addFile(portal, 'A-2', {
      bytes: await plainPdf(),
      fileName: "条件 (终稿)'.html",
    });
    await portal.submit('A-2');
    await portal.approve('A-2');
    const response = await fileOf(attachment.id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''%E6%9D%A1%E4%BB%B6%20%28%E7%BB%88%E7%A8%BF%29%27.html.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, no-cache',
      etag: `"${attachment.sha256}"`,
    });
    expect(Buffer.from(await response.arrayBuffer())).toHaveLength(attachment.bytes);
    expect((await fileOf(attachment.id, { 'If-None-Match': `"${attachment.sha256}"` })).status).toBe(304);
  });

  it('is seen by the public where it says so, and only then', async () => {
    await portal.draft('A-3');
    const shown = (await addFile(portal, 'A-3')).attachment;
    const kept = (await addFile(portal, 'A-3', { ifMatch: 2, fields: { visibility: 'staff' } })).attachment;
    await portal.submit('A-3');
    await portal.approve('A-3');
    const record = await recordOf('A-3');
    const { id, kind, title, fileName, mediaType, bytes, uploadedOn } = shown;
    expect(record.attachments).toEqual([{ id, kind, title, fileName, mediaType, bytes, uploadedOn }]);
    expect(JSON.stringify(record)).not.toContain(kept.id);
    expect((await fileOf(shown.id)).status).toBe(200);
    expect((await fileOf(kept.id)).status).toBe(404);
    expect((await fileOf(kept.id, portal.publisher.headers)).status).toBe(200);
  });

  it('changes what the public sees through review alone; the past keeps its files', async () => {
    await portal.draft('A-4');
    const { attachment } = await addFile(portal, 'A-4');
    await portal.submit('A-4');
    await portal.approve('A-4');
    const whilePublic = portal.clock.now().toISOString();
    const { id, kind, title } = attachment;
    const hide = { attachments: [{ id, kind, title, visibility: 'staff' }] };
    await portal.expectStatus(await portal.send(portal.publisher, 'PATCH /api/parcels/A-4 "1"', hide), 200);
    expect((await fileOf(id)).status).toBe(200);
    const { differences } = (await staffParcel('A-4')).draft ?? {};
    expect(differences).toMatchObject([{ path: `attachments.${id}`, competence: 'terms' }]);
    const edits = (await (
      await read('/api/staff/parcels/A-4/changes', portal.publisher.headers)
    ).json()) as DraftEdits;
    expect(edits.items.at(-1)?.differences[0]).toMatchObject({ after: { visibility: 'staff', title } });
    await portal.submit('A-4');
    await portal.approve('A-4');
    expect((await fileOf(id)).status).toBe(404);
    expect((await recordOf('A-4')).attachments).toEqual([]);
    const asOf = `?asOf=${encodeURIComponent(whilePublic)}`;
    expect((await recordOf('A-4', asOf)).attachments).toMatchObject([{ id }]);
    expect((await read(`/api/attachments/${id}${asOf}`)).status).toBe(200);
    const history = (await (
      await read('/api/staff/parcels/A-4/history', portal.publisher.headers)
    ).json()) as ParcelHistory;
    const published = history.items.filter((entry) => entry.kind === 'published');
    expect(published[0]?.differences.map(({ path }) => path)).toEqual([`attachments.${id}`]);
  });

  it('is gone at once with its parcel, from past instants too where it was recalled', async () => {
    const gone = { recall: { cause: 'secrecy', reason: '试' }, withdraw: { reason: '试' } };
    for (const [act, body] of Object.entries(gone)) {
      const code = `A-5-${act}`;
      await portal.draft(code);
      const { attachment } = await addFile(portal, code);
      await portal.submit(code);
      await portal.approve(code);
      const asOf = `?asOf=${encodeURIComponent(portal.clock.now().toISOString())}`;
      const cached = { 'If-None-Match': `"${attachment.sha256}"` };
      expect((await fileOf(attachment.id, cached)).status).toBe(304);
      const done = await portal.send(portal.reviewer, `POST /api/parcels/${code}/${act}`, body);
      expect([200, 204]).toContain(done.status);
      expect((await fileOf(attachment.id, cached)).status).toBe(410);
      expect((await read(`/api/parcels/${code}`)).status).toBe(410);
      const past = await read(`/api/attachments/${attachment.id}${asOf}`);
      expect(past.status).toBe(act === 'recall' ? 410 : 200);
      expect((await fileOf(attachment.id, portal.reviewer.headers)).status).toBe(200);
    }
  });

  it('is written by its own department, on the revision it saw, and not while others decide', async () => {
    await portal.draft('A-6');
    const other = await portal.person('publisher', { department: 'yiwu' });
    const foreign = await sendFile(portal, 'A-6', { who: other });
    const missing = await sendFile(portal, 'A-404', { who: other });
    expect([foreign.status, await foreign.text()]).toEqual([404, await missing.text()]);
    expect((await sendFile(portal, 'A-6', { who: portal.reviewer })).status).toBe(403);
    expect((await sendFile(portal, 'A-6', { ifMatch: 7 })).status).toBe(412);
    await portal.submit('A-6');
    expect((await sendFile(portal, 'A-6')).status).toBe(409);
    expect((await staffParcel('A-6')).draft?.content.attachments).toBeUndefined();
  });

  it('is no other parcel’s to take', async () => {
    await portal.draft('A-7');
    await portal.draft('A-8');
    const { attachment } = await addFile(portal, 'A-7');
    const { id, kind, title, visibility } = attachment;
    const taken = await portal.send(portal.publisher, 'PATCH /api/parcels/A-8 "1"', {
      attachments: [{ id, kind, title, visibility }],
    });
    expect(taken.status).toBe(422);
  });

  it('is sent again with its key without being there twice', async () => {
    await portal.draft('A-9');
    const headers = { 'Idempotency-Key': 'attachment-9-once' };
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const first = await addFile(portal, 'A-9', { headers, bytes, fileName: 'a.png' });
    const again = await addFile(portal, 'A-9', { headers, bytes, fileName: 'a.png' });
    expect(again).toEqual(first);
    expect((await staffParcel('A-9')).draft?.content.attachments).toHaveLength(1);
    const other = await sendFile(portal, 'A-9', { headers, bytes, fileName: 'b.png' });
    expect(other.status).toBe(422);
  });

  it('stands in the log by its number and kind, without a word of it', async () => {
    await portal.draft('A-10');
    const fields = { title: '镧铈镨钕' };
    const { attachment } = await addFile(portal, 'A-10', { fields });
    const rows = await open().sql<{ action: string; details: string }[]>`
      select action, details::text as details from audit_entry where subject = 'parcel:A-10' order by seq`;
    expect(rows.map(({ action }) => action)).toEqual(['draft.create', 'draft.change', 'attachment.add']);
    expect(rows.at(-1)?.details).toContain(attachment.id);
    expect(JSON.stringify(rows)).not.toMatch(/镧铈镨钕|现场/);
  });
});
