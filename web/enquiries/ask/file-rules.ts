import { attachmentMediaTypes } from '../../../api/attachments/terms.ts';
import { mostFileBytes } from '../../../api/enquiries/terms.ts';
import { m } from '../../paraglide/messages.js';

/** Of one enquiry, at a time. */
const mostFiles = 5;
const mebibyte = 1024 * 1024;

export const acceptedFiles = attachmentMediaTypes.join(',');

/** Why a file is not taken along, in words; null when it is. */
export function refusedFile({ type, size }: Pick<File, 'type' | 'size'>, already: number): string | null {
  if (already >= mostFiles) return m.ask_files_many({ most: mostFiles });
  if (!attachmentMediaTypes.some((mediaType) => mediaType === type)) return m.ask_file_format();
  if (size === 0) return m.ask_file_empty();
  return size > mostFileBytes ? m.ask_file_large({ most: mostFileBytes / mebibyte }) : null;
}

/** `1.4 MB`, `38 KB`. */
export function fileWords(bytes: number): string {
  return bytes >= mebibyte
    ? `${(bytes / mebibyte).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
