import { m } from '../paraglide/messages.js';

/** 落款: by hand, in print, or a picture of a seal. */
export type MarkWay = 'write' | 'type' | 'seal';

/** What the signer is to do here. */
export function markTitle(way: MarkWay): string {
  return { write: m.sign_pad_title(), type: m.sign_pad_title_type(), seal: m.sign_pad_title_seal() }[way];
}

/** What the button waits for, while there is no mark yet. */
export function markFirst(way: MarkWay): string {
  return { write: m.sign_pad_first(), type: m.sign_pad_first_type(), seal: m.sign_pad_first_seal() }[way];
}
