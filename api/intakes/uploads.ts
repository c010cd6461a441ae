import { createHash } from 'node:crypto';
import { batchLimits } from '../imports/batch.ts';
import type { InputFile } from '../imports/batch-files.ts';
import { safeFileName } from '../multipart/file-name.ts';
import { readForm, refusedPart } from '../multipart/form.ts';
import { uploadBytes } from './terms.ts';

export type Upload = { files: InputFile[]; crs: string | undefined; department: string | undefined };

const longestField = 200;
const limits = {
  bytes: uploadBytes,
  // Beside the files two short fields; whatever has more parts is no upload of ours.
  parts: batchLimits.files + 2,
  tooLarge: `一批文件不超过 ${uploadBytes / 1024 / 1024} MB，请分批提交。`,
  tooMany: `一次最多提交 ${batchLimits.files} 个文件`,
};

/**
 * The files of a batch and what was said of all of them.
 * @throws AppError `too-large` (413), `invalid-body` (400), `refused-by-rule` (422) for parts that mean nothing here.
 */
export async function readUpload(request: Request): Promise<Upload> {
  const files: InputFile[] = [];
  const fields = new Map<string, string>();
  for (const [name, value] of await readForm(request, limits)) {
    if (typeof value === 'string') {
      if ((name !== 'crs' && name !== 'department') || fields.has(name) || value.length > longestField)
        throw refusedPart(name.slice(0, 60), 'unknown, repeated or too long');
      fields.set(name, value);
    } else {
      if (name !== 'file') throw refusedPart(name.slice(0, 60), 'unknown part');
      files.push({ name: safeFileName(value.name), bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  if (files.length === 0) throw refusedPart('file', '没有文件');
  return { files, crs: fields.get('crs'), department: fields.get('department') };
}

/** What stands for a whole upload: each sending parts it by another word. */
export function hashUpload(path: string, { files, crs, department }: Upload): Buffer {
  const names = files.map(({ name, bytes }) => [name, bytes.length]);
  const hash = createHash('sha256').update(JSON.stringify([path, crs, department, names]));
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest();
}
