import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendAudit } from '../audit/store.ts';
import type { City } from '../city/pack.ts';
import type { CityPack } from '../city/schema.ts';
import { claimInstallation } from '../city/store.ts';
import { batchDeadlineMs, type Database, type Tx } from '../db/database.ts';
import type { Env } from '../env.ts';
import { decide } from '../events/act-rules.ts';
import { keepEnding } from '../events/ending.ts';
import { appendEntry, findEvent, insertEvent } from '../events/event-store.ts';
import { fold, notBegun } from '../events/fold-rules.ts';
import { insertItems, readItems } from '../events/item-store.ts';
import { writeVenues } from '../events/rundown-store.ts';
import { writePaperAsked, writeTie } from '../events/signing-store.ts';
import { writeEndAsked } from '../events/staff-store.ts';
import { officersOf, prepareStaff } from './accounts.ts';
import { writeInventedProjects } from './event-projects.ts';
import { stepsOf, type PlayedItem, type Step } from './event-rules.ts';
import { InventedEvent } from './event-schema.ts';
import { readFirstVersions } from './event-store.ts';

/** Who pressed, and who was the second person wherever it takes two. */
type Hosts = { first: number; second: number };

const paperReason = '示例：当天在纸上签署，事后补记';

/**
 * After the demonstration city: the event that it recalls, over and to be replayed, at its own time. Written as hosts would have
 * pressed it, in one transaction; nobody is told, and no parcel becomes public by it. Where there is an event at its address,
 * or no demonstration, nothing is written. Returns how many entries its log has.
 */
export async function loadDemonstrationEvent(
  database: Database,
  { city: { pack }, env, now }: { city: City; env: Pick<Env, 'city'>; now: Date },
): Promise<number> {
  const event = await readInventedEvent(pack);
  if (event === null) return 0;
  return database.transaction(
    async (tx) => {
      // Two servers may start at once: whoever comes second finds it done.
      const { demonstrationShiftDays } = await claimInstallation(tx, env.city);
      if (demonstrationShiftDays === null || (await findEvent(tx, event.slug)) !== null) return 0;
      const staff = await prepareStaff(tx, pack, { of: ['publisher', 'reviewer', 'host'], at: now });
      const officers = officersOf(staff);
      const [first, second] = staff.filter(({ role }) => role === 'host').map(({ accountId }) => accountId);
      const reviewer = staff.find(({ role }) => role === 'reviewer')?.accountId;
      const atCity = officers.get(pack.hotline.department);
      if (first === undefined || second === undefined || reviewer === undefined || atCity === undefined)
        throw new Error('an event is run by two hosts, its projects by publishers and a reviewer');
      const signed = await writeInventedProjects(tx, event, {
        officerOf: (department) => officers.get(department) ?? atCity,
        ...{ reviewer, signedAt: new Date(event.startsAt) },
      });
      const entries = await writeInventedEvent(tx, { event, signed, hosts: { first, second } });
      const details = { entries };
      const actor = { accountId: null, role: 'system' } as const;
      const subject = `event:${event.slug}`;
      await appendAudit(tx, { actor, action: 'demonstration.load', subject, details, at: now });
      return entries;
    },
    { deadlineMs: batchDeadlineMs },
  );
}

/** Null: a city may bring a demonstration without any. */
export async function readInventedEvent({ demonstration }: CityPack): Promise<InventedEvent | null> {
  if (demonstration === null) return null;
  const file = join('data', demonstration.folder, 'event.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : InventedEvent.parse(JSON.parse(text));
}

type Written = {
  event: InventedEvent;
  signed: Awaited<ReturnType<typeof writeInventedProjects>>;
  hosts: Hosts;
};

async function writeInventedEvent(tx: Tx, { event, signed, hosts }: Written): Promise<number> {
  const { slug, title, venues, items, notice } = event;
  const startsAt = new Date(event.startsAt);
  const made = { slug, title, startsAt, isAnnounced: true, accountId: hosts.first, at: startsAt };
  const eventId = await insertEvent(tx, made);
  if (eventId === null) throw new Error('the address was just free');
  await writeVenues(tx, eventId, venues);
  const unknown = await insertItems(tx, eventId, items);
  if (unknown !== null) throw new Error(`there is no parcel ${unknown.code}`);
  const parcels = await readFirstVersions(
    tx,
    items.flatMap(({ parcelCodes }) => parcelCodes),
  );
  const rundown = await readItems(tx, eventId);
  const played = rundown.map(({ id, plannedSeconds }, index): PlayedItem => {
    const { parcelCodes = [], signing = null } = items[index] ?? {};
    return {
      ...{ id, plannedSeconds, released: parcelCodes.flatMap((code) => parcels.get(code) ?? []) },
      signed: signing === null ? null : (signed.get(signing) ?? null),
    };
  });
  for (const { id: item, signed: said } of played) {
    if (said === null) continue;
    const { project: projectId, ceremony, talents } = said;
    await writeTie(tx, { item, eventId, projectId, agreementId: null, ceremony, talents });
    await writePaperAsked(tx, { item, reason: paperReason, accountId: hosts.first, at: startsAt });
  }
  return writeLog(tx, { eventId, rundown, steps: stepsOf(played, { startsAt, notice }), hosts });
}

type Log = { eventId: number; rundown: Awaited<ReturnType<typeof readItems>>; steps: Step[]; hosts: Hosts };

/** By the rules that hold for a console: what no host could have pressed is no log. */
async function writeLog(tx: Tx, { eventId, rundown, steps, hosts }: Log): Promise<number> {
  const { first, second } = hosts;
  let state = notBegun;
  for (const { at, act } of steps) {
    if (act.type === 'end') await writeEndAsked(tx, { eventId, accountId: first, seq: state.seq, at });
    const decision = decide(state, { act, rundown, expectedSeq: state.seq });
    if (!decision.ok) throw new Error(`${act.type} is no act of an event that is ${state.status}`);
    const { cue } = decision;
    state = fold(state, { seq: state.seq + 1, at: at.toISOString(), cue });
    const accountId = cue.type === 'sign' || cue.type === 'end' ? second : first;
    await appendEntry(tx, { eventId, state, cue, accountId, at });
  }
  await keepEnding(tx, { eventId, seq: state.seq, askedBy: first, confirmedBy: second });
  return state.seq;
}
