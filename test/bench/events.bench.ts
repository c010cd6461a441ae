import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  median,
  sendTo,
  startEventContest,
  type EventContest,
  type Round,
} from '../support/event-contest.ts';
import { heldBytes } from '../support/process-figures.ts';
import { appendResults, areFiguresLong, type Figure } from '../support/results.ts';

/** The short run shows that all of it goes; only the long one measures. */
const viewers = areFiguresLong ? 5_000 : 200;
const pairs = areFiguresLong ? 7 : 2;
const messages = areFiguresLong ? 20 : 4;
const messagesInAll = areFiguresLong ? 500 : 20;
/** Few, since what they leave behind is room for those who come. */
const warmers = 50;
const missedEntries = 20;
const notReading = Math.ceil(viewers / 100);
const most = { cpu: 1, last: 1.5, memory: 1.3, growth: 1.1, catchUp: 1.5, beside: 1.3, looks: 1 };
/** PostgreSQL tells of its own reading so late at most. */
const statisticsMs = 11_000;

let contest: EventContest;
beforeAll(async () => {
  contest = await startEventContest();
});
afterAll(() => contest?.end());

it(`brings a message to ${viewers} viewers as cheaply and as soon as the least there can be`, async () => {
  const { ours, theirs } = contest;
  const sides = [ours, theirs] as const;
  for (const side of sides) {
    await side.crowd.join({ count: warmers, url: side.url });
    await sendTo(side, { viewers: warmers, messages });
    await side.crowd.leave();
  }
  await wait(1_000);
  const empty = await Promise.all(sides.map(({ pid }) => heldBytes(pid)));
  for (const { crowd, url } of sides) await crowd.join({ count: viewers, url });
  const joined = await Promise.all(sides.map(({ pid }) => heldBytes(pid)));
  const ofOne = joined.map((bytes, side) => (bytes - (empty[side] ?? NaN)) / viewers);

  const rounds: { ours: Round; theirs: Round }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const sending = { viewers, messages };
    rounds.push({ ours: await sendTo(ours, sending), theirs: await sendTo(theirs, sending) });
  }
  for (const side of sides)
    await sendTo(side, { viewers, messages: Math.max(1, messagesInAll - pairs * messages) });
  const after = await heldBytes(ours.pid);
  const growth = (after - (empty[0] ?? NaN)) / viewers / (ofOne[0] ?? NaN);

  const cpu = ratios(rounds, ({ cpuUsOfOne }) => cpuUsOfOne);
  const last = ratios(rounds, ({ lastMs }) => lastMs);
  const memory = (ofOne[0] ?? NaN) / (ofOne[1] ?? NaN);
  appendResults(
    import.meta.filename,
    `An event before ${viewers} viewers of one server on PostgreSQL, beside a raw node:http broadcaster of the same ${contest.bytes} bytes, ${pairs} pairs of ${messages} messages`,
    [
      beside('CPU of a delivery, µs', cpu, `≤ ${most.cpu}`),
      beside('until the last viewer has it, in ours written into the log first, ms', last, `≤ ${most.last}`),
      {
        name: 'memory of a connection: ours · raw, ratio',
        value: `${kilobytes(ofOne[0])} · ${kilobytes(ofOne[1])}: ${memory.toFixed(2)}`,
        goal: `≤ ${most.memory}`,
      },
      {
        name: `ours after ${messagesInAll} messages, of itself`,
        value: growth.toFixed(2),
        goal: `≤ ${most.growth}`,
      },
    ],
  );
  if (!areFiguresLong) return;
  expect.soft(cpu.ratio).toBeLessThanOrEqual(most.cpu);
  expect.soft(last.ratio).toBeLessThanOrEqual(most.last);
  expect.soft(memory).toBeLessThanOrEqual(most.memory);
  expect.soft(growth).toBeLessThanOrEqual(most.growth);
});

