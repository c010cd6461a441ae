import { randomUUID } from 'node:crypto';
import type { Attachment } from '../../api/attachments/schema.ts';
import type { Database, Tx } from '../../api/db/database.ts';
import { insertAbsence } from '../../api/duty/absence-store.ts';
import { appendEvent, insertEnquiry } from '../../api/enquiries/enquiry-store.ts';
import { insertEvent } from '../../api/events/event-store.ts';
import { insertFile } from '../../api/enquiries/file-store.ts';
import { insertMessage, insertPerson } from '../../api/enquiries/person-store.ts';
import type { StoredRow } from '../../api/intakes/stored-row.ts';
import type { City } from '../../api/city/pack.ts';
import { insertDraftAgreement, insertThread, offerOne } from './matrix-agreements.ts';
import { commit, parcelDraft } from './parcels.ts';
import { signedIn } from './accounts.ts';
import { testAccounts, testBlobs } from './portal.ts';

/** What path parameters name; each made straight in the database, so that a cell does not depend on other routes. */
export type ResourceKind =
  | 'draft'
  | 'submitted'
  | 'published'
  | 'recalled'
  | 'submission'
  | 'intake'
  | 'account'
  | 'department'
  | 'attachment'
  | 'hidden-attachment'
  | 'absence'
  | 'enquiry'
  | 'enquiry-file'
  | 'agreement'
  | 'project'
  | 'project-stage'
  | 'template'
  | 'event'
  | 'unannounced-event'
  | 'rehearsal';

/** An enquiry of nobody known that a department has. */
export async function insertAsked(tx: Tx, { department, at }: { department: string; at: Date }) {
  const secrets = testAccounts().secrets;
  const asked = {
    channel: 'web',
    clockFrom: at,
    enteredBy: null,
    isCodenamed: true,
    locale: 'zh-CN',
  } as const;
  const { id, number } = await insertEnquiry(tx, { ...asked, receivedAt: at });
  const nobody = { company: null, contactName: null, codename: '青山', phone: null, email: null };
  const consented = { version: 'enquiry-1', at };
  await insertPerson(tx, { enquiryId: id, accountId: null, person: nobody, consented }, secrets);
  const seq = await appendEvent(tx, id, { kind: 'received', at });
  await insertMessage(tx, { enquiryId: id, seq, words: '试验' }, secrets);
  await appendEvent(tx, id, {
    kind: 'routed',
    holder: { department, officerId: null },
    detail: 'nobody',
    at,
  });
  return { id, number };
}

/** A file of such an enquiry; the end of its address. */
async function insertSent(tx: Tx, { department, at }: { department: string; at: Date }): Promise<string> {
  const { id, number } = await insertAsked(tx, { department, at });
  const file = { id: randomUUID(), enquiryId: id, name: 'a.pdf', mediaType: 'application/pdf' } as const;
  await testBlobs.write(file.id, Buffer.from('%PDF-'));
  const seq = await appendEvent(tx, id, { kind: 'filed', at });
  await insertFile(tx, { ...file, seq, bytes: 5, sha256: Buffer.alloc(32) }, testAccounts().secrets);
  return `${number}/files/${file.id}`;
}

export type ResourceSource = { database: Database; city: City; at: Date };

/** A new one of its kind that belongs to a department; what its path parameter is. */
export async function makeResource(
  kind: ResourceKind,
  department: string,
  source: ResourceSource,
): Promise<string> {
  const { database, at } = source;
  if (kind === 'account')
    return String((await signedIn(database, 'publisher', { department, at })).accountId);
  if (kind === 'department') return department;
  if (kind === 'enquiry')
    return (await database.transaction((tx) => insertAsked(tx, { department, at }))).number;
  if (kind === 'event' || kind === 'unannounced-event' || kind === 'rehearsal')
    return await makeEvent(kind, source);
  if (kind === 'template') return await database.transaction((tx) => offerOne(tx, at));
  if (kind === 'enquiry-file') return await database.transaction((tx) => insertSent(tx, { department, at }));
  const author = (await signedIn(database, 'publisher', { department, at })).accountId;
  if (kind === 'project' || kind === 'project-stage')
    return await database.transaction((tx) => insertThread(tx, { department, author, at }, kind));
  if (kind === 'agreement')
    return await database.transaction((tx) => insertDraftAgreement(tx, { department, author, at }));
  if (kind === 'absence') {
    const absence = { accountId: author, firstDay: '2026-11-22', lastDay: '2026-11-23' };
    return String(await database.transaction((tx) => insertAbsence(tx, absence, { by: author, at })));
  }
  const own = { department, author, at };
  if (kind === 'attachment' || kind === 'hidden-attachment') return await makeFile(kind, own, source);
  if (kind === 'intake') return await database.transaction((tx) => insertIntake(tx, own));
  const code = nextCode();
  if (kind === 'published' || kind === 'recalled') {
    await publish({ code, department }, source);
    if (kind === 'recalled') await recall(code, source);
    return code;
  }
  return await database.transaction(async (tx) => {
    await insertDraft(tx, { code, ...own });
    return kind === 'draft' ? code : await insertSubmission(tx, { code, kind, ...own });
  });
}

