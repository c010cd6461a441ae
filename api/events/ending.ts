import { canonicalSha256 } from '../canonical-json.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { actOn, requireFit, type EventParts, type Pressed } from './acts.ts';
import { holdEvent, readEntries } from './event-store.ts';
import { insertEnding, readStanding, writeEndAsked } from './staff-store.ts';

/**
 * 结束活动 takes two people: the first one asks, another one confirms the same state, and the totals are kept with the hash
 * of the log. Whatever happened in between, the asking was of another state and has to be done again.
 * @throws AppError as `actOn`.
 */
export async function endByTwo(
  tx: Tx,
  parts: Pick<EventParts, 'now'>,
  { slug, expectedSeq, actor }: Pressed,
): Promise<{ seq: number; isEnded: boolean }> {
  const event = await holdEvent(tx, slug);
  if (event === null) throw new AppError('not-found');
  const { id: eventId, state } = event;
  requireFit(state, { act: { type: 'end' }, rundown: [], expectedSeq });
  const { endAsked } = await readStanding(tx, eventId);
  const { accountId } = actor;
  if (endAsked === null || endAsked.seq !== state.seq || endAsked.by === accountId) {
    const at = parts.now();
    await writeEndAsked(tx, { eventId, accountId, seq: state.seq, at });
    await appendAudit(tx, { actor, action: 'event.ask-end', subject: `event:${slug}`, at });
    return { seq: state.seq, isEnded: false };
  }
  const { seq } = await actOn(tx, parts, { slug, act: { type: 'end' }, expectedSeq, actor });
  await keepEnding(tx, { eventId, seq, askedBy: endAsked.by, confirmedBy: accountId });
  return { seq, isEnded: true };
}

type Ended = { eventId: number; seq: number; askedBy: number; confirmedBy: number };

/** The totals as they stand with entry `seq`, the last one, and the hash of the whole log. */
export async function keepEnding(tx: Tx, { eventId, seq, ...people }: Ended): Promise<void> {
  const entries = await allEntries(tx, eventId);
  const last = entries.at(-1);
  if (last?.seq !== seq) throw new Error('an event that ends has entries');
  const { totals } = last;
  const logSha256 = canonicalSha256(entries);
  await insertEnding(tx, { ...people, eventId, seq, at: new Date(last.at), totals, logSha256 });
}

async function allEntries(tx: Tx, eventId: number) {
  const entries = await readEntries(tx, eventId, 0);
  for (let more = entries; more.length > 0;) {
    more = await readEntries(tx, eventId, entries.at(-1)?.seq ?? 0);
    entries.push(...more);
  }
  return entries;
}
