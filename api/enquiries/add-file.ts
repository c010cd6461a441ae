import { createHash, randomUUID } from 'node:crypto';
import { examineInProcess } from '../attachments/examine-in-process.ts';
import type { Blobs } from '../attachments/blobs.ts';
import { honestName } from '../attachments/name-rules.ts';
import { refusedFile } from '../attachments/refusals.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { safeFileName } from '../multipart/file-name.ts';
import { readForm, refusedPart } from '../multipart/form.ts';
import type { Opened } from './access.ts';
import { actorOf, hold } from './acts.ts';
import { appendEvent } from './enquiry-store.ts';
import { insertFile, measureFiles, type NewFile } from './file-store.ts';
import type { EnquiryParts } from './parts.ts';
import { mostFileBytes } from './terms.ts';

const mostFiles = 20;
const mostBytes = 60 * 1024 * 1024;
const limits = {
  bytes: mostFileBytes + 16 * 1024,
  parts: 1,
  tooLarge: `一份文件不超过 ${mostFileBytes / 1024 / 1024} MB，请压缩或拆分后上传。`,
  tooMany: '一次上传一份文件',
};

type Examined = Omit<NewFile, 'enquiryId' | 'seq'>;

/**
 * One file of a form, examined as attachments are, and written outside the database.
 * @throws AppError `too-large` (413), `invalid-body` (400), `refused-by-rule` (422).
 */
export async function takeFile(
  request: Request,
  { blobs, turn }: { blobs: Blobs; turn: () => Promise<void> },
): Promise<Examined> {
  const [part] = [...(await readForm(request, limits))];
  if (part === undefined || part[0] !== 'file' || typeof part[1] === 'string')
    throw refusedPart('file', '没有文件');
  const [, file] = part;
  if (file.size > mostFileBytes) throw refusedPart('file', limits.tooLarge);
  const sent = new Uint8Array(await file.arrayBuffer());
  await turn();
  const examined = await examineInProcess(sent, request.signal);
  if (!examined.ok) throw refusedFile(examined.refusal);
  const { mediaType, bytes } = examined;
  const id = randomUUID();
  await blobs.write(id, bytes);
  const name = honestName(safeFileName(file.name), mediaType);
  return { id, name, mediaType, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest() };
}

/** @throws AppError `conflict` (409) for a case that is over, `refused-by-rule` (422) for one file too many. */
export async function addFile(
  tx: Tx,
  parts: EnquiryParts,
  { opened, file }: { opened: Opened; file: Examined },
): Promise<void> {
  const at = parts.now();
  const { id, viewer } = opened;
  const row = await hold(tx, opened);
  if (row.state === 'withdrawn' || row.state === 'spam')
    throw new AppError('conflict', { detail: '此件已撤回，不能再添加文件。' });
  const had = await measureFiles(tx, id);
  if (had.count >= mostFiles || had.bytes + file.bytes > mostBytes)
    throw refusedPart('file', `一件询盘至多 ${mostFiles} 份文件，共 ${mostBytes / 1024 / 1024} MB`);
  const actor = actorOf(viewer);
  const isStaff = viewer.side === 'staff';
  const seq = await appendEvent(tx, id, {
    kind: isStaff ? 'attached' : 'filed',
    accountId: isStaff ? actor.accountId : null,
    at,
  });
  await insertFile(tx, { ...file, enquiryId: id, seq }, parts.secrets);
  const subject = `enquiry:${row.number}`;
  const details = { mediaType: file.mediaType, bytes: file.bytes };
  await appendAudit(tx, { actor, action: 'enquiry.file', subject, details, at });
}
