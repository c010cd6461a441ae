import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { LiveCode } from './code-store.ts';
import type { CodeChannel, CodePurpose, SignerRole } from './terms.ts';

/** 验证码 counts for so long and so many wrong tries (brief/signing §4). */
export const codeLifeMs = 5 * 60_000;
export const mostCodeFailures = 5;
/** 停用: so many wrong tries at one place, over all its codes since the last right one, and none is sent until there is a new link. */
export const mostWrongTries = 20;
/** Between two codes, and within an hour: a telephone is not flooded. */
export const codePauseMs = 60_000;
export const mostCodesAnHour = 8;

/** Six digits; zeros in front count. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** What a signer's code is for when he acts himself; null for who only gets a copy. */
export function purposeOfRole(role: SignerRole): 'sign' | 'approve' | 'witness' | null {
  return ({ signer: 'sign', approver: 'approve', witness: 'witness', viewer: null } as const)[role];
}

/** Bound to signer, document and purpose: for another of them the same digits are another code. */
export type CodeBinding = {
  agreementId: number;
  position: number;
  purpose: CodePurpose;
  baseSha256: Uint8Array;
};

/** `pepper`: a keyed hash of this installation, so that a copy of the database tells no code. */
export function codeHash(code: string, binding: CodeBinding, pepper: (text: string) => Buffer): Buffer {
  const { agreementId, position, purpose, baseSha256 } = binding;
  const document = Buffer.from(baseSha256).toString('hex');
  return createHash('sha256')
    .update(pepper(`signing-code ${agreementId} ${position} ${purpose} ${document} ${code}`))
    .digest();
}

export type CodeVerdict = 'right' | 'wrong' | 'locked' | 'none' | 'other-document';

export function judgeCode(
  live: Pick<LiveCode, 'codeHash' | 'failures' | 'baseSha256' | 'purpose'> | null,
  given: { codeHash: Buffer; baseSha256: Buffer; purpose: CodePurpose },
): CodeVerdict {
  if (live === null) return 'none';
  if (live.failures >= mostCodeFailures) return 'locked';
  if (!live.baseSha256.equals(given.baseSha256) || live.purpose !== given.purpose) return 'other-document';
  return timingSafeEqual(live.codeHash, given.codeHash) ? 'right' : 'wrong';
}

/** By another way than the link where the signer has one; the same way is recorded and lowers what can be said. */
export function codeChannel(phone: string | null): CodeChannel {
  return phone === null ? 'mail' : 'sms';
}

/** 签署链接 goes by mail, whatever else is known of a signer. */
export const linkChannel: CodeChannel = 'mail';

/** 同一渠道: a code that was used went the way of its link. */
export function wentSameWay(used: readonly { channel: CodeChannel }[]): boolean {
  return used.some(({ channel }) => channel === linkChannel);
}

/** When codes were sent in the last hour, the newest first; `newest`: to who would get the next, for the same document. */
export type CodeTimes = { ofHour: readonly Date[]; newest: Date | null };

/** Seconds until another code may be sent; 0: now. */
export function secondsUntilNextCode({ ofHour, newest }: CodeTimes, now: Date): number {
  const oldest = ofHour[mostCodesAnHour - 1];
  const pause = newest === null ? 0 : newest.getTime() + codePauseMs - now.getTime();
  const hour = oldest === undefined ? 0 : oldest.getTime() + 3_600_000 - now.getTime();
  return Math.max(0, Math.ceil(Math.max(pause, hour) / 1000));
}
