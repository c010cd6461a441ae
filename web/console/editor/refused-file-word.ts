import type { AttachmentRefusal } from '../../../api/attachments/terms.ts';
import { mostAttachments } from '../../../api/attachments/terms.ts';
import { m } from '../../paraglide/messages.js';
import type { Failure } from '../client.ts';
import { failureWord } from '../shell/failure-words.ts';

const words: Record<AttachmentRefusal | 'too-many', () => string> = {
  'unknown-format': m.attachment_refused_format,
  empty: m.attachment_refused_empty,
  unreadable: m.attachment_refused_unreadable,
  'too-large-inside': m.attachment_refused_large,
  'too-many-pixels': m.attachment_refused_pixels,
  'too-slow': m.attachment_refused_slow,
  'pdf-encrypted': m.attachment_refused_encrypted,
  'pdf-active': m.attachment_refused_active,
  'pdf-embedded': m.attachment_refused_embedded,
  'pdf-form': m.attachment_refused_xfa,
  'too-many': () => m.attachments_full({ count: mostAttachments }),
};

/** Why a file was not taken, in the language of the page; the server names the rule. */
export function refusedFileWord(failure: Failure): string {
  if (failure.kind === 'too-large') return m.attachment_refused_large();
  if (failure.kind !== 'refused') return failureWord(failure);
  const rule = Object.entries(words).find(([name]) => name === failure.places[0]?.message);
  return rule === undefined ? failureWord(failure) : rule[1]();
}
