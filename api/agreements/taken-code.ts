import type { Tx } from '../db/database.ts';
import type { AppError } from '../errors.ts';
import { holdLiveCode, noteCodeFailure, noteCodeUsed } from './code-store.ts';
import { codeHash, judgeCode, mostCodeFailures, type CodeVerdict } from './codes.ts';
import type { SignerPlace } from './link-store.ts';
import { noteIfLocked, refuseLocked } from './locked-places.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';
import type { CodePurpose } from './terms.ts';

type TakenCode = SignerPlace & {
  code: string;
  /** What it was sent for: the draft, or what was sent to be signed. */
  base: { sha256: Buffer };
  purpose: Exclude<CodePurpose, 'batch'>;
};

/** In a transaction that holds the agreement. A wrong try is counted in it, which therefore must be committed. */
export async function takeCode(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, code, base, purpose }: TakenCode,
): Promise<CodeVerdict> {
  await refuseLocked(tx, { agreementId, position });
  const { secrets, now } = parts;
  const at = now();
  const live = await holdLiveCode(tx, { agreementId, position }, at);
  const binding = { agreementId, position, purpose, baseSha256: base.sha256 };
  const verdict = judgeCode(live, {
    codeHash: codeHash(code, binding, secrets.index),
    baseSha256: base.sha256,
    purpose,
  });
  if (live !== null && verdict === 'wrong') {
    await noteCodeFailure(tx, live.id);
    await noteIfLocked(tx, parts, { agreementId, position });
  }
  if (live !== null && verdict === 'right') await noteCodeUsed(tx, live.id, at);
  return verdict;
}

/** After the transaction. @throws AppError `refused-by-rule` (422) unless the code is right. */
export function refuseCode(verdict: CodeVerdict): void {
  if (verdict === 'wrong') throw wrongCode();
  if (verdict !== 'right') throw codeRefusal(verdict);
}

export function wrongCode(): AppError {
  const message = `验证码不对；连错 ${mostCodeFailures} 次须重新获取。`;
  return refusedFor('code-wrong', 'refused-by-rule', {
    detail: message,
    about: String(mostCodeFailures),
    errors: [{ path: 'otp', message }],
  });
}

const reasons = {
  none: 'code-none',
  locked: 'code-locked',
  'other-document': 'code-other-document',
} as const;

export function codeRefusal(verdict: Exclude<CodeVerdict, 'right' | 'wrong'>): AppError {
  const message = {
    none: '请先获取验证码；验证码 5 分钟内有效，只能用一次。',
    locked: `已连错 ${mostCodeFailures} 次，请重新获取验证码。`,
    'other-document': '验证码不是为这份文件发的，请重新获取。',
  }[verdict];
  return refusedFor(reasons[verdict], 'refused-by-rule', {
    detail: message,
    ...(verdict === 'locked' && { about: String(mostCodeFailures) }),
    errors: [{ path: 'otp', message }],
  });
}