it(`is not held up by the ${notReading} of ${viewers} viewers who do not read`, async () => {
  const { ours } = contest;
  const sending = { viewers, messages };
  const waits: { without: number; among: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await sendTo(ours, sending);
    ours.crowd.pause(notReading);
    const among = await sendTo(ours, sending);
    ours.crowd.resume();
    // Until they, too, have what they left unread.
    await sendTo(ours, { viewers, messages: 1 });
    waits.push({ without: without.lateMs, among: among.lateMs });
  }
  const ratio = median(waits.map(({ without, among }) => among / without));
  appendResults(import.meta.filename, `${notReading} of ${viewers} viewers of an event do not read`, [
    {
      name: '99 of 100 of the others have a message, beside and without them, median ratio',
      value: `${ms(median(waits.map(({ among }) => among)))} · ${ms(median(waits.map(({ without }) => without)))}: ${ratio.toFixed(2)}`,
      goal: `≤ ${most.beside}`,
    },
  ]);
  if (areFiguresLong) expect(ratio).toBeLessThanOrEqual(most.beside);
});

it(`takes back ${viewers} viewers who missed ${missedEntries} entries almost as soon as it takes new ones, without asking the database for each`, async () => {
  const { ours } = contest;
  await ours.crowd.leave();
  await contest.theirs.crowd.leave();
  for (let entry = 0; entry < missedEntries; entry += 1) await contest.press();
  const missed = { lastId: await contest.idBefore(missedEntries), entries: missedEntries };
  const join = async (joining: { missed?: typeof missed }) => {
    await wait(2_000);
    const took = await ours.crowd.join({ count: viewers, url: ours.url, ...joining });
    await ours.crowd.leave();
    return took;
  };
  await join({});
  await wait(statisticsMs);
  const before = await contest.looksIntoLog();
  const times: { plain: number; back: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1)
    times.push({ plain: await join({}), back: await join({ missed }) });
  await wait(statisticsMs);
  const looks = (await contest.looksIntoLog()) - before;
  const ratio = median(times.map(({ plain, back }) => back / plain));
  appendResults(
    import.meta.filename,
    `${viewers} viewers of an event come back at once, ${missedEntries} entries behind`,
    [
      {
        name: 'until all have them, beside only joining, median ratio',
        value: `${ms(median(times.map(({ back }) => back)))} · ${ms(median(times.map(({ plain }) => plain)))}: ${ratio.toFixed(2)}`,
        goal: `≤ ${most.catchUp}`,
      },
      { name: `queries of the log in ${pairs} such storms`, value: String(looks), goal: `≤ ${most.looks}` },
    ],
  );
  expect(looks).toBeLessThanOrEqual(most.looks);
  if (areFiguresLong) expect(ratio).toBeLessThanOrEqual(most.catchUp);
});

type Compared = { ours: number[]; theirs: number[]; ratio: number };

function ratios(
  rounds: readonly { ours: Round; theirs: Round }[],
  figure: (round: Round) => number,
): Compared {
  const pair = rounds.map(({ ours, theirs }) => [figure(ours), figure(theirs)] as const);
  return {
    ours: pair.map(([own]) => own),
    theirs: pair.map(([, raw]) => raw),
    ratio: median(pair.map(([own, raw]) => own / raw)),
  };
}

function beside(name: string, { ours, theirs, ratio }: Compared, goal: string): Figure {
  return {
    name: `${name}: ours · raw, median ratio`,
    value: `${spread(ours)} · ${spread(theirs)}: ${ratio.toFixed(3)}`,
    goal,
  };
}

/** The median, and between what. */
function spread(values: readonly number[]): string {
  const written = (value: number) => value.toFixed(1);
  return `${written(median(values))} (${written(Math.min(...values))}–${written(Math.max(...values))})`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function kilobytes(bytes: number | undefined): string {
  return `${((bytes ?? NaN) / 1024).toFixed(1)} KB`;
}
