import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type EventAct, type RundownItem } from '../api/events/act-rules.ts';
import { fold, foldAll, itemState, LogGap, notBegun, type EventState } from '../api/events/fold-rules.ts';
import { LogEntry, type Camera, type Signed } from '../api/events/log-schema.ts';
import { ceremonies, signingForms } from '../api/events/terms.ts';
import { countedSignings, totalsOf } from '../api/events/totals-rules.ts';

const rundown: RundownItem[] = [
  { id: 1, kind: 'speech' },
  { id: 2, kind: 'release' },
  { id: 3, kind: 'release' },
  { id: 4, kind: 'project-signing' },
  { id: 5, kind: 'project-signing' },
  { id: 6, kind: 'talent-signing' },
];
const begun = '2020-03-02T01:00:00.000Z';
const said = { zh: '按错了', en: '' };
const camera: Camera = {
  center: [119.6, 29.1],
  zoom: 14.7,
  bearing: 0,
  pitch: 50,
  parcel: 'JK-12',
  layers: [],
};
const contract: Signed = {
  project: 7,
  form: 'contract',
  amount: 1_200_000_000,
  talents: 0,
  isPaper: false,
  ceremony: 'on-stage',
};

const states = (state: EventState) => rundown.map(({ id }) => itemState(state, id));

/** An event on which acts are done one after another, each by who has seen all; what is refused leaves no entry. */
function stage(status: EventState['status'] = 'scheduled') {
  const log: LogEntry[] = [];
  let state: EventState = { ...notBegun, status };
  const act = (asked: EventAct, expectedSeq = state.seq) => {
    const decision = decide(state, { act: asked, rundown, expectedSeq });
    if (!decision.ok) return decision.refusal;
    const at = new Date(Date.parse(begun) + log.length * 1_000).toISOString();
    const entry = LogEntry.parse({ seq: state.seq + 1, at, cue: decision.cue });
    log.push(entry);
    state = fold(state, entry);
    return null;
  };
  const show = (item: number, codes: string[] = [], areaM2 = 71_733.33) => {
    act({ type: 'standby', item });
    const released = codes.map((code) => ({ code, version: 1, areaM2 }));
    return act({ type: 'take', camera: null, released });
  };
  return { act, show, log, state: () => state, totals: () => totalsOf(state) };
}

function live() {
  const event = stage();
  event.show(1);
  return event;
}

