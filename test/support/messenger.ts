import { agreementsOfLetters } from '../../api/agreements/undelivered.ts';
import { createSecretBox } from '../../api/accounts/secret-box.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { casesOfLetters } from '../../api/enquiries/undelivered.ts';
import type { Deliver } from '../../api/letters/delivery.ts';
import { sendDueLetters } from '../../api/letters/sender.ts';
import type { Medium } from '../../api/letters/terms.ts';

export type KeptLetter = {
  id: string;
  medium: Medium;
  cause: string;
  enquiryId: number | null;
  isSent: boolean;
  isGivenUp: boolean;
  /** Whether anything of recipient, subject or text is still there. */
  saysSomething: boolean;
  attempts: number;
  failure: string | null;
};

/** The sender as the portal runs it, a round at a time, over letters of `testPortal`. */
export function messenger(database: Database, city: City, deliver: Record<Medium, Deliver>) {
  const errors: unknown[] = [];
  const failures = new Set<string>();
  const now = () => new Date('2026-11-22T04:00:00Z');
  const cases = casesOfLetters({ city, origin: () => 'http://127.0.0.1:8080', now });
  const parts = {
    database,
    secrets: createSecretBox([Buffer.alloc(32, 7)]),
    deliver,
    cases,
    agreements: agreementsOfLetters(now),
    onError: (error: unknown) => errors.push(error),
  };

  async function send(medium: Medium): Promise<void> {
    await sendDueLetters(parts, medium, new AbortController().signal);
  }

  async function kept(): Promise<KeptLetter[]> {
    return await database.sql<KeptLetter[]>`
      select id, medium, cause, enquiry_id::int as "enquiryId", sent_at is not null as "isSent",
        failed_at is not null as "isGivenUp",
        coalesce(recipient, subject, body, encode(sealed, 'hex')) is not null as "saysSomething",
        attempts, failure
      from letter order by written_at, id limit 1000`;
  }

  /** Each round as if the next pause were over, until nothing waits; at most as often as a letter is tried. */
  async function sendUntilSettled(medium: Medium): Promise<number> {
    for (let round = 1; ; round += 1) {
      await database.sql`
        update letter set next_attempt_at = now() - interval '1 second'
        where sent_at is null and failed_at is null`;
      await send(medium);
      const letters = (await kept()).filter((letter) => letter.medium === medium);
      for (const { failure } of letters) if (failure !== null) failures.add(failure);
      if (letters.every(({ isSent, isGivenUp }) => isSent || isGivenUp)) return round;
      if (round > 200) throw new Error('the letters never settle');
    }
  }

  return { send, sendUntilSettled, kept, errors, failures };
}
