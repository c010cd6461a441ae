import { AppError } from '../errors.ts';
import type { Tx } from '../db/database.ts';
import { afterLease, expire, extend } from './envelope-rules.ts';
import { findRegistered } from './agreement-store.ts';
import { holdEnvelope, saveEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';
import { linkGraceMs, prolongLinks } from './link-store.ts';
import { lockedPlaces } from './locked-places.ts';
import type { AgreementParts } from './parts.ts';
import { noteReminded, reachable, readPlaces } from './signer-store.ts';
import { hold, type Act } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import { tellAgain, tellEnded } from './tell.ts';
import { untold } from './undelivered.ts';

const system = { accountId: null, role: 'system' } as const;

/** 租约到期: whose signature never came, as when the process died over it, is asked again. False where nobody is kept. */
export async function freeOne(tx: Tx, parts: AgreementParts, id: number): Promise<boolean> {
  const at = parts.now();
  const envelope = await holdEnvelope(tx, id);
  const agreement = await findRegistered(tx, { id });
  const free = afterLease(envelope, at);
  if (agreement === null || free === envelope) return false;
  await saveEnvelope(tx, id, { before: envelope, after: free, at });
  await recordEvent(tx, agreement, { kind: 'discard', actor: system, at });
  return true;
}

/**
 * 逾期, found by the portal itself. False when it is not over. It is over also where its text or an address cannot be read any
 * more; who therefore gets no letter stands in its events.
 */
export async function expireOne(tx: Tx, parts: AgreementParts, id: number): Promise<boolean> {
  const at = parts.now();
  const envelope = await holdEnvelope(tx, id);
  const agreement = await findRegistered(tx, { id });
  const step = expire(envelope, at);
  if (agreement === null || !step.ok) return false;
  await saveEnvelope(tx, id, { before: envelope, after: step.envelope, at });
  const places = await readPlaces(tx, parts.secrets, id);
  const unreached =
    envelope.state === 'draft'
      ? []
      : await tellEnded(tx, parts, { agreement, places, how: 'expired', before: envelope });
  await recordEvent(tx, agreement, [{ kind: 'expire', actor: system, at }, ...unreached]);
  return true;
}

/** 展期. @throws AppError `conflict` (409) where it runs no more, or to an earlier deadline. */
export async function extendOne(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, deadline }: Act & { deadline: Date },
): Promise<void> {
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, id);
  const next = after(extend(envelope, { deadline, now: at }));
  await saveEnvelope(tx, id, { before: envelope, after: next, at });
  await prolongLinks(tx, { agreementId: id, endsAt: new Date(deadline.getTime() + linkGraceMs) });
  await recordEvent(tx, agreement, {
    kind: 'extend',
    actor,
    details: { deadline: deadline.toISOString() },
    at,
  });
}

const remindPauseMs = 6 * 3_600_000;

/**
 * 催签: a link once more to those whose turn it is, or to one of them, with a reason where one is given; who is at it goes on.
 * @throws AppError `conflict` (409) past the deadline, or where nobody is waited for or can be reached; `too-often` within hours
 *   of the last.
 */
export async function remind(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, position, reason }: Act & { position?: number | undefined; reason?: string | undefined },
): Promise<void> {
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, id);
  const free = afterLease(envelope, at);
  if (!['sent', 'in-progress'].includes(free.state)) throw refusal('wrong-state');
  if (free.deadline <= at) throw refusal('past-deadline');
  const asked = free.signers.filter(
    ({ state, role, position: place }) =>
      ['active', 'viewed'].includes(state) &&
      role !== 'viewer' &&
      (position === undefined || place === position),
  );
  if (asked.length === 0) throw refusal('wrong-state');
  const places = (await readPlaces(tx, parts.secrets, id)).filter((place) =>
    asked.some((one) => one.position === place.position),
  );
  const waiting = reachable(places);
  if (waiting.length === 0)
    throw new AppError('conflict', { detail: '登记的联系方式无法打开，催签发不出去。请作废后重新发起。' });
  const locked = await lockedPlaces(tx, id);
  const due = waiting.filter(
    ({ remindedAt, position: place }) =>
      locked.has(place) || remindedAt === null || at.getTime() - remindedAt.getTime() >= remindPauseMs,
  );
  if (due.length === 0)
    throw new AppError('too-often', { detail: '六小时内已催过，请稍后再催。', retryAfterSeconds: 3600 });
  const { deadline } = envelope;
  for (const signer of due)
    // Whoever guessed codes had the old link.
    await tellAgain(tx, parts, {
      ...{ agreement, signer, deadline, reason },
      keepsOlder: !locked.has(signer.position),
    });
  const positions = due.map(({ position: place }) => place);
  await noteReminded(tx, { agreementId: id, positions, at });
  const details = { signers: positions, ...(reason !== undefined && { reason }) };
  await recordEvent(tx, agreement, [
    { kind: 'remind', actor, details, at },
    ...untold(places, { letter: 'agreement.remind', at }),
  ]);
}
