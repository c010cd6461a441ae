import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { listFiles } from './attachment-store.ts';
import type { Attachment, AttachmentChoice } from './schema.ts';

export type Resolving = { code: string; departmentCode: string; stood: readonly Attachment[] };

/**
 * What a change says of files, with what the files are. A file is one of this parcel's own: one that stood there, or one that the
 * department itself brought.
 * @throws AppError `refused-by-rule` (422) for any other.
 */
export async function resolveChoices(
  sql: Sql,
  choices: readonly AttachmentChoice[],
  { code, departmentCode, stood }: Resolving,
): Promise<Attachment[]> {
  const files = await listFiles(
    sql,
    code,
    choices.map(({ id }) => id),
  );
  return choices.map((choice, index) => {
    const standing = stood.find(({ id }) => id === choice.id);
    if (standing !== undefined) return { ...standing, ...choice };
    const file = files.find(({ id }) => id === choice.id);
    if (file?.departmentCode !== departmentCode) {
      const message = '这份附件不属于这宗地块，请重新上传';
      throw new AppError('refused-by-rule', {
        detail: `${message}。`,
        errors: [{ path: `attachments.${index}.id`, message }],
      });
    }
    const { fileName, mediaType, bytes, sha256, uploadedOn } = file;
    return { ...choice, fileName, mediaType, bytes, sha256, uploadedOn };
  });
}
