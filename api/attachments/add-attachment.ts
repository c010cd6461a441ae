import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Sql, Tx } from '../db/database.ts';
import { changeDraft, type Writing } from '../drafts/drafts.ts';
import { readDraft } from '../drafts/handing.ts';
import type { SentMark } from '../drafts/mark-rules.ts';
import { AppError } from '../errors.ts';
import { readStanding } from '../parcels/standing.ts';
import { insertFile, type NewFile } from './attachment-store.ts';
import type { AddedAttachment, Attachment, AttachmentChoice } from './schema.ts';
import { mostAttachments } from './terms.ts';

export type Adding = {
  code: string;
  ifMatch: SentMark;
  file: Pick<NewFile, 'id' | 'fileName' | 'mediaType' | 'bytes' | 'sha256'>;
  choice: Omit<AttachmentChoice, 'id'>;
};

/**
 * Before anything of a file is read: that whoever sends it may, and that there is room.
 * @throws AppError `parcel-unknown` (404) for what is not the department's, `refused-by-rule` (422) where there are too many.
 */
export async function refuseUnwanted(sql: Sql, code: string, { actor, at }: { actor: Actor; at: Date }) {
  if ((await standingAttachments(sql, code, { actor, at })).length >= mostAttachments)
    throw new AppError('refused-by-rule', {
      detail: `一宗地块最多 ${mostAttachments} 份附件，请先移除不用的。`,
      errors: [{ path: 'file', message: 'too-many' }],
    });
}

/**
 * Makes a file, whose bytes are on the disk already, a part of the draft.
 * @throws AppError as `changeDraft` and `refuseUnwanted`.
 */
export async function addAttachment(
  tx: Tx,
  { code, ifMatch, file, choice }: Adding,
  writing: Writing,
): Promise<AddedAttachment> {
  const { actor, at } = writing;
  await refuseUnwanted(tx, code, writing);
  const stood = await standingAttachments(tx, code, writing);
  await insertFile(tx, {
    ...file,
    code,
    departmentCode: actor.department ?? '',
    accountId: actor.accountId,
    at,
  });
  const added = { ...choice, id: file.id };
  const attachments = [...stood.map(choiceOf), added];
  const saved = await changeDraft(tx, { code, ifMatch, change: { attachments } }, writing);
  const { kind, visibility } = choice;
  await appendAudit(tx, {
    actor,
    action: 'attachment.add',
    subject: `parcel:${code}`,
    details: { attachment: file.id, kind, visibility, bytes: file.bytes, sha256: file.sha256 },
    at,
  });
  const attachment = (await standingAttachments(tx, code, writing)).find(({ id }) => id === file.id);
  if (attachment === undefined) throw new Error('the draft holds what was just added');
  const { revision, baseVersion, updatedAt } = saved;
  return { attachment, revision, baseVersion, updatedAt };
}

async function standingAttachments(
  sql: Sql,
  code: string,
  { actor, at }: { actor: Actor; at: Date },
): Promise<Attachment[]> {
  const draft = await readDraft(sql, code);
  const standing = draft === null ? await readStanding(sql, code, at) : null;
  const departmentCode = draft?.departmentCode ?? standing?.departmentCode;
  if (departmentCode === undefined || departmentCode !== actor.department)
    throw new AppError('parcel-unknown');
  return (draft?.content ?? standing?.draft)?.attachments ?? [];
}

function choiceOf({ id, kind, title, visibility }: Attachment): AttachmentChoice {
  return { id, kind, title, visibility };
}
