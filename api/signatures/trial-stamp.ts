import { webcrypto } from 'node:crypto';
import type { TimestampAuthority } from '@libpdf/core';
import { StartError } from '../errors.ts';
import { UnknownStamper } from './watched-timestamps.ts';

/**
 * 试盖时间戳: asks for one timestamp of nothing, since what cannot be verified later should be known before anybody signs.
 * Returns why none can be had now: who is away may come back, and until then each signature fails by itself. Null: all is well.
 * @throws StartError when who answers leads to none of the roots.
 */
export async function tryTimestamps(authority: TimestampAuthority): Promise<Error | null> {
  try {
    await authority.timestamp(webcrypto.getRandomValues(new Uint8Array(32)), 'SHA-256');
    return null;
  } catch (cause) {
    if (cause instanceof UnknownStamper)
      throw new StartError(
        'The time stamping authority at TSA_URL leads to no root that is known here: name in SIGNING_ROOTS a file (PEM) with its root and that of SIGNING_P12.',
        { cause },
      );
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}
