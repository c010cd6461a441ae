import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBlobs } from '../../api/attachments/blobs.ts';
import { appendAudit } from '../../api/audit/store.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { loadDemonstrationEvent } from '../../api/demonstration/event.ts';
import { loadDemonstration } from '../../api/demonstration/load.ts';
import type { Env } from '../../api/env.ts';
import { insertEvent } from '../../api/events/event-store.ts';
import { writeLetter } from '../../api/letters/store.ts';
import { openPortal } from '../../api/portal.ts';
import { signedIn } from './accounts.ts';
import { plainPdf } from './attachment-files.ts';
import { commit, parcelDraft } from './parcels.ts';

/** What texts may hold that a file of lines or a list of values could trip over. */
const hostileText = 'ab\n"c"\\d\t{e},NULL\u2028\u0007半 𠮷 \\x00 \'; drop table parcel --';

/** An installation with everything that its tables refuse to take a second time: published, reviewed, recalled, logged. */
export async function fillInstallation(env: Env): Promise<void> {
  const portal = await openPortal(env, { join: true });
  const { database, city } = portal;
  await loadDemonstration(database, {
    city,
    env: { ...env, demo: true },
    now: new Date('2026-11-22T02:00:00Z'),
  });
  await loadDemonstrationEvent(database, { city, env, now: new Date('2026-11-22T02:00:00Z') });
  const publisher = await signedIn(database, 'publisher');
  const reviewer = await signedIn(database, 'reviewer');
  await database.transaction(async (tx) => {
    await writeReview(tx, { publisher: publisher.accountId, reviewer: reviewer.accountId });
    await writeLetter(tx, {
      recipient: 'a@example.test',
      subject: '主题',
      body: hostileText,
      cause: 'account.reset',
    });
    await appendAudit(
      tx,
      Array.from({ length: 5 }, (_, index) => ({
        actor: { accountId: reviewer.accountId, role: 'reviewer' },
        action: 'parcel.publish',
        subject: `parcel:JK-${index}`,
        details: { text: hostileText, number: 0.1 + 0.2 },
        at: new Date('2026-11-22T02:00:00.123Z'),
      })),
    );
    const at = new Date('2026-11-22T02:00:00Z');
    const title = { zh: '云招商', en: 'Cloud event' };
    const event = { slug: 'backed-up', title, startsAt: at, isAnnounced: true };
    await insertEvent(tx, { ...event, accountId: publisher.accountId, at });
  });
  await leaveGap(database);
  await writeAttachments(env.dataDir);
  await publishWithFile({ database, city, env }, publisher.accountId);
  await database.close();
}

type People = { publisher: number; reviewer: number };

/** A review by somebody who is no reviewer any more, and whose submission is settled: it could not be written anew today. */
async function writeReview(tx: Parameters<typeof appendAudit>[0], { publisher, reviewer }: People) {
  const at = new Date('2026-11-22T02:00:00Z');
  const [submission] = await tx<{ id: number }[]>`
    insert into submission (code, revision, content, department_code, submitted_by, submitted_at, note, findings, needs)
    values ('NEW-1', 1, ${tx.json({ text: hostileText })}, 'wuyi', ${publisher}, ${at}, ${hostileText}, '[]', ${['land']})
    returning id`;
  const id = submission?.id ?? 0;
  await tx`insert into submission_author (submission_id, account_id, department_code) values (${id}, ${publisher}, 'wuyi')`;
  await tx`
    insert into review (submission_id, competence, outcome, reasons, decided_by, decided_at)
    values (${id}, 'land', 'returned', '[{"path":"name","reason":"x"}]', ${reviewer}, ${at})`;
  await tx`update submission set state = 'returned', decided_at = ${at} where id = ${id}`;
  await tx`update account set role = 'auditor', competences = '{}' where id = ${reviewer}`;
  await tx`
    insert into recall (parcel_id, cause, reason, recalled_by, recalled_at)
    select min(id), 'secrecy', ${hostileText}, ${reviewer}, ${at} from parcel`;
}

/** Numbers that were given and are gone must not be given again. */
async function leaveGap(database: Database): Promise<void> {
  const { accountId } = await signedIn(database, 'host');
  await database.sql`delete from session where account_id = ${accountId}`;
  await database.sql`delete from account where id = ${accountId}`;
}

async function writeAttachments(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'blobs', 'ab');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'large'), Buffer.alloc(500_000, 'zhaotu'));
  await writeFile(join(folder, '附件 1.pdf'), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  await writeFile(join(dataDir, 'blobs', 'empty'), '');
}

export const attachmentId = '5f0c2f0e-51b7-4b0e-9c39-3e1b5c1c7a01';

/** A parcel that has a file, as an upload leaves it. */
async function publishWithFile(
  { database, city, env }: { database: Database; city: City; env: Env },
  publisher: number,
): Promise<void> {
  const bytes = await plainPdf();
  const digest = createHash('sha256').update(bytes).digest();
  await openBlobs(env.blobDir).write(attachmentId, bytes);
  await database.sql`
    insert into attachment
      (id, code, department_code, file_name, media_type, bytes, sha256, uploaded_by, uploaded_at)
    values (${attachmentId}, 'FILE-1', 'wuyi', '条件.pdf', 'application/pdf', ${bytes.length}, ${digest}, ${publisher},
      '2026-11-22T02:00:00Z')`;
  const attachment = {
    id: attachmentId,
    kind: 'planning-conditions',
    title: '条件',
    visibility: 'public',
    fileName: '条件.pdf',
    mediaType: 'application/pdf',
    bytes: bytes.length,
    sha256: digest.toString('hex'),
    uploadedOn: '2026-11-22',
  } as const;
  const draft = { ...parcelDraft('FILE-1', { fields: { department: 'wuyi' } }), attachments: [attachment] };
  const { findings, committed } = await commit(database, [draft], { pack: city.pack });
  if (committed.length === 0) throw new Error(JSON.stringify(findings));
}
