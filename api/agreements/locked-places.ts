import type { Sql, Tx } from '../db/database.ts';
import { readAgreement } from './agreement-store.ts';
import { isLockNoted, readWrongTries } from './code-store.ts';
import { mostWrongTries } from './codes.ts';
import { recordEvent } from './event-store.ts';
import type { SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';

/** 停用: the places of an agreement at which codes were guessed, until the office sends a new link. */
export async function lockedPlaces(sql: Sql, agreementId: number): Promise<Set<number>> {
  const tries = await readWrongTries(sql, agreementId);
  return new Set(tries.filter(({ count }) => count >= mostWrongTries).map(({ position }) => position));
}

const visitor = { accountId: null, role: 'visitor' } as const;

/**
 * After a wrong try, in a transaction that holds the agreement: that a place is stopped is one event of it, also where tries at
 * once went past the limit. Call it last.
 */
export async function noteIfLocked(
  tx: Tx,
  { now }: Pick<AgreementParts, 'now'>,
  { agreementId, position }: SignerPlace,
): Promise<void> {
  const tries = await readWrongTries(tx, agreementId);
  const count = tries.find((one) => one.position === position)?.count ?? 0;
  if (count < mostWrongTries || (await isLockNoted(tx, { agreementId, position }))) return;
  const agreement = await readAgreement(tx, agreementId);
  await recordEvent(tx, agreement, { kind: 'place-locked', actor: visitor, position, at: now() });
}

/** @throws AppError `refused-by-rule` (422) where no code is sent or taken until there is a new link. */
export async function refuseLocked(tx: Tx, { agreementId, position }: SignerPlace): Promise<void> {
  if (!(await lockedPlaces(tx, agreementId)).has(position)) return;
  const message = `验证码累计输错 ${mostWrongTries} 次，为防冒用，已停止发送和使用验证码。请联系招商人员，收到新的链接后再办理。`;
  throw refusedFor('place-locked', 'refused-by-rule', {
    about: String(mostWrongTries),
    detail: message,
    errors: [{ path: 'otp', message }],
  });
}
