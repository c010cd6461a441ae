import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide, type EventAct } from '../api/events/act-rules.ts';
import { fold, notBegun, type EventState } from '../api/events/fold-rules.ts';
import type { Snapshot } from '../api/events/event-schema.ts';
import { publicCue, snapshotOf } from '../api/events/public-rules.ts';
import { ceremonies } from '../api/events/terms.ts';
import { totalsOf } from '../api/events/totals-rules.ts';
import {
  clockText,
  markAt,
  momentAt,
  recordingOf,
  replayed,
  type Recording,
} from '../web/events/replay-rules.ts';
import {
  followingFrom,
  withEntry,
  withReset,
  withSnapshot,
  type Entry,
  type Following,
} from '../web/events/follow-rules.ts';

const title = (zh: string) => ({ zh, en: zh });
const kinds = ['speech', 'release', 'release', 'project-signing', 'talent-signing'] as const;
const rundown = kinds.map((kind, index) => ({
  ...{ id: index + 1, kind, title: title(`${kind} ${index}`), plannedSeconds: 60, venue: 'main' },
}));
const venues = [
  {
    ...{ key: 'main', title: title('主会场'), place: '' },
    sources: [{ url: 'https://live.example/main.m3u8', offsetMs: 0 }],
  },
];
const [epoch, another] = ['a'.repeat(16), 'b'.repeat(16)];
const begun = Date.parse('2026-12-01T01:00:00Z');

const anItem = fc.integer({ min: 1, max: kinds.length });
const aCamera = fc.record({
  center: fc.tuple(fc.constant(119.6), fc.constant(29.1)),
  zoom: fc.constantFrom(12, 14),
  bearing: fc.constant(0),
  pitch: fc.constant(0),
  parcel: fc.constant(null),
  layers: fc.constant<string[]>([]),
});
const aSigned = fc.record({
  project: fc.integer({ min: 1, max: 3 }),
  form: fc.constantFrom('contract' as const, 'intent' as const, null),
  amount: fc.option(fc.integer({ min: 0, max: 60_000_000_000 })),
  talents: fc.integer({ min: 0, max: 40 }),
  isPaper: fc.boolean(),
  ceremony: fc.constantFrom(...ceremonies),
});
type Asked = EventAct | { type: 'revoke-back' | 'amend-back'; back: number };
const anAct: fc.Arbitrary<Asked> = fc.oneof(
  fc.constantFrom<EventAct>({ type: 'pause' }, { type: 'resume' }, { type: 'end' }),
  { weight: 5, arbitrary: fc.record({ type: fc.constant('standby' as const), item: anItem }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('take' as const),
      camera: fc.option(aCamera),
      released: fc.uniqueArray(
        fc.record({ code: fc.constantFrom('A', 'B'), version: fc.constant(1), areaM2: fc.nat(90_000) }),
        { maxLength: 2, selector: ({ code }) => code },
      ),
    }),
  },
  fc.record({ type: fc.constant('skip' as const), item: anItem }),
  fc.record({
    type: fc.constant('sign' as const),
    item: anItem,
    state: fc.constant('effective' as const),
    signed: aSigned,
  }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('revoke-back' as const), back: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('amend-back' as const), back: fc.nat(4) }) },
);

const reason = { zh: '按错了', en: '' };

const amended = {
  parcel: { code: 'A', version: 1, areaM2: 500 },
  signed: {
    project: 1,
    form: 'framework' as const,
    amount: 700,
    talents: 0,
    isPaper: false,
    ceremony: 'on-stage' as const,
  },
};
const correction = ({ type }: Asked, of: number): EventAct =>
  type === 'revoke-back' ? { type: 'revoke', of, reason } : { type: 'amend', of, reason, ...amended };

/** The snapshot of every entry, as the server gives it, and the entries as it sends them. */
function played(acts: readonly Asked[], log = epoch) {
  const known = { slug: 'an-event', title: title('云招商'), startsAt: new Date(begun), epoch: log };
  const shot = (state: EventState) => snapshotOf({ ...known, state }, rundown, { venues });
  let state = notBegun;
  const snapshots: Snapshot[] = [shot(state)];
  const entries: Entry[] = [];
  for (const asked of acts) {
    const act = 'back' in asked ? correction(asked, Math.max(1, state.seq - asked.back)) : asked;
    const decision = decide(state, { act, rundown, expectedSeq: state.seq });
    if (!decision.ok) continue;
    const seq = state.seq + 1;
    const at = new Date(begun + seq * 1_000).toISOString();
    state = fold(state, { seq, at, cue: decision.cue });
    entries.push({ seq, at, cue: publicCue(decision.cue), totals: totalsOf(state) });
    snapshots.push(shot(state));
  }
  return { snapshots, entries };
}

const replayedAt = (recording: Recording, seconds: number) =>
  replayed(recording, momentAt(recording, seconds));

const withoutNames = (snapshot: Snapshot) => ({
  ...snapshot,
  venues: [],
  items: snapshot.items.map(({ title: _, ...item }) => item),
});

/** What a line does to messages: some are lost, some come twice, and a snapshot may be as old as it likes. */
const aDelivery = fc.oneof(
  { weight: 8, arbitrary: fc.constant('next' as const) },
  fc.constantFrom('lost' as const, 'twice' as const, 'old snapshot' as const, 'snapshot' as const),
);

