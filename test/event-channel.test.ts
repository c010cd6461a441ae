import { expect, it } from 'vitest';
import { createChannel, heartbeatTurns } from '../api/events/channel.ts';
import type { StoredEntry } from '../api/events/event-store.ts';
import { heartbeat } from '../api/events/frame.ts';
import { notBegun } from '../api/events/fold-rules.ts';
import { totalsOf } from '../api/events/totals-rules.ts';

const entry = (seq: number): StoredEntry => ({
  seq,
  at: '2026-11-22T02:00:00.000Z',
  cue: { type: 'pause' },
  totals: totalsOf(notBegun),
});

function viewer(waiting = 0) {
  const written: Buffer[] = [];
  const state = { isCut: false, waiting };
  const line = {
    get writableLength() {
      return state.waiting;
    },
    write: (bytes: Buffer) => written.push(bytes),
    end: () => undefined,
    destroy: () => (state.isCut = true),
  };
  return { line, isChunked: true, written, state };
}

const channel = () => createChannel({ eventId: 1, epoch: 'e', entries: [], seq: 0 });

it('cuts off who does not read, and goes on with the others', () => {
  const one = channel();
  const [stuck, reads] = [viewer(), viewer()];
  for (const each of [stuck, reads]) one.join(each, null);
  stuck.state.waiting = 64 * 1024 + 1;
  one.append([entry(1)]);
  expect([stuck.state.isCut, reads.state.isCut]).toEqual([true, false]);
  expect(reads.written.at(-1)?.toString()).toContain('id: e.1');
});

it('writes the same bytes to everybody, once however many entries there are', () => {
  const one = channel();
  const viewers = [viewer(), viewer(), viewer()];
  for (const each of viewers) one.join(each, null);
  one.append([entry(1), entry(2), entry(3)]);
  expect(viewers.map(({ written }) => written.length)).toEqual([2, 2, 2]);
  expect(new Set(viewers.map(({ written }) => written[1])).size).toBe(1);
});

it('gives everybody a sign of life once in a turn of its wheel', () => {
  const one = channel();
  const viewers = Array.from({ length: 50 }, () => viewer());
  const leave = viewers.map((each) => one.join(each, null));
  leave[0]?.();
  const counts = () =>
    viewers.map(({ written }) => written.filter((bytes) => bytes.includes(':\n\n')).length);
  for (let turn = 0; turn < heartbeatTurns; turn += 1) one.beat();
  expect(counts()).toEqual([0, ...Array<number>(49).fill(1)]);
});

it('lets wait who is ahead of it, until there is something behind what he has', async () => {
  const one = channel();
  const { signal } = new AbortController();
  const woken: string[] = [];
  const waiting = one.changed(2, signal).then(() => woken.push('ahead'));
  const level = one.changed(0, signal).then(() => woken.push('level'));
  one.append([entry(1)]);
  await level;
  one.append([entry(2)]);
  await one.changed(1, signal);
  expect([woken, one.size]).toEqual([['level'], 1]);
  one.append([entry(3)]);
  await waiting;
  expect(one.size).toBe(0);
});

it('keeps nobody waiting on another log, when all are let go, or when he has gone', async () => {
  const [another, dismissed, left] = [channel(), channel(), channel()];
  const going = new AbortController();
  const waiting = [
    another.changed(7, new AbortController().signal),
    dismissed.changed(7, new AbortController().signal),
    left.changed(7, going.signal),
  ];
  another.startAgain({ epoch: 'f', entries: [], seq: 0 });
  dismissed.dismiss(1);
  going.abort();
  await Promise.all(waiting);
  expect([another.size, dismissed.size, left.size]).toEqual([0, 0, 0]);
});

it('leaves nobody without a word for longer than a turn of its wheel, and beats for nobody who has just heard something', () => {
  const one = channel();
  const viewers = Array.from({ length: 40 }, () => viewer());
  viewers.forEach((each) => one.join(each, null));
  const silence = viewers.map(() => 0);
  let signs = 0;
  for (let beat = 1, seq = 1; beat <= 200; beat += 1) {
    // For a while an entry every few beats, then at odd moments, then none.
    const isTold = beat < 60 ? beat % 5 === 0 : beat < 120 && beat % 23 === 0;
    const before = viewers.map(({ written }) => written.length);
    if (isTold) one.append([entry(seq++)]);
    one.beat();
    viewers.forEach(({ written }, index) => {
      silence[index] = written.length > (before[index] ?? 0) ? 0 : (silence[index] ?? 0) + 1;
    });
    expect(Math.max(...silence)).toBeLessThan(heartbeatTurns);
    if (beat < 60) signs += viewers.filter(({ written }) => written.at(-1)?.equals(heartbeat.chunked)).length;
  }
  expect(signs).toBe(0);
});
