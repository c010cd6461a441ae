import type { TimestampAuthority } from '@libpdf/core';
import type { TrustedRoots } from './signed-data.ts';
import { judgeStamp, readStamp } from './timestamp-token.ts';

/** A clock that is further from ours is not believed; one of the two is wrong. */
const mostSkewMs = 60_000;

/** A timestamp came, and its maker leads to none of the roots: nobody could verify it later. */
export class UnknownStamper extends Error {
  override name = 'UnknownStamper';
}

/**
 * Timestamps of an authority elsewhere, taken only if they stamp the digest that was asked for (RFC 3161, 2.2: the requester
 * shall verify it), their clock and ours differ by a minute at most, and who signed them may stamp and leads to one of `roots`.
 * What is no such token makes no signature.
 * @throws Error that says which of them it was; the authority's own where it does not answer.
 */
export function watchedTimestamps(
  authority: TimestampAuthority,
  { now, roots }: { now: () => Date; roots: TrustedRoots },
): TimestampAuthority {
  return {
    async timestamp(digest, algorithm) {
      const token = new Uint8Array(await authority.timestamp(digest, algorithm));
      const stamp = readStamp(token);
      if (stamp === null) throw new Error('the time stamping authority answered with no token');
      if (!Buffer.from(digest).equals(stamp.digest))
        throw new Error('the time stamping authority stamped something else');
      const skewMs = stamp.at.getTime() - now().getTime();
      if (Math.abs(skewMs) > mostSkewMs)
        throw new Error(
          `the clocks of the time stamping authority and of this server are ${Math.round(skewMs / 1000)} s apart: set this one right`,
        );
      const { isIntact, isTrusted } = await judgeStamp(token, roots);
      if (!isTrusted) throw new UnknownStamper('who stamped leads to no root that is known here');
      if (!isIntact) throw new Error('the timestamp is not signed by whom it names');
      return token;
    },
  };
}