async function makeEvent(
  kind: 'event' | 'unannounced-event' | 'rehearsal',
  { database, at }: ResourceSource,
): Promise<string> {
  const { accountId } = await signedIn(database, 'host', { at });
  const slug = `event-${(made += 1)}`;
  const title = { zh: '云招商', en: 'Event' };
  const event = { title, startsAt: at, isAnnounced: kind === 'event', accountId, at };
  const id = await database.transaction((tx) => insertEvent(tx, { ...event, slug }));
  if (kind !== 'rehearsal' || id === null) return slug;
  const rehearsal = { ...event, slug: `${slug}-rehearsal-1`, rehearsalOf: id };
  await database.transaction((tx) => insertEvent(tx, rehearsal));
  return rehearsal.slug;
}

let made = 0;

function nextCode(): string {
  made += 1;
  return `JZ-${made}`;
}

type Own = { department: string; author: number; at: Date };

type Published = { code: string; department: string; attachments?: Attachment[] };

async function publish(
  { code, department, attachments = [] }: Published,
  { database, city }: ResourceSource,
): Promise<void> {
  const outcome = await commit(
    database,
    [{ ...parcelDraft(code, { fields: { department } }), attachments }],
    {
      pack: city.pack,
    },
  );
  if (outcome.committed.length === 0) throw new Error(JSON.stringify(outcome.findings));
}

/** A file that the public sees, or one that only a draft has. */
async function makeFile(
  kind: 'attachment' | 'hidden-attachment',
  { department, author, at }: Own,
  source: ResourceSource,
): Promise<string> {
  const [id, code] = [randomUUID(), nextCode()];
  await testBlobs.write(id, Buffer.from('%PDF-'));
  await source.database.sql`
    insert into attachment
      (id, code, department_code, file_name, media_type, bytes, sha256, uploaded_by, uploaded_at)
    values (${id}, ${code}, ${department}, 'a.pdf', 'application/pdf', 5, ${Buffer.alloc(32)}, ${author}, ${at})`;
  const file = {
    fileName: 'a.pdf',
    mediaType: 'application/pdf',
    bytes: 5,
    sha256: '0'.repeat(64),
    uploadedOn: '2026-11-22',
  } as const;
  const said = { id, kind: 'other', title: 'a', visibility: 'public' } as const;
  if (kind === 'attachment') await publish({ code, department, attachments: [{ ...said, ...file }] }, source);
  return id;
}

async function recall(code: string, { database, at }: ResourceSource): Promise<void> {
  const { accountId } = await signedIn(database, 'reviewer', { at });
  await database.sql`
    insert into recall (parcel_id, cause, reason, recalled_by, recalled_at)
    select id, 'gross-error', '试验', ${accountId}, ${at} from parcel where code = ${code}`;
}

async function insertDraft(tx: Tx, { code, department, author, at }: Own & { code: string }): Promise<void> {
  const content = JSON.stringify(parcelDraft(code, { fields: { department } }));
  await tx`
    insert into parcel_draft (code, department_code, content, created_at, updated_by, updated_at)
    values (${code}, ${department}, ${content}::text::jsonb, ${at}, ${author}, ${at})`;
  await tx`insert into draft_author (code, account_id) values (${code}, ${author})`;
}

async function insertSubmission(
  tx: Tx,
  { code, kind, department, author, at }: Own & { code: string; kind: 'submitted' | 'submission' },
): Promise<string> {
  await tx`update parcel_draft set state = 'submitted' where code = ${code}`;
  const [row] = await tx<{ id: number }[]>`
    insert into submission (code, revision, content, department_code, submitted_by, submitted_at, findings, needs)
    select code, revision, content, department_code, ${author}, ${at}, '[]', array['land', 'terms']
    from parcel_draft where code = ${code}
    returning id`;
  if (row === undefined) throw new Error('the submission was just written');
  await tx`
    insert into submission_author (submission_id, account_id, department_code)
    values (${row.id}, ${author}, ${department})`;
  return kind === 'submitted' ? code : String(row.id);
}

/** A batch of one row that changes nothing. */
async function insertIntake(tx: Tx, { department, author, at }: Own): Promise<string> {
  const row: StoredRow = {
    ref: nextCode(),
    action: 'unchanged',
    findings: [],
    content: null,
    before: null,
    standingVersion: null,
    baseVersion: null,
    shapeBefore: null,
    areaBeforeM2: null,
    differences: [],
  };
  const [inserted] = await tx<{ id: number }[]>`
    insert into intake (department_code, file_names, rows, opened_by, opened_at)
    values (${department}, array['试验.txt'], ${JSON.stringify([row])}::text::jsonb, ${author}, ${at})
    returning id`;
  if (inserted === undefined) throw new Error('the intake was just written');
  return String(inserted.id);
}
