import { AppError } from '../errors.ts';
import { batchLimits } from '../imports/batch.ts';
import type { InputFile } from '../imports/batch-files.ts';
import { uploadBytes } from './terms.ts';

export type Upload = { files: InputFile[]; crs: string | undefined; department: string | undefined };

/** Beside the files two short fields; whatever has more parts is no upload of ours. */
const mostParts = batchLimits.files + 2;
const longestField = 200;

/**
 * The parts of a multipart upload. Its bytes are counted as they come, whatever its header says, and its parts before any
 * is made an object of.
 * @throws AppError `too-large` (413), `invalid-body` (400), `refused-by-rule` (422) for parts that mean nothing here.
 */
export async function readUpload(request: Request): Promise<Upload> {
  const type = request.headers.get('Content-Type') ?? '';
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) throw new AppError('invalid-body', { detail: 'Send multipart/form-data.' });
  if (Number(request.headers.get('Content-Length') ?? 0) > uploadBytes) throw tooLarge();
  const bytes = await readBytes(request);
  if (countOf(bytes, `--${boundary}`) > mostParts + 1)
    throw refused('file', `一次最多提交 ${batchLimits.files} 个文件`);
  return toUpload(await parse(bytes, type));
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  if (reader === undefined) throw new AppError('invalid-body', { detail: 'The body is empty.' });
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError('invalid-body', { detail: 'The upload broke off.', cause });
    });
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > uploadBytes) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
}

function tooLarge(): AppError {
  return new AppError('too-large', {
    detail: `一批文件不超过 ${uploadBytes / 1024 / 1024} MB，请分批提交。`,
  });
}

function countOf(bytes: Buffer, text: string): number {
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0 && count <= mostParts + 1; at = bytes.indexOf(text, at + 1))
    count += 1;
  return count;
}

async function parse(bytes: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
  } catch (cause) {
    throw new AppError('invalid-body', { detail: 'The multipart body cannot be read.', cause });
  }
}

async function toUpload(form: FormData): Promise<Upload> {
  const files: InputFile[] = [];
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      if ((name !== 'crs' && name !== 'department') || fields.has(name) || value.length > longestField)
        throw refused(name.slice(0, 60), 'unknown, repeated or too long');
      fields.set(name, value);
    } else {
      if (name !== 'file') throw refused(name.slice(0, 60), 'unknown part');
      files.push({ name: safeName(value.name), bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  if (files.length === 0) throw refused('file', '没有文件');
  return { files, crs: fields.get('crs'), department: fields.get('department') };
}

/** A name for people: never used as a path, but kept, shown and written into findings. */
function safeName(name: string): string {
  const plain = name.replace(/^.*[/\\]/, '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');
  return plain.slice(-120) || 'file';
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: `${path}: ${message}`, errors: [{ path, message }] });
}
