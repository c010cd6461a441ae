import { randomUUID } from 'node:crypto';
import type { Actor } from '../../api/accounts/actor.ts';
import { actOn, type HostAct } from '../../api/events/acts.ts';
import type { NewItem } from '../../api/events/rundown-schema.ts';
import { insertEvent } from '../../api/events/event-store.ts';
import { insertItems } from '../../api/events/item-store.ts';
import type { Database } from '../../api/db/database.ts';
import type { SignedIn } from './accounts.ts';

const title = { zh: '云招商', en: 'Cloud event' };

/** An announced event of two speeches, whose host is `who`; `press` writes the next entry. */
export async function liveEvent(database: Database, who: SignedIn) {
  const slug = `live-${randomUUID().slice(0, 8)}`;
  const at = new Date('2026-11-22T02:00:00Z');
  const speech: NewItem = {
    ...{ kind: 'speech', title, plannedSeconds: 60, parcelCodes: [], venue: null, notes: '' },
  };
  const id = await database.transaction(async (tx) => {
    const event = { slug, title, startsAt: at, isAnnounced: true, accountId: who.accountId, at };
    const made = await insertEvent(tx, event);
    if (made === null) throw new Error(`${slug} is another event's`);
    await insertItems(tx, made, [speech, speech]);
    return made;
  });
  const items = await database.sql<{ id: number }[]>`
    select id::int as id from live_item where event_id = ${id} order by position`;
  const [first, second] = items.map((item) => item.id);
  let seq = 0;
  const actor: Actor = {
    accountId: who.accountId,
    role: 'host',
    department: null,
    competences: [],
    provedAt: at,
    lacksSecondFactor: false,
  };
  const act = async (asked: HostAct) => {
    ({ seq } = await database.transaction((tx) =>
      actOn(tx, { now: () => at }, { slug, act: asked, expectedSeq: seq, actor }),
    ));
    return seq;
  };
  return {
    ...{ slug, id, first: first ?? 0, second: second ?? 0, act },
    /** The log ends elsewhere than it did: presses go on behind that entry. */
    goOnBehind: (last: number) => void (seq = last),
  };
}
