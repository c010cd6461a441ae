import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import type { DeadLetters } from './schema.ts';

type Rows<Item> = { [Key in keyof Item]: Key extends `${string}At` ? Date : Item[Key] };

/** The newest letters that were given up, how many there are, and what is still being tried. */
export async function readDeadLetters(sql: Sql, limit: number): Promise<DeadLetters> {
  // What an erasure took back was not to arrive.
  const items = await sql<(Rows<DeadLetters['items'][number]> & { total: number })[]>`
    select l.id, l.medium, l.cause, l.written_at as "writtenAt", l.failed_at as "failedAt", l.attempts,
      coalesce(l.failure, '') as failure, e.number as "enquiryNumber", (count(*) over ())::int as total
    from letter l left join enquiry e on e.id = l.enquiry_id
    where l.failed_at is not null and l.failure is distinct from 'erased'
    order by l.failed_at desc, l.id limit ${limit}`;
  const delayed = await sql<Rows<DeadLetters['delayed'][number]>[]>`
    select medium, count(*)::int as count, min(written_at) as "oldestAt",
      (array_agg(failure order by next_attempt_at desc))[1] as failure
    from letter where sent_at is null and failed_at is null and failure is not null
    group by medium order by medium`;
  return {
    total: items[0]?.total ?? 0,
    items: items.map(({ total: _, writtenAt, failedAt, ...item }) => ({
      ...item,
      writtenAt: shanghaiTime(writtenAt),
      failedAt: shanghaiTime(failedAt),
    })),
    delayed: delayed.map(({ oldestAt, ...rest }) => ({ ...rest, oldestAt: shanghaiTime(oldestAt) })),
  };
}
