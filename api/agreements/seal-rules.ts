import type { CodeChannel, Tier } from './terms.ts';

const pausesMs = [1, 5, 15, 60].map((minutes) => minutes * 60_000);

/** Until the next try after so many that failed. */
export function sealPauseMs(attempts: number): number {
  return pausesMs[Math.min(attempts, pausesMs.length - 1)] ?? 3_600_000;
}

/**
 * 证书等级 that was really reached, never more (brief/signing §2). Test certificates prove nothing. A platform that keeps one
 * certificate for all is a witness (T1) and no more, whatever way the codes went; T2 and T3 need certificates of the signers'
 * own, which no provider of this version gives.
 */
export function tierOf({ isTest }: { isTest: boolean; channels: readonly CodeChannel[] }): Tier {
  return isTest ? 'T0' : 'T1';
}
