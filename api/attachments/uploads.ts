import { safeFileName } from '../multipart/file-name.ts';
import { readForm, refusedPart } from '../multipart/form.ts';
import { UploadFields } from './schema.ts';
import { attachmentBytes, longestTitle } from './terms.ts';

export type AttachmentUpload = {
  bytes: Uint8Array;
  fileName: string;
  kind: UploadFields['kind'];
  title: string;
  visibility: UploadFields['visibility'];
};

/** What a form adds to the file: three short fields, and the words between the parts. */
const formBytes = 16 * 1024;
const limits = {
  bytes: attachmentBytes + formBytes,
  parts: 4,
  tooLarge: `一份附件不超过 ${attachmentBytes / 1024 / 1024} MB，请压缩或拆分后上传。`,
  tooMany: '一次上传一份附件',
};

/**
 * One file and what is said of it.
 * @throws AppError `too-large` (413), `invalid-body` (400), `refused-by-rule` (422) for parts that mean nothing here.
 */
export async function readAttachmentUpload(request: Request): Promise<AttachmentUpload> {
  const fields = new Map<string, string>();
  let file: File | null = null;
  for (const [name, value] of await readForm(request, limits)) {
    if (name === 'file' && typeof value !== 'string' && file === null) file = value;
    else if (name !== 'file' && typeof value === 'string' && !fields.has(name)) fields.set(name, value);
    else throw refusedPart(name.slice(0, 60), 'unknown, repeated or of the wrong kind');
  }
  if (file === null) throw refusedPart('file', '没有文件');
  const said = UploadFields.safeParse(Object.fromEntries(fields));
  if (!said.success) {
    const issue = said.error.issues[0];
    throw refusedPart(String(issue?.path[0] ?? 'file').slice(0, 60), issue?.message ?? 'malformed');
  }
  if (file.size > attachmentBytes) throw refusedPart('file', limits.tooLarge);
  const { kind, visibility, title } = said.data;
  const fileName = safeFileName(file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { bytes, fileName, kind, visibility, title: title ?? titleOf(fileName) };
}

function titleOf(fileName: string): string {
  const title = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim();
  return [...(title || fileName)].slice(0, longestTitle).join('');
}
