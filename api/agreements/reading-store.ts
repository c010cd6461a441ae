import type { Sql } from '../db/database.ts';
import type { SignerPlace } from './link-store.ts';

/**
 * 通读: when who has this place now reported that he reached the end of this text; null where he did not. What somebody read who
 * handed the place on is not read by the other.
 */
export async function readingOf(
  sql: Sql,
  { agreementId, position, contentSha256 }: SignerPlace & { contentSha256: Buffer },
): Promise<Date | null> {
  const [row] = await sql<{ at: Date }[]>`
    select at from agreement_event
    where agreement_id = ${agreementId} and position = ${position} and kind = 'read'
      and details = ${readingDetails(contentSha256)}
      and seq > coalesce((
        select max(seq) from agreement_event
        where agreement_id = ${agreementId} and position = ${position} and kind = 'delegate-admit'), 0)
    order by seq limit 1`;
  return row?.at ?? null;
}

/** As an event keeps them (see `recordEvent`). */
function readingDetails(contentSha256: Buffer): string {
  return JSON.stringify({ content: contentSha256.toString('hex') });
}
