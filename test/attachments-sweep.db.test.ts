import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blobPath, openBlobs, type Blobs } from '../api/attachments/blobs.ts';
import { sweepAttachments } from '../api/attachments/sweep.ts';
import type { City } from '../api/city/pack.ts';
import { signedIn } from './support/accounts.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const [hourAgo, twoDaysAgo] = [new Date(now.getTime() - 3_600_000), new Date(now.getTime() - 2 * 86_400_000)];

onBothDatabases('what is left over of attachments', (open) => {
  let folder = '';
  let blobs: Blobs;
  let city: City;
  let author = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhaotu-sweep-'));
    blobs = openBlobs(folder);
    city = await readJinhua();
    await prepareCity(open(), city);
    author = (await signedIn(open(), 'publisher')).accountId;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function bytesOf(id: string, at: Date): Promise<void> {
    await blobs.write(id, Buffer.from('%PDF-'));
    await utimes(join(folder, blobPath(id)), at, at);
  }

  async function file(code: string, at = twoDaysAgo) {
    const id = randomUUID();
    await bytesOf(id, at);
    await open().sql`
      insert into attachment
        (id, code, department_code, file_name, media_type, bytes, sha256, uploaded_by, uploaded_at)
      values (${id}, ${code}, 'wuyi', 'a.pdf', 'application/pdf', 5, ${Buffer.alloc(32)}, ${author}, ${at})`;
    const said = { id, kind: 'other', title: 'a', visibility: 'staff' } as const;
    const is = {
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: 5,
      uploadedOn: '2026-11-20',
    } as const;
    return { ...said, ...is, sha256: '0'.repeat(64) };
  }

  const draftWith = async (code: string, attachments: object[], at: Date) =>
    await open().sql`
      insert into parcel_draft (code, department_code, content, created_at, updated_at)
      values (${code}, 'wuyi', ${JSON.stringify({ ...parcelDraft(code), attachments })}::text::jsonb, ${at}, ${at})`;

  async function sweepTwice(): Promise<string[]> {
    await sweepAttachments({ database: open(), blobs }, now);
    await sweepAttachments({ database: open(), blobs }, now);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  it('goes after a day, and nothing that a draft, a version or a batch still has', async () => {
    const [inDraft, inVersion, inBatch] = [await file('S-1'), await file('S-2'), await file('S-3')];
    await draftWith('S-1', [inDraft], twoDaysAgo);
    const published = { ...parcelDraft('S-2', { fields: { department: 'wuyi' } }), attachments: [inVersion] };
    expect((await commit(open(), [published], { pack: city.pack })).committed).toHaveLength(1);
    const rows = [{ before: { content: { attachments: [inBatch] } } }];
    await open().sql`
      insert into intake (department_code, file_names, rows, opened_by, opened_at)
      values ('wuyi', array['a.txt'], ${JSON.stringify(rows)}::text::jsonb, ${author}, ${twoDaysAgo})`;
    const [unused, justTaken, justUploaded] = [
      await file('S-4'),
      await file('S-5'),
      await file('S-6', hourAgo),
    ];
    await draftWith('S-5', [], hourAgo);
    const [orphan, underWay] = [randomUUID(), randomUUID()];
    await bytesOf(orphan, twoDaysAgo);
    await bytesOf(underWay, hourAgo);
    const half = join(folder, 'ab', `${randomUUID()}.part`);
    await mkdir(join(folder, 'ab'), { recursive: true });
    await writeFile(half, '%PD');
    await utimes(half, twoDaysAgo, twoDaysAgo);
    await writeFile(join(folder, '说明.txt'), 'not ours');
    await utimes(join(folder, '说明.txt'), twoDaysAgo, twoDaysAgo);
    const left = await sweepTwice();
    const kept = [inDraft, inVersion, inBatch, justTaken, justUploaded].map(({ id }) => id);
    expect(left.sort()).toEqual([...kept, underWay, '说明.txt'].sort());
    const known = await open().sql<{ id: string }[]>`select id from attachment`;
    expect(known.map(({ id }) => id).sort()).toEqual(kept.sort());
    expect(kept).not.toContain(unused.id);
  });
});
