import type { Sql } from '../db/database.ts';
import { appendAnchor, lastStampedAnchor, type AnchorPlace } from './anchors.ts';
import { isStampDue } from './stamping-rules.ts';
import { hasActBehind, readNewest } from './store.ts';

export const stampEveryMs = 60_000;

/** RFC 3161: gives a TimeStampToken (DER) over a digest, or throws. */
export type StampAuthority = {
  timestamp(digest: Uint8Array, algorithm: 'SHA-256'): Promise<Uint8Array>;
};

type Stamping = { place: AnchorPlace; authority: StampAuthority; now: () => Date };

/**
 * Returns what has the end of the log stamped by a time stamping authority when it is due, as an anchor with a token: what
 * stands before it cannot be written anew unseen, by nobody. The hash of a row is the digest that is stamped.
 * Throws what the authority throws. It is asked once a minute at most.
 */
export function createStamping(sql: Sql, { place, authority, now }: Stamping) {
  let stamped: { seq: number; at: Date } | null | undefined;
  let restsUntil = 0;
  return async function stampNewest(): Promise<void> {
    const at = now();
    if (at.getTime() < restsUntil) return;
    if (stamped === undefined) {
      const last = await lastStampedAnchor(place);
      stamped = last && { seq: last.seq, at: new Date(last.at) };
    }
    const newest = await readNewest(sql);
    if (newest === null) return;
    const isAwaited = await hasActBehind(sql, { action: 'agreement.complete', seq: stamped?.seq ?? 0 });
    if (!isStampDue({ newest: newest.seq, stamped, isAwaited, at })) return;
    restsUntil = at.getTime() + stampEveryMs;
    const token = Buffer.from(await authority.timestamp(newest.hash, 'SHA-256')).toString('base64');
    const { seq, hash } = newest;
    await appendAnchor(place, { seq, hash: hash.toString('hex'), at: at.toISOString(), token });
    stamped = { seq, at };
  };
}
