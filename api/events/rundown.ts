import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError, type ProblemPlace } from '../errors.ts';
import type { EventParts } from './acts.ts';
import { appendEntry, holdEvent, insertEvent } from './event-store.ts';
import { fold } from './fold-rules.ts';
import { insertItems, readItems, replaceItems, type ItemRow, type UnknownParcel } from './item-store.ts';
import { hasBegun, heldFaults, rundownFaults } from './rundown-rules.ts';
import type { NewItem, RundownBody, SavedItem } from './rundown-schema.ts';
import type { Venue } from './event-schema.ts';
import { deleteOtherVenues, readSaved, writeAnnounced, writeHead, writeVenues } from './rundown-store.ts';

type By = { actor: Actor; at: Date };
type Made = By & {
  event: {
    slug: string;
    title: { zh: string; en: string };
    startsAt: Date;
    isAnnounced: boolean;
    venues: readonly Venue[];
    items: readonly NewItem[];
  };
};

/**
 * An event with its rundown.
 * @throws AppError `refused-by-rule` (422) naming each place that contradicts another, or what there is none of.
 */
export async function makeEvent(tx: Tx, { event, actor, at }: Made): Promise<void> {
  const { slug, venues, items } = event;
  refuse(rundownFaults(event));
  const id = await insertEvent(tx, { ...event, accountId: actor.accountId, at });
  if (id === null) refuse([{ path: 'slug', message: `${slug} 已用于另一场活动，请换一个地址名` }]);
  else {
    await writeVenues(tx, id, venues);
    refuseUnknown(await insertItems(tx, id, items));
  }
  await appendAudit(tx, { actor, action: 'event.make', subject: `event:${slug}`, at });
}

type Asked = { slug: string; body: RundownBody; actor: Actor };

/**
 * Saves a rundown that somebody has read as `expectedVersion`. Once the event has begun only what was not yet on air, and is
 * not armed, may be added, moved or changed; venues may be until the end, since a stream that fails has to be replaced. Each
 * saving is an entry of the log, so that whoever follows reads the rundown again.
 * @throws AppError `not-found` (404), `conflict` (409) where somebody else has saved, where an item is held, or after the
 *   end; `refused-by-rule` (422) naming each place that contradicts another, or what there is none of.
 */
export async function saveRundown(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  { slug, body, actor }: Asked,
): Promise<{ version: number; seq: number }> {
  const event = await holdEvent(tx, slug);
  const saved = await readSaved(tx, slug);
  if (event === null || saved === null) throw new AppError('not-found');
  const { id: eventId, state } = event;
  if (state.status === 'ended')
    throw new AppError('conflict', { reason: 'ended', detail: '活动已经结束，环节单留作记录，不能再改。' });
  if (saved.version !== body.expectedVersion) throw savedMeanwhile(saved, body.expectedVersion);
  refuse(rundownFaults(body));
  const startsAt = new Date(body.startsAt);
  const before = { ...event, items: (await readItems(tx, eventId)).map(savedItem) };
  const held = heldFaults(state, before, { title: body.title, startsAt, items: body.items });
  if (held.length > 0) throw new AppError('conflict', { ...said(held), reason: 'held' });

  const at = now();
  await writeVenues(tx, eventId, body.venues);
  refuseUnknown(await replaceItems(tx, eventId, body.items));
  await deleteOtherVenues(tx, eventId, body.venues);
  const { accountId } = actor;
  const version = await writeHead(tx, eventId, { title: body.title, startsAt, accountId, at });
  const seq = state.seq + 1;
  const cue = { type: 'rundown' } as const;
  const next = fold(state, { seq, at: at.toISOString(), cue });
  await appendEntry(tx, { eventId, state: next, cue, accountId, at });
  const details = { seq, version, items: body.items.length };
  await appendAudit(tx, { actor, action: 'event.rundown', subject: `event:${slug}`, details, at });
  return { version, seq };
}

type Announcing = { slug: string; isAnnounced: boolean; actor: Actor };

/**
 * 公布, or its withdrawal before the event has begun; what is so already stays so.
 * @throws AppError `not-found` (404), `conflict` (409) for taking back what has begun.
 */
export async function announceEvent(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  { slug, isAnnounced, actor }: Announcing,
): Promise<void> {
  const event = await holdEvent(tx, slug);
  if (event === null) throw new AppError('not-found');
  if (event.isAnnounced === isAnnounced) return;
  if (event.rehearsalOf !== null)
    throw new AppError('conflict', { reason: 'rehearsal', detail: '这是演练，只给工作人员看，不能公布。' });
  if (!isAnnounced && hasBegun(event.state))
    throw new AppError('conflict', {
      reason: 'begun',
      detail: '活动已经开播，公布不能再撤回；要停下来，请在场控台暂停、切断画面或结束活动。',
    });
  await writeAnnounced(tx, event.id, isAnnounced);
  const action = isAnnounced ? 'event.announce' : 'event.unannounce';
  await appendAudit(tx, { actor, action, subject: `event:${slug}`, at: now() });
}

function savedItem({ parcels, ...item }: ItemRow): SavedItem {
  return { ...item, parcelCodes: parcels.map(({ code }) => code) };
}

function savedMeanwhile({ version, savedBy }: { version: number; savedBy: string | null }, expected: number) {
  return new AppError('conflict', {
    reason: 'saved-meanwhile',
    about: String(version),
    detail: `${savedBy ?? '别人'}已存了第 ${version} 版，你改的是第 ${expected} 版。没有写入；请先看新的一版，再保存你的改动。`,
    errors: [{ path: 'expectedVersion', message: `现在是第 ${version} 版` }],
  });
}

function refuseUnknown(unknown: UnknownParcel | null): void {
  if (unknown === null) return;
  const { index, code } = unknown;
  const message = `第 ${index + 1} 项的地块 ${code} 不存在，请核对编号，或先发布到以后的日期`;
  refuse([{ path: `items.${index}.parcelCodes`, message }]);
}

function refuse(faults: readonly ProblemPlace[]): void {
  if (faults.length > 0) throw new AppError('refused-by-rule', said(faults));
}

/** All places, and the first few in words. */
function said(faults: readonly ProblemPlace[]): { detail: string; errors: ProblemPlace[] } {
  const first = faults.slice(0, 5).map(({ message }) => message);
  return { detail: `${first.join('；')}。`, errors: faults.slice(0, 100) };
}