describe('the log of an event', () => {
  it('puts what was armed on air, what was on it is done, and what is released counts from then', () => {
    const { act, show, state, totals } = stage();
    expect(act({ type: 'take', camera: null, released: [] })).toBe('nothing-armed');
    show(1);
    expect(state().status).toBe('live');
    act({ type: 'standby', item: 2 });
    expect(state()).toMatchObject({ item: 1, standby: 2 });
    expect(states(state())).toEqual(['live', 'standby', 'pending', 'pending', 'pending', 'pending']);
    expect(totals().parcelsReleased).toBe(0);
    const released = [
      { code: 'JK-12', version: 3, areaM2: 71_733.33 },
      { code: 'JK-13', version: 1, areaM2: 0.37 },
    ];
    act({ type: 'take', camera, released });
    expect(state()).toMatchObject({ item: 2, standby: null, camera });
    expect(states(state()).slice(0, 2)).toEqual(['done', 'live']);
    act({ type: 'skip', item: 3 });
    expect(states(state())[2]).toBe('skipped');
    act({ type: 'standby', item: 3 });
    act({ type: 'standby', item: null });
    // Who saw it skipped does not see that it was armed.
    expect(states(state())[2]).toBe('skipped');
    expect(totals()).toMatchObject({ parcelsReleased: 2, areaM2: 71_733.7 });
  });

  it('takes back the last one: what was before is on air again, and nothing of it is public', () => {
    const { act, show, state, totals } = live();
    const before = state();
    show(2, ['JK-12']);
    expect(act({ type: 'revoke', of: state().seq, reason: said })).toBeNull();
    expect(state()).toMatchObject({
      item: 1,
      since: before.since,
      camera: before.camera,
      released: [],
      correction: { reason: said },
    });
    expect(states(state()).slice(0, 2)).toEqual(['live', 'pending']);
    expect(totals().areaM2).toBe(0);
    expect(act({ type: 'revoke', of: state().seq - 1, reason: said })).toBe('no-such-entry');
  });

  it('takes back an earlier one without moving what is on air', () => {
    const { act, show, state } = live();
    show(2, ['JK-12']);
    const first = state().seq;
    show(3, ['JK-13']);
    act({ type: 'revoke', of: first, reason: said });
    expect(state().item).toBe(3);
    expect(state().released.map(({ code }) => code)).toEqual(['JK-13']);
  });

  it('never goes back to what was taken back before: what was on air before that is again', () => {
    const { act, show, state } = live();
    show(2);
    const second = state().seq;
    show(3);
    const third = state().seq;
    act({ type: 'revoke', of: second, reason: said });
    act({ type: 'revoke', of: third, reason: said });
    expect(states(state()).slice(0, 3)).toEqual(['live', 'pending', 'pending']);
  });

  it('lets one of two who press at once do it, and tells the other that he is behind', () => {
    const { act, state } = live();
    const seen = state().seq;
    expect(act({ type: 'standby', item: 2 }, seen)).toBeNull();
    expect(act({ type: 'standby', item: 3 }, seen)).toBe('behind');
    expect(state().standby).toBe(2);
  });

  it('counts what is sealed and not what is being signed, at whatever time the sealing says so', () => {
    const { act, show, totals, state } = live();
    show(4);
    act({ type: 'sign', item: 4, state: 'processing', signed: contract });
    expect(totals().projects).toEqual({ count: 0, amount: 0 });
    show(5);
    expect(act({ type: 'sign', item: 4, state: 'effective', signed: contract }, 1)).toBeNull();
    expect(totals()).toMatchObject({
      projects: { count: 1, amount: 1_200_000_000 },
      contracts: { count: 1, amount: 1_200_000_000 },
      frameworks: { count: 0, amount: 0 },
    });
    act({ type: 'sign', item: 4, state: 'processing', signed: contract });
    expect(totals().contracts.count).toBe(1);
    expect(act({ type: 'sign', item: 1, state: 'effective', signed: contract })).toBe('not-a-signing');
    act({ type: 'end' });
    act({ type: 'sign', item: 5, state: 'effective', signed: { ...contract, project: 8, form: 'intent' } });
    expect([totals().intents.count, state().status]).toEqual([1, 'ended']);
  });

  it('counts a project that is signed again once, as it was signed last, and people apart', () => {
    const { act, totals, state } = live();
    act({ type: 'sign', item: 4, state: 'effective', signed: { ...contract, form: 'intent' } });
    act({ type: 'sign', item: 5, state: 'effective', signed: { ...contract, amount: 5 } });
    const people = {
      project: 9,
      form: null,
      amount: 0,
      talents: 11,
      isPaper: false,
      ceremony: 'on-stage' as const,
    };
    act({ type: 'sign', item: 6, state: 'effective', signed: people });
    expect(totals()).toMatchObject({
      projects: { count: 1, amount: 5 },
      contracts: { count: 1, amount: 5 },
      intents: { count: 0, amount: 0 },
      talents: 11,
      talentProjects: 1,
    });
    expect(countedSignings(state().signings).map(({ item }) => item)).toEqual([5, 6]);
  });

  it('corrects a figure by an entry of its own, and says what was corrected', () => {
    const { act, show, totals, state } = live();
    show(2, ['JK-12'], 71_733.33);
    const parcel = { code: 'JK-12', version: 1, areaM2: 71_666.67 };
    const reason = { zh: 'JK-12 面积', en: 'area of JK-12' };
    act({ type: 'amend', of: state().seq, reason, parcel, signed: null });
    expect(totals().areaM2).toBe(71_666.67);
    expect(state().correction).toMatchObject({ seq: state().seq, reason });
    act({ type: 'sign', item: 4, state: 'effective', signed: contract });
    act({ type: 'amend', of: state().seq, reason, parcel: null, signed: { ...contract, amount: 1 } });
    expect(totals().contracts.amount).toBe(1);
  });

  it.each([
    ['scheduled', 'resume', 'wrong-state'],
    ['paused', 'take', 'wrong-state'],
    ['ended', 'standby', 'wrong-state'],
    ['ended', 'take', 'wrong-state'],
    ['live', 'resume', 'wrong-state'],
  ] as const)('while it is %s refuses to %s', (status, type, refusal) => {
    const { act, log } = stage(status);
    const acts: Record<typeof type, EventAct> = {
      take: { type: 'take', camera: null, released: [] },
      standby: { type: 'standby', item: 2 },
      resume: { type: 'resume' },
    };
    expect(act(acts[type])).toBe(refusal);
    expect(log).toEqual([]);
  });

  it('refuses an item that is not in the rundown, and to skip or arm what is on air', () => {
    const { act } = live();
    expect(act({ type: 'standby', item: 99 })).toBe('no-such-item');
    expect(act({ type: 'skip', item: 1 })).toBe('on-air');
    expect(act({ type: 'standby', item: 1 })).toBe('on-air');
  });

  it('is folded without gaps: an entry that is not the next one is no state', () => {
    const entry: LogEntry = { seq: 2, at: begun, cue: { type: 'resume' } };
    expect(() => fold(notBegun, entry)).toThrow(LogGap);
    expect(() => foldAll([{ ...entry, seq: 1 }, entry, entry])).toThrow(new LogGap(2));
  });
});

