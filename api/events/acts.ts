import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Database, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { embargoAgain, releasable, releaseUpcoming } from '../parcels/release.ts';
import { decide, type EventAct, type EventRefusal } from './act-rules.ts';
import { requireControl } from './control.ts';
import { appendEntry, holdEvent } from './event-store.ts';
import { fold, type EventState } from './fold-rules.ts';
import { readItems, type ItemRow } from './item-store.ts';
import type { Cue } from './log-schema.ts';
import { readReleases, writeReleases } from './release-store.ts';
import { requireRecorded } from './signing-acts.ts';

export type EventParts = { database: Database; now: () => Date };

/** An act as a host asks for it: what a take releases is the rundown's to say. */
export type HostAct =
  Exclude<EventAct, { type: 'take' | 'sign' }> | Omit<EventAct & { type: 'take' }, 'released'>;

/** Who presses, and what was on his console. */
export type Pressed = { slug: string; expectedSeq: number; actor: Actor };
type Asked = Pressed & { act: HostAct };

/**
 * Does what a host asks, in one transaction with what it makes public: the entry and the parcels are there, or neither is.
 * Returns the entry's number.
 * @throws AppError `not-found` (404), `conflict` (409) for who is behind or what does not fit the state, `refused-by-rule`
 *   (422) for a parcel that cannot be released.
 */
export async function actOn(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  asked: Asked,
): Promise<{ seq: number }> {
  const event = await holdEvent(tx, asked.slug);
  if (event === null) throw new AppError('not-found');
  const { id: eventId, state, rehearsalOf } = event;
  const isRehearsal = rehearsalOf !== null;
  const rundown = await readItems(tx, eventId);
  const at = now();
  const { accountId } = asked.actor;
  // The second key of an ending is another person's.
  if (asked.act.type !== 'end') await requireControl(tx, { eventId, accountId, at });
  const planned: EventAct = asked.act.type === 'take' ? { ...asked.act, released: [] } : asked.act;
  let cue = requireFit(state, { act: planned, rundown, expectedSeq: asked.expectedSeq });
  const seq = state.seq + 1;
  if (cue.type === 'take')
    cue = { ...cue, released: await release(tx, { rundown, item: cue.item, eventId, seq, at, isRehearsal }) };
  if (cue.type === 'amend') await requireRecorded(tx, eventId, cue);
  if (cue.type === 'revoke') await embargoAgain(tx, await readReleases(tx, eventId, cue.of), at);
  const next = fold(state, { seq, at: at.toISOString(), cue });
  await appendEntry(tx, { eventId, state: next, cue, accountId, at });
  const details = { seq, ...('item' in cue && { item: cue.item }), ...('of' in cue && { of: cue.of }) };
  await appendAudit(tx, {
    actor: asked.actor,
    action: `event.${cue.type}`,
    subject: `event:${asked.slug}`,
    details,
    at,
  });
  return { seq };
}

/** @throws AppError for what does not fit the state, and for who is behind it. */
export function requireFit(state: EventState, asked: Parameters<typeof decide>[1]): Cue {
  const decision = decide(state, asked);
  if (decision.ok) return decision.cue;
  throw refusalOf(decision.refusal, state.seq);
}

type Releasing = { rundown: readonly ItemRow[]; item: number; eventId: number; seq: number; at: Date } & {
  isRehearsal: boolean;
};

/** In a rehearsal nothing becomes public: what it shows stands in its log alone. */
async function release(tx: Tx, { rundown, item, eventId, seq, at, isRehearsal }: Releasing) {
  const parcels = rundown.find(({ id }) => id === item)?.parcels ?? [];
  if (isRehearsal) return await releasable(tx, parcels, at);
  const released = await releaseUpcoming(tx, parcels, at);
  await writeReleases(tx, { eventId, seq, released });
  return released.map(({ code, version, areaM2 }) => ({ code, version, areaM2 }));
}

const refusalWords: Record<EventRefusal, string> = {
  behind: '现场已有新的动作，请先看清再按。',
  'wrong-state': '活动现在的状态不能这样做。',
  'no-such-item': '环节单里没有这一环节。',
  'nothing-armed': '没有待播的环节，请先预备。',
  'on-air': '这一环节正在播出。',
  'no-such-entry': '没有可更正的这一条，或者已经更正过。',
  'not-a-signing': '这一环节不是签约。',
};

function refusalOf(refusal: EventRefusal, seq: number): AppError {
  const detail = refusalWords[refusal];
  if (refusal === 'no-such-item')
    return new AppError('refused-by-rule', { detail, errors: [{ path: 'item', message: detail }] });
  if (refusal === 'no-such-entry')
    return new AppError('refused-by-rule', { detail, errors: [{ path: 'of', message: detail }] });
  return new AppError('conflict', { detail: refusal === 'behind' ? `${detail}（第 ${seq} 条）` : detail });
}
