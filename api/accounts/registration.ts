import { setTimeout } from 'node:timers/promises';
import { writeLetter } from '../letters/store.ts';
import { findRegistered, insertInvestor } from './account-store.ts';
import { issueLink } from './issue-link.ts';
import { knownAddressLetter, resetLetter, verificationLetter } from './letter-texts.ts';
import type { AccountParts } from './parts.ts';
import { isStaff, normalEmail } from './rules.ts';
import type { Registration } from './schema.ts';
import { countLetter } from './throttle.ts';
import { linkLifeMs } from './token-rules.ts';

/**
 * An investor registers. A letter goes to the address, known or not, so that only its owner learns which it was; the password
 * is chosen from the link, so that nobody can prepare an account for somebody else's address.
 * @throws AppError `too-often` (429).
 */
export async function register(
  parts: AccountParts,
  registration: Registration,
  address: string,
): Promise<void> {
  const { database, secrets, origin, siteName, now } = parts;
  const at = now();
  const { email, name, locale } = registration;
  await database.transaction(async (tx) => {
    await countLetter(tx, secrets, { email, address, at });
    const account = await insertInvestor(tx, { email, name, locale, at });
    if (account === null) return;
    // Of a colleague who has not answered yet the invitation stays as it is: it would be spent by another first link.
    const isKnown = account.hasPassword || isStaff(account.role);
    const purpose = isKnown ? 'reset-password' : 'verify-email';
    const lifeMs = linkLifeMs[purpose];
    const link = await issueLink(tx, { accountId: account.id, purpose, lifeMs, at, origin: origin() });
    const write = isKnown ? knownAddressLetter : verificationLetter;
    const text = write({ siteName, link, locale: account.locale });
    await writeLetter(tx, { ...text, recipient: email, cause: 'account.register' });
  });
}

/** No answer about a reset comes sooner: two rows more or less, which are left of a difference, are far below it. */
const soonestAnswerMs = 100;

/**
 * Sends a link to choose a new password, where the address has an account. Where it has none the same is done and nothing
 * kept, so that neither answer nor time tells one from the other. @throws AppError `too-often` (429).
 */
export async function requestReset(parts: AccountParts, written: string, address: string): Promise<void> {
  const { database, secrets, origin, siteName, now } = parts;
  const at = now();
  const email = normalEmail(written);
  const soonest = setTimeout(soonestAnswerMs);
  await database.transaction(async (tx) => {
    await countLetter(tx, secrets, { email, address, at });
    const account = await findRegistered(tx, email);
    const lifeMs = linkLifeMs['reset-password'];
    const accountId = account?.id ?? null;
    const issue = { accountId, purpose: 'reset-password', lifeMs, at, origin: origin() } as const;
    const link = await issueLink(tx, issue);
    const text = resetLetter({ siteName, link, locale: account?.locale ?? 'zh-CN' });
    const isKept = account !== null;
    await writeLetter(tx, { ...text, recipient: email, cause: 'account.reset', isKept });
  });
  await soonest;
}
