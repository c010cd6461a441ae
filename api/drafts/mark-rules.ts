/**
 * What an editor has before it, as an entity tag (RFC 9110, 8.8.3): a draft's revision or, where there was no draft, the parcel's
 * version. Both count from one: a number alone could be either, and whoever held revision 2 of a draft that has become
 * version 2 since would not be told what others wrote in between.
 */
export type DraftMark = { isDraft: boolean; number: number };

type Newest = { draft: { revision: number } | null; standing: { version: number } | null };

/** A mark that does not say which of the two it counts fits either. */
export type SentMark = { isDraft: boolean | null; number: number };

export function markOf({ draft, standing }: Newest): DraftMark {
  return draft
    ? { isDraft: true, number: draft.revision }
    : { isDraft: false, number: standing?.version ?? 0 };
}

export function fits(sent: SentMark, newest: DraftMark): boolean {
  return sent.number === newest.number && (sent.isDraft ?? newest.isDraft) === newest.isDraft;
}

/** `"draft-7"` for a draft, `"7"` for a version. */
export function writeMark({ isDraft, number }: DraftMark): string {
  return `"${isDraft ? 'draft-' : ''}${number}"`;
}

/** `text` is one of `writeMark`; `"7"` may also be meant for a draft. */
export function readMark(text: string): SentMark {
  const bare = text.replaceAll('"', '');
  const isDraft = bare.startsWith('draft-');
  return { isDraft: isDraft ? true : null, number: Number(isDraft ? bare.slice('draft-'.length) : bare) };
}
