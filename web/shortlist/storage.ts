import { readShortlist } from './read-shortlist.ts';
import type { Shortlist } from './terms.ts';

/** The version stands in the name: a later build that writes otherwise leaves this one's list as it is. */
export const storageKey = 'zhaotu-shortlist-1';
const unreadableKey = 'zhaotu-shortlist-unreadable';

/** `absent`: nothing was kept; `refused`: the browser gives no storage to this page; `unreadable`: not a shortlist. */
export type Stored =
  { kind: 'read'; list: Shortlist } | { kind: 'absent' } | { kind: 'refused' } | { kind: 'unreadable' };

export function readStored(): Stored {
  try {
    return parseStored(localStorage.getItem(storageKey));
  } catch {
    return { kind: 'refused' };
  }
}

/** False when the browser does not keep it: storage is full, or refused as in some private windows. */
export function writeStored(list: Shortlist): boolean {
  try {
    localStorage.setItem(storageKey, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

/** Keeps what cannot be read beside the list that takes its place, so that a person's notes are never destroyed. */
export function setUnreadableAside(): void {
  try {
    const text = localStorage.getItem(storageKey);
    if (text !== null) localStorage.setItem(unreadableKey, text);
  } catch {
    // Without storage there is nothing to set aside.
  }
}

function parseStored(text: string | null): Stored {
  if (text === null) return { kind: 'absent' };
  try {
    const list = readShortlist(JSON.parse(text));
    return list === null ? { kind: 'unreadable' } : { kind: 'read', list };
  } catch {
    return { kind: 'unreadable' };
  }
}
