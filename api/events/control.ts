import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { EventParts } from './acts.ts';
import { holdEvent } from './event-store.ts';
import { readStanding, releaseControl, takeControl } from './staff-store.ts';

/** A console that is silent for so long has lost control; another one may take it. */
const leaseMs = 15_000;

type Asked = { slug: string; actor: Actor; isReleased: boolean };

/**
 * 主控权: takes it, keeps it, or gives it back. While a console keeps it nobody else presses anything but the second key of
 * an ending; where no console has it, whoever is a host may.
 * @throws AppError `not-found` (404), `conflict` (409) while somebody else keeps it.
 */
export async function keepControl(tx: Tx, { now }: Pick<EventParts, 'now'>, asked: Asked): Promise<void> {
  const { slug, actor, isReleased } = asked;
  const event = await holdEvent(tx, slug);
  if (event === null) throw new AppError('not-found');
  const { accountId } = actor;
  if (isReleased) return releaseControl(tx, event.id, accountId);
  const at = now();
  const { control } = await readStanding(tx, event.id);
  const until = new Date(at.getTime() + leaseMs);
  if (!(await takeControl(tx, { eventId: event.id, accountId, at, until }))) throw heldBy(control?.name);
  if (control?.by === accountId) return;
  await appendAudit(tx, { actor, action: 'event.control', subject: `event:${slug}`, at });
}

/** @throws AppError `conflict` (409) while another console has control. */
export async function requireControl(
  tx: Tx,
  { eventId, accountId, at }: { eventId: number; accountId: number; at: Date },
): Promise<void> {
  const { control } = await readStanding(tx, eventId);
  if (control !== null && control.by !== accountId && control.until > at) throw heldBy(control.name);
}

function heldBy(name = ''): AppError {
  return new AppError('conflict', {
    detail: `主控权现在在${name}手上，${leaseMs / 1000} 秒没有回应后可以接管。`,
  });
}
