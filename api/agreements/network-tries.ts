import type { Context } from 'hono';
import { clientAddress, networkOf } from '../accounts/client-address.ts';
import { countAttempts, forgiveAttempts } from '../accounts/throttle.ts';
import type { Tx } from '../db/database.ts';
import type { AgreementParts } from './parts.ts';

const windowMs = 15 * 60_000;
/** Wrong codes of one number, from one network. */
const wrongCodesOfNumber = 20;
/** Of one network in a quarter of an hour: wrong codes of all numbers, and whatever is asked by number. */
const wrongCodes = 60;
const codesAsked = 600;
/** Files that a process of their own has to read, and all that are brought, of up to 20 MB each. */
const filesRead = 60;
const filesBrought = 300;
/** Links that open nothing. A link that lives, whoever has it, opens so many times. */
const deadLinks = 60;
const openedByOneLink = 240;

/**
 * What one network tries in a quarter of an hour, in counters of their own: codes, files and links use up nothing of each other.
 * A hall has one address, and one guest who guesses must not shut out those who hold the right thing. So:
 *
 * - A link is 256 bits long and cannot be guessed: it is looked up first, and only what opens nothing is counted and refused.
 * - A code to verify is 40 bits long, to be typed from paper. Its wrong codes are counted before the look-up for the one number
 *   they were tried on, right ones included in the refusal: 20 in a quarter of an hour take more than a hundred million years of
 *   one network, and centuries of a hundred thousand. Over all numbers a wrong one is refused after 60, a right one is answered.
 * - A file of the register is known by its digest before it is read: only files that are not are counted towards the 60.
 *
 * Whoever floods beyond all of that (600 codes, 300 files) does shut his network out: what it costs us to look is not free either.
 */
export function networkTries({
  database,
  secrets,
  isTrustedProxy,
  now,
}: Pick<AgreementParts, 'database' | 'secrets' | 'isTrustedProxy' | 'now'>) {
  const limit = (kind: string, of: string, most: number) => ({
    kind,
    subject: secrets.index(`${kind} ${of}`),
    most,
  });
  const count = (limits: ReturnType<typeof limit>[], at: Date) =>
    database.transaction((tx) => countAttempts(tx, { limits, windowMs, at }));
  const networkIn = (context: Context) => networkOf(clientAddress(context, isTrustedProxy));

  return {
    /**
     * Before a code is looked up, so that many at once count as many; then `right` or `wrong`, the second of which may throw.
     * @throws AppError `too-often` (429).
     */
    async code(context: Context, number: string) {
      const [network, at] = [networkIn(context), now()];
      const ofNumber = limit('verify-code-number', `${network} ${number}`, wrongCodesOfNumber);
      await count([ofNumber, limit('verify-code-all', network, codesAsked)], at);
      return {
        right: () => database.transaction((tx) => forgiveAttempts(tx, { limits: [ofNumber], at })),
        wrong: () => count([limit('verify-code-wrong', network, wrongCodes)], at),
      };
    },
    /** Before the body of a file is taken. @throws AppError `too-often` (429). */
    async file(context: Context): Promise<void> {
      await count([limit('verify-file-all', networkIn(context), filesBrought)], now());
    },
    /** Before a file that the register does not know is read. @throws AppError `too-often` (429). */
    async unknownFile(context: Context): Promise<void> {
      await count([limit('verify-file', networkIn(context), filesRead)], now());
    },
    /** After a link opened nothing. @throws AppError `too-often` (429). */
    async deadLink(context: Context): Promise<void> {
      await count([limit('signing-link-dead', networkIn(context), deadLinks)], now());
    },
    /** In the transaction that opens a link, which then opens nothing. @throws AppError `too-often` (429). */
    async liveLink(tx: Tx, token: string): Promise<void> {
      const limits = [limit('signing-link', token, openedByOneLink)];
      await countAttempts(tx, { limits, windowMs, at: now() });
    },
  };
}
