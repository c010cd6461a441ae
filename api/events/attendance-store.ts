import type { Sql } from '../db/database.ts';
import type { MinuteCount } from './attendance-rules.ts';

type Counted = { eventId: number; viewers: number };

/** What one process has counted; of an event that is over nothing is written. */
export async function writeAttendance(
  sql: Sql,
  { node, minute, counted }: { node: string; minute: Date; counted: readonly Counted[] },
): Promise<void> {
  for (const { eventId, viewers } of counted)
    await sql`
      insert into live_attendance (event_id, minute, node, viewers)
      select id, ${minute}, ${node}, ${viewers} from live_event
      where id = ${eventId} and state->>'status' <> 'ended'
      on conflict (event_id, minute, node) do nothing`;
}

/** Over all processes, of one minute. */
export async function readViewers(
  sql: Sql,
  { ids, minute }: { ids: readonly number[]; minute: Date },
): Promise<Map<number, number>> {
  const rows = await sql<{ id: number; viewers: number }[]>`
    select event_id::int as id, sum(viewers)::int as viewers from live_attendance
    where event_id = any(${[...ids]}) and minute = ${minute} group by event_id`;
  return new Map(rows.map(({ id, viewers }) => [id, viewers]));
}

/** Minute by minute, over all processes. */
export async function readMinutes(sql: Sql, eventId: number): Promise<MinuteCount[]> {
  return await sql<MinuteCount[]>`
    select minute, sum(viewers)::int as viewers from live_attendance
    where event_id = ${eventId} group by minute order by minute limit 100000`;
}
