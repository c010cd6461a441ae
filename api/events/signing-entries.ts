import { appendAudit } from '../audit/store.ts';
import type { Database, Tx } from '../db/database.ts';
import type { EventParts } from './acts.ts';
import { appendEntry, findEvent, holdEvent } from './event-store.ts';
import { fold } from './fold-rules.ts';
import type { Cue } from './log-schema.ts';
import { dueEntry, isWhole, type DueEntry, type WholeTie } from './signing-rules.ts';
import { insertSaid, listSigningEvents, noteTakenBack, readSaid, readTies } from './signing-store.ts';

const system = { accountId: null, role: 'system' } as const;

/** How often it is looked without being woken: the sealing may have been another process's. */
export const lookAtSealingEveryMs = 1_000;

/**
 * 已生效: writes into the log of each event what the sealing of its agreements came to, whichever process sealed them and however
 * long after. Nobody at the stage waits for it, and it waits for nobody: what is not sealed is looked at again.
 * @throws AggregateError after all were tried, of those at which it failed.
 */
export function createSealingLook({ database, now }: EventParts) {
  /** Of each event what it was when its log owed nothing. */
  const settled = new Map<number, string>();
  return async (signal: AbortSignal): Promise<void> => {
    const failures: unknown[] = [];
    for (const { id, slug, mark } of await listSigningEvents(database.sql)) {
      if (signal.aborted) break;
      if (settled.get(id) === mark) continue;
      try {
        while (await owes(database, slug)) await database.transaction((tx) => sayDue(tx, { now }, slug));
        settled.set(id, mark);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'logs of events lack what was sealed');
  };
}

/** Looked at without holding the event, which hosts and viewers wait for. */
async function owes({ sql }: Database, slug: string): Promise<boolean> {
  const event = await findEvent(sql, slug);
  if (event === null) return false;
  const [ties, said] = await Promise.all([readTies(sql, event.id), readSaid(sql, event.id)]);
  return ties.some((tie) => dueEntry(event.state, tie, said) !== null);
}

/** One entry, the first that is due: decided anew by who holds the event, so that two who come at once write it once. */
async function sayDue(tx: Tx, { now }: Pick<EventParts, 'now'>, slug: string): Promise<void> {
  const event = await holdEvent(tx, slug);
  if (event === null) return;
  const { id: eventId, state } = event;
  const said = await readSaid(tx, eventId);
  for (const tie of await readTies(tx, eventId)) {
    const due = dueEntry(state, tie, said);
    if (due === null || !isWhole(tie)) continue;
    const at = now();
    const seq = state.seq + 1;
    const cue = cueOf(tie, due);
    const next = fold(state, { seq, at: at.toISOString(), cue });
    await appendEntry(tx, { eventId, state: next, cue, accountId: null, at });
    await noteSaid(tx, { eventId, seq, tie, due });
    const details = { seq, item: tie.item, agreement: tie.agreement.number, ...whatOf(due) };
    await appendAudit(tx, {
      actor: system,
      action: `event.${due.type}`,
      subject: `event:${slug}`,
      details,
      at,
    });
    return;
  }
}

function cueOf({ item }: WholeTie, due: DueEntry): Cue {
  return due.type === 'sign' ? { ...due, item } : due;
}

function whatOf(due: DueEntry) {
  return due.type === 'sign' ? { state: due.state } : { of: due.of };
}

type Noted = { eventId: number; seq: number; tie: WholeTie; due: DueEntry };

async function noteSaid(tx: Tx, { eventId, seq, tie, due }: Noted): Promise<void> {
  if (due.type === 'revoke') return noteTakenBack(tx, { eventId, seq: due.of, by: seq });
  const { item, agreement } = tie;
  await insertSaid(tx, eventId, { seq, item, agreement: agreement.id, state: due.state, isPaper: false });
}
