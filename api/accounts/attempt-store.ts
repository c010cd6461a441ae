import type { Tx } from '../db/database.ts';

/** One kind of attempt by one subject, of which so many are let through in a window. */
export type AttemptLimit = { kind: string; subject: Buffer; most: number };

export type Attempts = { limits: AttemptLimit[]; windowMs: number; at: Date };

/**
 * Notes an attempt for every subject before it is made, so that many at once count as many. Seconds to wait when one of
 * them has used up its window; then nothing is noted.
 */
export async function noteAttempt(tx: Tx, attempts: Attempts): Promise<number | null> {
  for (const limit of attempts.limits) {
    const waitSeconds = await secondsToWait(tx, limit, attempts);
    if (waitSeconds !== null) return waitSeconds;
  }
  const rows = attempts.limits.map(({ kind, subject }) => ({ kind, subject, at: attempts.at }));
  if (rows.length > 0) await tx`insert into attempt ${tx(rows)}`;
  return null;
}

async function secondsToWait(tx: Tx, { kind, subject, most }: AttemptLimit, { windowMs, at }: Attempts) {
  // One after the other for each subject: otherwise a hundred at once would each find nine before them.
  await tx`select pg_advisory_xact_lock(${subject.readInt32BE(0)}, ${subject.readInt32BE(4)})`;
  const [row] = await tx<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(at) as oldest
    from (
      select at from attempt
      where kind = ${kind} and subject = ${subject} and at > ${new Date(at.getTime() - windowMs)}
      order by at desc
      limit ${most}
    ) recent`;
  if (row === undefined || row.oldest === null || row.count < most) return null;
  return Math.max(1, Math.ceil((row.oldest.getTime() + windowMs - at.getTime()) / 1000));
}

/** Takes back one attempt that was none: what succeeded is not counted. */
export async function forgiveAttempt(tx: Tx, { limits, at }: Pick<Attempts, 'limits' | 'at'>): Promise<void> {
  for (const { kind, subject } of limits)
    await tx`
      delete from attempt where ctid in (
        select ctid from attempt where kind = ${kind} and subject = ${subject} and at = ${at}
        limit 1 for update skip locked)`;
}
