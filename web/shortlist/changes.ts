import type { Decision, Entry, Shortlist } from './terms.ts';
import { mostKept } from './terms.ts';

/** Adds a parcel at the end; null when the list is full. One that is there already stays as it is. */
export function keep(
  list: Shortlist,
  parcel: Pick<Entry, 'code' | 'name' | 'nameEn'>,
  now: Date,
): Shortlist | null {
  if (list.entries.some(({ code }) => code === parcel.code)) return list;
  if (list.entries.length === mostKept) return null;
  const keptAt = now.toISOString();
  const { code, name, nameEn } = parcel;
  const entry: Entry = { code, name, nameEn, keptAt, note: '', decision: { kind: 'kept' } };
  return { ...list, createdAt: list.createdAt ?? keptAt, entries: [...list.entries, entry] };
}

export function remove(list: Shortlist, code: string): Shortlist {
  return { ...list, entries: list.entries.filter((entry) => entry.code !== code) };
}

/** Puts a removed entry back where it stood. */
export function putBack(list: Shortlist, entry: Entry, index: number): Shortlist {
  const others = list.entries.filter(({ code }) => code !== entry.code);
  return { ...list, entries: [...others.slice(0, index), entry, ...others.slice(index)] };
}

export function annotate(list: Shortlist, code: string, note: string): Shortlist {
  return changed(list, code, (entry) => ({ ...entry, note }));
}

export function decide(list: Shortlist, code: string, decision: Decision): Shortlist {
  return changed(list, code, (entry) => ({ ...entry, decision }));
}

/** Changes places with the nearest entry above (−1) or below (1) that is decided alike; at the end nothing moves. */
export function move(list: Shortlist, code: string, step: -1 | 1): Shortlist {
  const from = list.entries.findIndex((entry) => entry.code === code);
  const moved = list.entries[from];
  if (moved === undefined) return list;
  const alike = (entry: Entry) => entry.decision.kind === moved.decision.kind;
  const to =
    step === 1
      ? list.entries.findIndex((entry, index) => index > from && alike(entry))
      : list.entries.findLastIndex((entry, index) => index < from && alike(entry));
  const other = list.entries[to];
  if (other === undefined) return list;
  return { ...list, entries: list.entries.with(from, other).with(to, moved) };
}

/**
 * Two lists as one: mine in its order, then what only theirs has. Of a parcel in both, my note and decision stay.
 * Null when together they hold more than a shortlist can.
 */
export function merge(mine: Shortlist, theirs: Shortlist): Shortlist | null {
  const known = new Set(mine.entries.map(({ code }) => code));
  const entries = [...mine.entries, ...theirs.entries.filter(({ code }) => !known.has(code))];
  if (entries.length > mostKept) return null;
  return { title: mine.title || theirs.title, createdAt: mine.createdAt ?? theirs.createdAt, entries };
}

function changed(list: Shortlist, code: string, change: (entry: Entry) => Entry): Shortlist {
  return { ...list, entries: list.entries.map((entry) => (entry.code === code ? change(entry) : entry)) };
}
