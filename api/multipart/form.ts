import { AppError } from '../errors.ts';

export type FormLimits = {
  bytes: number;
  parts: number;
  tooLarge: string;
  tooMany: string;
};

/**
 * The parts of a multipart body. Its bytes are counted as they come, whatever its header says, and its parts before any is made an
 * object of.
 * @throws AppError `too-large` (413), `invalid-body` (400), `refused-by-rule` (422) for more parts than are known.
 */
export async function readForm(request: Request, limits: FormLimits): Promise<FormData> {
  const type = request.headers.get('Content-Type') ?? '';
  refuseOtherType(type);
  if (Number(request.headers.get('Content-Length') ?? 0) > limits.bytes) throw tooLarge(limits);
  return await parseForm(await readBytes(request, limits), { type, ...limits });
}

/** @throws AppError `invalid-body` (400) for what is no multipart body by its header. */
export function refuseOtherType(type: string): void {
  if (boundaryOf(type) === undefined)
    throw new AppError('invalid-body', { detail: 'Send multipart/form-data.' });
}

/** As `readForm`, of a body that was read already. */
export async function parseForm(
  bytes: Buffer,
  { type, parts, tooMany }: Pick<FormLimits, 'parts' | 'tooMany'> & { type: string },
): Promise<FormData> {
  refuseOtherType(type);
  if (holdsMore(bytes, { text: `--${boundaryOf(type)}`, most: parts + 1 }))
    throw refusedPart('file', tooMany);
  return await parse(bytes, type);
}

function boundaryOf(type: string): string | undefined {
  return /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
}

/** @returns what to throw for a part that means nothing. */
export function refusedPart(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: `${path}: ${message}`, errors: [{ path, message }] });
}

async function readBytes(request: Request, limits: FormLimits): Promise<Buffer> {
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
    if (size > limits.bytes) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge(limits);
    }
    chunks.push(value);
  }
}

function tooLarge(limits: FormLimits): AppError {
  return new AppError('too-large', { detail: limits.tooLarge });
}

function holdsMore(bytes: Buffer, { text, most }: { text: string; most: number }): boolean {
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0 && count <= most; at = bytes.indexOf(text, at + 1)) count += 1;
  return count > most;
}

async function parse(bytes: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
  } catch (cause) {
    throw new AppError('invalid-body', { detail: 'The multipart body cannot be read.', cause });
  }
}
