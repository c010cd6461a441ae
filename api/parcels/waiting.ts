import type { Sql } from '../db/database.ts';
import { queryShown, searchUpcoming } from './upcoming-store.ts';

type Name = { zh: string; en: string };
/** What waits to be released: approved, and public on a later day. `areaM2`: offered. */
export type WaitingParcel = { code: string; name: Name; areaM2: number; publicFrom: Date };

/** By a part of the code or of the name, in whatever case; the first fifty by code. */
export async function findWaiting(sql: Sql, words: string, at: Date): Promise<WaitingParcel[]> {
  return await searchUpcoming(sql, words, at);
}

export type ParcelStanding = {
  name: Name | null;
  areaM2: number | null;
  standing: 'waiting' | 'public' | 'none';
};

/** Whether each of these can be released, by its code; what is not in the answer has nothing that waits or is public. */
export async function standingsOf(
  sql: Sql,
  codes: readonly string[],
  at: Date,
): Promise<Map<string, ParcelStanding>> {
  const rows = codes.length === 0 ? [] : await queryShown(sql, codes, at);
  return new Map(
    rows.map(({ code, name, areaM2, isUpcoming }) => [
      code,
      { name, areaM2, standing: isUpcoming ? 'waiting' : 'public' },
    ]),
  );
}
