import { redrawImage } from './image.ts';
import { examinePdf } from './pdf.ts';
import type { AttachmentMediaType, AttachmentRefusal } from './terms.ts';

export type Examined =
  { ok: true; mediaType: AttachmentMediaType; bytes: Uint8Array } | { ok: false; refusal: AttachmentRefusal };

/** What a file is by its own bytes, whatever its name says, read to its end; and what of it is kept. */
export async function examineFile(bytes: Uint8Array): Promise<Examined> {
  if (bytes.length === 0) return { ok: false, refusal: 'empty' };
  const mediaType = mediaTypeOf(Buffer.from(bytes.subarray(0, 12)));
  if (mediaType === null) return { ok: false, refusal: 'unknown-format' };
  if (mediaType === 'application/pdf') {
    const refusal = await examinePdf(bytes);
    return refusal === null ? { ok: true, mediaType, bytes } : { ok: false, refusal };
  }
  const image = await redrawImage(bytes, mediaType);
  return 'refusal' in image ? { ok: false, ...image } : { ok: true, mediaType, ...image };
}

function mediaTypeOf(head: Buffer): AttachmentMediaType | null {
  if (head.toString('latin1', 0, 5) === '%PDF-') return 'application/pdf';
  if (head.toString('hex', 0, 3) === 'ffd8ff') return 'image/jpeg';
  if (head.toString('hex', 0, 8) === '89504e470d0a1a0a') return 'image/png';
  const isWebp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'image/webp' : null;
}
