import { AppError } from '../errors.ts';
import type { Actor } from './actor.ts';
import { staffRoles, type Role } from './terms.ts';

/** A proof of who acts is taken for recent for so long. */
const recentProofMs = 5 * 60_000;

/**
 * For what must not be done from a desk somebody has left: approve, recall, change of roles and departments, exports of staff data.
 * @throws AppError `proof-needed` (403) unless this session proved who it is within the last five minutes.
 */
export function requireRecentProof(actor: Pick<Actor, 'provedAt'>, now: Date): void {
  if (now.getTime() - actor.provedAt.getTime() <= recentProofMs) return;
  throw new AppError('proof-needed', { detail: '请再次输入密码或动态验证码，五分钟内有效。' });
}

export function isStaff(role: Role): boolean {
  return staffRoles.some((staffRole) => staffRole === role);
}

/** The one spelling of an address that is kept and compared. */
export function normalEmail(written: string): string {
  return written.normalize('NFKC').trim().toLowerCase();
}
