const prefix = 'zhaotu-enquiry-draft:';

export type DraftKind = 'answer' | 'note';
export type ReplyDraft = Record<DraftKind, string>;

const empty: ReplyDraft = { answer: '', note: '' };

/** Whose draft, and to which case: who signs in here next finds no other's, however the session before ended. */
export type DraftPlace = { account: string; number: string };

/** What was being written to a case on this device; nothing where storage is refused. */
export function readDraft(place: DraftPlace): ReplyDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(place)) ?? 'null');
    return { answer: textOf(kept, 'answer'), note: textOf(kept, 'note') };
  } catch {
    return empty;
  }
}

/** False where it could not be kept. */
export function keepDraft(place: DraftPlace, draft: ReplyDraft): boolean {
  try {
    if (draft.answer === '' && draft.note === '') localStorage.removeItem(keyOf(place));
    else localStorage.setItem(keyOf(place), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Whoever signs in here next finds none of them. */
export function forgetDrafts(): void {
  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    for (const key of kept) localStorage.removeItem(key);
  } catch {
    // Nothing was kept where storage is refused.
  }
}

function keyOf({ account, number }: DraftPlace): string {
  return `${prefix}${account}:${number}`;
}

function textOf(kept: unknown, kind: DraftKind): string {
  if (typeof kept !== 'object' || kept === null) return '';
  const text: unknown = Reflect.get(kept, kind);
  return typeof text === 'string' ? text : '';
}
