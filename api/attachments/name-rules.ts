import type { AttachmentMediaType } from './terms.ts';

const endings: Record<AttachmentMediaType, RegExp> = {
  'application/pdf': /\.pdf$/i,
  'image/jpeg': /\.jpe?g$/i,
  'image/png': /\.png$/i,
  'image/webp': /\.webp$/i,
};
const usualEnding: Record<AttachmentMediaType, string> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** Ends as what the file is, whatever it was called: who saves it opens it by its name. */
export function honestName(fileName: string, mediaType: AttachmentMediaType): string {
  if (endings[mediaType].test(fileName)) return fileName;
  return `${[...fileName].slice(0, 110).join('')}${usualEnding[mediaType]}`;
}
