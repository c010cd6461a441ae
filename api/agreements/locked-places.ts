import type { Sql, Tx } from '../db/database.ts';
import { readWrongTries } from './code-store.ts';
import { mostWrongTries } from './codes.ts';
import type { SignerPlace } from './link-store.ts';
import { refusedFor } from './refused-for.ts';

/** 停用: the places of an agreement at which codes were guessed, until the office sends a new link. */
export async function lockedPlaces(sql: Sql, agreementId: number): Promise<Set<number>> {
  const tries = await readWrongTries(sql, agreementId);
  return new Set(tries.filter(({ count }) => count >= mostWrongTries).map(({ position }) => position));
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