const anItem = fc.integer({ min: 1, max: 7 });
const anArea = fc.integer({ min: 1, max: 99_999_999 }).map((hundredths) => hundredths / 100);
const aParcel = fc.record({
  code: fc.constantFrom('JK-1', 'JK-2', 'JK-3', 'JK-4'),
  version: fc.constant(1),
  areaM2: anArea,
});
const aSigned = fc.record({
  project: fc.integer({ min: 1, max: 4 }),
  form: fc.constantFrom(...signingForms, null),
  amount: fc.option(fc.integer({ min: 0, max: 60_000_000_000 })),
  talents: fc.integer({ min: 0, max: 40 }),
  isPaper: fc.boolean(),
  ceremony: fc.constantFrom(...ceremonies),
});
/** `of` counts back from the newest entry, so that most corrections meet something. */
const anAct = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<EventAct['type']>('pause', 'resume', 'end') },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('standby' as const), item: anItem }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('take' as const),
      camera: fc.constant(null),
      released: fc.uniqueArray(aParcel, { maxLength: 2, selector: ({ code }) => code }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('skip' as const), item: anItem }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('sign' as const),
      item: anItem,
      state: fc.constantFrom('processing' as const, 'effective' as const),
      signed: aSigned,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('revoke' as const), back: fc.nat(6) }) },
);

describe('any sequence of acts', () => {
  const played = (acts: readonly unknown[]) => {
    const event = live();
    for (const one of acts as (EventAct | string | { type: 'revoke'; back: number })[]) {
      if (typeof one === 'string') event.act({ type: one as 'pause' });
      else if (one.type === 'revoke' && 'back' in one)
        event.act({ type: 'revoke', of: Math.max(1, event.state().seq - one.back), reason: said });
      else event.act(one);
    }
    return event;
  };

  it('comes to the totals of what stands, and never arms what is on air', () => {
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 60 }), (acts) => {
        const { log, state, totals } = played(acts);
        expect(totals()).toEqual(totalsOfEntries(log));
        expect(state().standby === null || state().standby !== state().item).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is replayed to the state that was live, at every entry and from any checkpoint', () => {
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 30 }), fc.nat(), (acts, cut) => {
        const { log, state } = played(acts);
        const at = cut % (log.length + 1);
        const checkpoint = JSON.parse(JSON.stringify(foldAll(log.slice(0, at)))) as EventState;
        expect(foldAll(log.slice(at), checkpoint)).toEqual(state());
      }),
      { numRuns: 200 },
    );
  });
});

/** The totals by another way: from the entries alone, forwards and backwards, without any state. */
function totalsOfEntries(log: readonly LogEntry[]) {
  const takenBack = new Set(log.flatMap(({ cue }) => (cue.type === 'revoke' ? [cue.of] : [])));
  const standing = log.filter(({ seq }) => !takenBack.has(seq));
  const areas: Record<string, number> = {};
  for (const { cue } of standing)
    if (cue.type === 'take') for (const { code, areaM2 } of cue.released) areas[code] = areaM2;
  const items = new Set<number>();
  const projects = new Map<string, Signed>();
  for (const { cue } of standing.toReversed()) {
    if (cue.type !== 'sign' || cue.state !== 'effective' || items.has(cue.item)) continue;
    items.add(cue.item);
    const thread = `${cue.signed.project} ${cue.signed.form === null}`;
    if (!projects.has(thread)) projects.set(thread, cue.signed);
  }
  const counted = [...projects.values()];
  const of = (is: (form: Signed['form']) => boolean) => {
    const these = counted.filter(({ form }) => is(form));
    return { count: these.length, amount: these.reduce((sum, { amount }) => sum + (amount ?? 0), 0) };
  };
  const people = counted.filter(({ form }) => form === null);
  const hundredths = Object.values(areas).reduce((sum, area) => sum + Math.round(area * 100), 0);
  return {
    parcelsReleased: Object.keys(areas).length,
    areaM2: hundredths / 100,
    projects: of((form) => form !== null),
    contracts: of((form) => form === 'contract'),
    frameworks: of((form) => form === 'framework'),
    intents: of((form) => form === 'intent'),
    talents: people.reduce((sum, { talents }) => sum + talents, 0),
    talentProjects: people.length,
  };
}
