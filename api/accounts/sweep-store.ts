import type { Database } from '../db/database.ts';

const dayMs = 86_400_000;
/** How long each is kept after it has lost its use. */
const keptDays = { attempts: 1, sessions: 90, tokens: 30, answers: 7, unverifiedAccounts: 30 };

/** Drops what is no longer of use: old attempts, ended sessions and links, kept answers, registrations nobody confirmed. */
export async function sweepAccounts(database: Database, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  await database.transaction(async (tx) => {
    await tx`delete from attempt where at < ${before(keptDays.attempts)}`;
    await tx`delete from session where ends_at < ${before(keptDays.sessions)}`;
    await tx`delete from account_token where ends_at < ${before(keptDays.tokens)}`;
    await tx`delete from idempotent_answer where answered_at < ${before(keptDays.answers)}`;
    await tx`
      delete from account a
      where a.role = 'investor' and a.password_hash is null and a.email_verified_at is null and a.locked_at is null
        and a.created_at < ${before(keptDays.unverifiedAccounts)}
        and not exists (select from account_token t where t.account_id = a.id)
        and not exists (select from session s where s.account_id = a.id)`;
  });
}
