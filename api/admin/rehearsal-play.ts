import { z } from 'zod';
import { tendAgreements } from '../agreements/errand.ts';
import type { AgreementParts } from '../agreements/parts.ts';
import type { createApp } from '../app.ts';
import { StartError } from '../errors.ts';
import { findEvent } from '../events/event-store.ts';
import { createSealingLook } from '../events/signing-entries.ts';
import type { Totals } from '../events/totals-rules.ts';
import type { SealedLetter } from '../letters/store.ts';
import { openConsole, type PlayedConsole } from './rehearsal-host.ts';
import { readPlan, type PlannedItem, type PlannedSigning } from './rehearsal-plan.ts';
import { askIn, parsed, type Ask } from './rehearsal-requests.ts';
import { sendAgreement, signByAll, type Signatories } from './rehearsal-signers.ts';
import { dismissRobots, employRobots, type Robots } from './rehearsal-staff.ts';

/** `letters`: what the parts take of what would have been sent. */
export type Play = {
  app: Awaited<ReturnType<typeof createApp>>;
  parts: AgreementParts;
  letters: readonly SealedLetter[];
  /** One line for whoever watches. */
  tell: (line: string) => void;
  signal: AbortSignal;
};

export type Played = { slug: string; isWhole: boolean; totals: Totals };

/**
 * 演练: makes a rehearsal of an event and plays it to its end with programs as hosts, office and signers, by the ways that people
 * go. Where the signal ends it, what has begun is ended by both hosts and nothing goes on.
 * @throws StartError for an event that cannot be rehearsed, or where the portal refuses something, in its words.
 */
export async function playRehearsal(play: Play, original: string): Promise<Played> {
  const { app, parts, tell } = play;
  const { database, city, now } = parts;
  const event = await findEvent(database.sql, original);
  if (event === null) throw new StartError(`There is no event ${original}.`);
  const ask = askIn(app);
  const employ = async (departments: readonly string[]) =>
    await employRobots(database, { pack: city.pack, departments, at: now() });
  let robots = await employ([]);
  try {
    const { slug } = await parsed(
      ask(robots.hosts.first.cookie, `POST /api/events/${original}/rehearse`),
      z.object({ slug: z.string() }),
    );
    tell(`演练 ${slug}`);
    const plan = await readPlan(database.sql, { rehearsal: slug, original });
    robots = await employ(plan.flatMap(({ signing }) => signing?.department ?? []));
    const desk = openConsole(ask, robots.hosts, slug);
    const isWhole = await playAll({ ...play, ask, robots, desk }, plan);
    await desk.end();
    if (isWhole) await signAfterwards({ ...play, ask, robots, desk }, plan);
    const { totals } = await desk.read();
    return { slug, isWhole, totals };
  } finally {
    await dismissRobots(database, robots, now());
  }
}

type Stage = Play & { ask: Ask; robots: Robots; desk: PlayedConsole };

/** Item after item; false where it was stopped. */
async function playAll(stage: Stage, plan: readonly PlannedItem[]): Promise<boolean> {
  const { tell, signal, desk } = stage;
  for (const [index, { id, title, signing }] of plan.entries()) {
    if (signal.aborted) return false;
    tell(`${index + 1}/${plan.length} ${title}`);
    try {
      const isEarly = signing?.ceremony === 'before';
      if (signing !== null && isEarly) await signOne(stage, { item: id, signing });
      if (signing?.ceremony !== 'on-stage') await desk.show(id);
      else await signOne(stage, { item: id, signing, whenSent: () => desk.show(id) });
      await look(stage);
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }
  return !signal.aborted;
}

/** 会后补签. */
async function signAfterwards(stage: Stage, plan: readonly PlannedItem[]): Promise<void> {
  for (const { id, title, signing } of plan) {
    if (signing?.ceremony !== 'after' || stage.signal.aborted) continue;
    stage.tell(`会后补签 ${title}`);
    await signOne(stage, { item: id, signing });
    await look(stage);
  }
}

type Signing = { item: number; signing: PlannedSigning; whenSent?: () => Promise<void> };

async function signOne(stage: Stage, { item, signing, whenSent }: Signing): Promise<void> {
  const { ask, letters, robots, parts, desk, signal } = stage;
  const { department, project, ceremony, talents } = signing;
  const publisher = robots.publishers.get(department);
  if (publisher === undefined) throw new Error(`nobody plays ${department}`);
  const organisation =
    parts.city.pack.departments.find(({ code }) => code === department)?.name['zh-CN'] ?? department;
  const own = { ask, letters, publisher, reviewer: robots.reviewer };
  const sent: Signatories = await sendAgreement(own, { ...signing, organisation }, item);
  await desk.tie(item, { project, agreement: sent.number, ceremony, talents });
  await whenSent?.();
  await signByAll(own, sent, signal);
}

/** 封存, and 已生效 in the log. */
async function look({ parts, signal }: Stage): Promise<void> {
  await tendAgreements(parts, signal);
  await createSealingLook(parts)(signal);
}