it('shows what the server says at every entry, whatever the line loses or repeats, and says when it does not know', () => {
  let asked = 0;
  fc.assert(
    fc.property(
      fc.array(anAct, { minLength: 8, maxLength: 40 }),
      fc.infiniteStream(aDelivery),
      fc.nat(),
      (acts, deliveries, from) => {
        const { snapshots, entries } = played(acts);
        const [first] = snapshots;
        if (first === undefined) throw new Error('no snapshot');
        let state: Following = followingFrom(snapshots[from % snapshots.length] ?? first);
        for (const [index, entry] of entries.entries()) {
          const delivery = deliveries.next().value ?? 'next';
          if (delivery !== 'lost') state = withEntry(state, epoch, entry);
          if (delivery === 'twice') state = withEntry(state, epoch, entry);
          if (delivery === 'old snapshot')
            state = withSnapshot(state, snapshots[from % (index + 2)] ?? first);
          if (delivery === 'snapshot') state = withSnapshot(state, snapshots[index + 1] ?? first);
          const truth = snapshots[state.snapshot.seq];
          expect(state.snapshot.totals).toEqual(truth?.totals);
          if (state.lacks === 'names')
            expect(withoutNames(state.snapshot)).toEqual(withoutNames(truth ?? first));
          if (state.lacks === 'nothing') expect(state.snapshot).toEqual(truth);
          else asked += 1;
        }
        const last = snapshots.at(-1) ?? first;
        expect(withSnapshot(state, last)).toEqual(followingFrom(last));
      },
    ),
    { numRuns: 500 },
  );
  expect(asked).toBeGreaterThan(100);
});

it('tells what came while the snapshot was read, and takes no entry of another log', () => {
  const { snapshots, entries } = played([
    { type: 'standby', item: 1 },
    { type: 'take', camera: null, released: [] },
    { type: 'pause' },
    { type: 'resume' },
  ]);
  const [zero, one, two, , four] = snapshots;
  if (zero === undefined || one === undefined || two === undefined || four === undefined)
    throw new Error('too few entries');
  const behind = entries
    .slice(1)
    .reduce((state, entry) => withEntry(state, epoch, entry), followingFrom(zero));
  expect([behind.lacks, behind.snapshot.seq]).toEqual(['all', 0]);
  expect(withSnapshot(behind, two)).toEqual(followingFrom(four));
  // Where the pictures are is told by the server alone, once it has begun.
  const begins = withSnapshot(behind, one);
  expect([begins.lacks, begins.snapshot.seq, begins.snapshot.venues[0]?.sources]).toEqual(['names', 4, []]);
  expect(withSnapshot(begins, four)).toEqual(followingFrom(four));

  const reset = withReset(followingFrom(four));
  const other = played([{ type: 'standby', item: 1 }], another);
  const [, begunAnew] = other.snapshots;
  if (begunAnew === undefined) throw new Error('too few entries');
  expect(other.entries.reduce((state, entry) => withEntry(state, another, entry), reset)).toEqual(reset);
  expect(withSnapshot(reset, begunAnew)).toEqual(followingFrom(begunAnew));
});

it('replays what was seen at every moment from its beginning to its end, and no name that is not public now', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(anAct, { minLength: 8, maxLength: 40 }), (acts) => {
      const { snapshots, entries } = played(acts);
      const now = snapshots.at(-1);
      if (now === undefined) throw new Error('no snapshot');
      const recording = recordingOf(now, entries);
      for (const [index, entry] of entries.entries()) {
        const seconds = (Date.parse(entry.at) - recording.begunMs) / 1_000;
        if (seconds < 0 || seconds > recording.seconds) continue;
        const [live, shown] = [snapshots[index + 1] ?? now, replayedAt(recording, seconds + 0.5)];
        expect(withoutNames(shown)).toEqual(withoutNames(live));
        for (const [place, { title: name }] of shown.items.entries()) {
          const known = now.items[place]?.title ?? null;
          expect(name).toEqual(known === null ? null : (live.items[place]?.title ?? null));
        }
        compared += 1;
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

it('marks when each item went on air, and leaves out what was sealed after the end', () => {
  const { snapshots, entries } = played([
    { type: 'standby', item: 1 },
    { type: 'take', camera: null, released: [] },
    { type: 'notice', text: reason },
    { type: 'standby', item: 4 },
    { type: 'take', camera: null, released: [] },
    { type: 'end' },
    { type: 'sign', item: 4, state: 'effective', signed: amended.signed },
  ]);
  const [zero] = snapshots;
  const now = snapshots.at(-1) ?? zero;
  if (now === undefined) throw new Error('no snapshot');
  const recording = recordingOf(now, entries);
  expect([recording.seconds, recording.marks]).toEqual([
    4,
    [
      { item: 1, at: 0 },
      { item: 4, at: 3 },
    ],
  ]);
  expect([markAt(recording, 2.9), markAt(recording, 3)]).toEqual([0, 1]);
  expect(replayedAt(recording, 3.5)).toMatchObject({ status: 'live', item: 4 });
  expect([replayedAt(recording, 4).status, replayedAt(recording, 4).signings]).toEqual(['ended', []]);
  expect(now.totals.projects.count).toBe(1);
  expect(() => recordingOf(now, entries.slice(1))).toThrow('does not go on after entry 0');
  expect(clockText(3_723.9)).toBe('1:02:03');
});

it('reads again what is to come when the rundown was changed, and shows what is on air meanwhile', () => {
  const items = rundown.map((item) => ({ ...item, state: 'pending' as const }));
  const head = { slug: 'jinhua', title: title('云招商'), startsAt: new Date(begun), epoch, state: notBegun };
  const known = followingFrom({ ...snapshotOf(head, []), items });
  const entry = { seq: 1, at: new Date(begun).toISOString(), cue: { type: 'rundown' as const } };
  const told = withEntry(known, epoch, { ...entry, totals: totalsOf(notBegun) });
  expect(told).toMatchObject({ lacks: 'names', snapshot: { seq: 1, items } });
  expect(withSnapshot(told, { ...told.snapshot, items: [] })).toMatchObject({ lacks: 'nothing' });
});
