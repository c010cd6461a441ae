import { rehearseProject } from '../agreements/rehearsed.ts';
import type { Actor, SystemActor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { EventParts } from './acts.ts';
import { holdEvent, insertEvent, type EventRow } from './event-store.ts';
import { copyRundown, copySigning, countRehearsals, readCopiedSignings } from './rehearsal-store.ts';

/** Of an address, of which `-rehearsal-` and the number are the end. */
const mostSlugLength = 60;
const mostTries = 20;

type Asked = { slug: string; actor: Actor | SystemActor; accountId: number };

/**
 * 演练: a copy of an event from its beginning: rundown, venues and times as they stand, nothing released, nothing signed, nothing
 * said. Its signings are of projects of its own (演练项目). Only staff see it; it is never announced.
 * @throws AppError `not-found` (404), `conflict` (409) for a rehearsal, which is not rehearsed itself.
 */
export async function makeRehearsal(
  tx: Tx,
  { now }: Pick<EventParts, 'now'>,
  { slug, actor, accountId }: Asked,
): Promise<{ slug: string }> {
  const event = await holdEvent(tx, slug);
  if (event === null) throw new AppError('not-found');
  if (event.rehearsalOf !== null)
    throw new AppError('conflict', {
      reason: 'rehearsal',
      detail: `这是 ${event.rehearsalOf} 的演练；请从原活动再建一次演练。`,
    });
  const at = now();
  const copy = await insertCopy(tx, event, { accountId, at });
  await copyRundown(tx, { from: event.id, to: copy.id });
  for (const { item, ...project } of await readCopiedSignings(tx, { from: event.id, to: copy.id })) {
    const own = await rehearseProject(tx, { ...project, rehearsal: copy.id, accountId, at });
    await copySigning(tx, { item, eventId: copy.id, projectId: own }, event.id);
  }
  const details = { rehearsal: copy.slug };
  await appendAudit(tx, { actor, action: 'event.rehearse', subject: `event:${slug}`, details, at });
  return { slug: copy.slug };
}

/** Under the next free number; what began long ago begins now. */
async function insertCopy(tx: Tx, event: EventRow, { accountId, at }: { accountId: number; at: Date }) {
  const had = await countRehearsals(tx, event.id);
  for (let number = had + 1; number <= had + mostTries; number += 1) {
    const slug = rehearsalSlug(event.slug, number);
    const startsAt = event.startsAt > at ? event.startsAt : at;
    const copy = { slug, title: event.title, startsAt, isAnnounced: false, accountId, at };
    const id = await insertEvent(tx, { ...copy, rehearsalOf: event.id });
    if (id !== null) return { id, slug };
  }
  throw new AppError('conflict', { detail: '演练的地址都已用于别的活动。' });
}

function rehearsalSlug(slug: string, number: number): string {
  const ending = `-rehearsal-${number}`;
  return slug.slice(0, mostSlugLength - ending.length).replace(/-$/, '') + ending;
}
