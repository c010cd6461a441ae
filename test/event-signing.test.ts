import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templateKeys, type AgreementState } from '../api/agreements/terms.ts';
import { fold, foldAll, notBegun, type EventState } from '../api/events/fold-rules.ts';
import type { Cue } from '../api/events/log-schema.ts';
import {
  dueEntry,
  fitsKind,
  formOf,
  mayName,
  signedOf,
  stageOf,
  withAgreedNames,
  type DueEntry,
  type SaidEntry,
  type Tie,
  type TiedAgreement,
  type WholeTie,
} from '../api/events/signing-rules.ts';
import { ceremonies, type Ceremony } from '../api/events/terms.ts';
import { totalsOf } from '../api/events/totals-rules.ts';

const item = 2;
const begun = Date.parse('2026-12-01T01:00:00Z');
const reason = { zh: '按错了', en: '' };

const agreement = (over: Partial<TiedAgreement> = {}): TiedAgreement => ({
  ...{ id: 5, number: 'TZ-2026-0005', template: 'investment-agreement', state: 'sent', isTest: true },
  ...{ publishName: true, publishAmount: true, publishTalent: true, hands: 0 },
  ...over,
});
const tied = (of: Partial<TiedAgreement> = {}, over: Partial<WholeTie> = {}): WholeTie => ({
  ...{ item, ceremony: 'on-stage', talents: 12, agreement: agreement(of) },
  project: {
    ...{ id: 7, number: 'XM-2026-0007', name: '电驱动', company: '某公司', amount: 1_680_000_000 },
    isInvented: false,
  },
  ...over,
});

/** Where an agreement may go from where it is, as its own rules have it. */
const ways: Record<AgreementState, AgreementState[]> = {
  draft: ['sent', 'voided'],
  sent: ['in-progress', 'declined', 'voided', 'expired'],
  'in-progress': ['sealing', 'declined', 'voided', 'expired'],
  sealing: ['seal-failed', 'completed'],
  'seal-failed': ['sealing'],
  completed: [],
  declined: [],
  voided: [],
  expired: [],
};

/** An event with one signing, whose log is looked after as the portal does. */
function staged(ceremony: Ceremony, first: AgreementState) {
  let state: EventState = notBegun;
  let tie = tied({ state: first }, { ceremony });
  const said: SaidEntry[] = [];
  const byHost = new Set<number>();
  const add = (cue: Cue) => {
    const seq = state.seq + 1;
    state = fold(state, { seq, at: new Date(begun + seq * 1_000).toISOString(), cue });
    return seq;
  };
  const note = (due: DueEntry) => {
    const seq = add(due.type === 'sign' ? { ...due, item } : due);
    const entry = { seq, item, agreement: tie.agreement.id, isPaper: false, takenBackBy: null };
    if (due.type === 'sign') said.push({ ...entry, state: due.state });
    else said.splice(0, said.length, ...said.map((one) => takenBack(one, due.of, seq)));
  };
  return {
    state: () => state,
    tie: () => tie,
    said: () => said,
    take: (what: number) => {
      if (state.status !== 'ended') add({ type: 'take', item: what, camera: null, released: [] });
    },
    undo: () => {
      const last = state.takes.at(-1);
      if (last !== undefined && state.status !== 'ended') add({ type: 'revoke', of: last.seq, reason });
    },
    end: () => {
      if (state.status === 'live') add({ type: 'end' });
    },
    takeBack: () => {
      const last = state.signings.at(-1);
      if (last === undefined) return;
      byHost.add(last.by);
      add({ type: 'revoke', of: last.by, reason });
    },
    agreementGoes: (which: number) => {
      const next = ways[tie.agreement.state];
      const to = next[which % Math.max(1, next.length)];
      if (to !== undefined) tie = tied({ state: to }, { ceremony: tie.ceremony });
    },
    /** What of it a host took back for good. */
    isTakenBackByHost: () => said.some(({ seq, state: was }) => was === 'effective' && byHost.has(seq)),
    /** How many entries it took until nothing was owed. */
    look: () => {
      let written = 0;
      for (let due = dueEntry(state, tie, said); due !== null; due = dueEntry(state, tie, said)) {
        if ((written += 1) > 4) throw new Error('the log never says what is');
        note(due);
      }
      return written;
    },
  };
}

function takenBack(entry: SaidEntry, of: number, by: number): SaidEntry {
  return entry.seq === of ? { ...entry, takenBackBy: by } : entry;
}

type Staged = ReturnType<typeof staged>;
const anAct = fc.oneof(
  { weight: 4, arbitrary: fc.nat(3).map((which) => (event: Staged) => event.agreementGoes(which)) },
  { weight: 3, arbitrary: fc.constant((event: Staged) => event.take(item)) },
  fc.constant((event: Staged) => event.take(1)),
  fc.constant((event: Staged) => event.undo()),
  fc.constant((event: Staged) => event.end()),
  fc.constant((event: Staged) => event.takeBack()),
  { weight: 3, arbitrary: fc.constant((event: Staged) => void event.look()) },
);

describe('what the log says of a signing', () => {
  it('is, whenever it is looked at, that it is in force exactly if it was shown and is sealed and no host took it back', () => {
    let inForce = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...ceremonies),
        fc.constantFrom<AgreementState>('draft', 'sent', 'completed'),
        fc.array(anAct, { maxLength: 30, size: 'max' }),
        (ceremony, first, acts) => {
          const event = staged(ceremony, first);
          for (const act of acts) act(event);
          event.look();
          expect(event.look()).toBe(0);
          const { takes, status, signings } = event.state();
          const isShown =
            takes.some((take) => take.item === item) || (ceremony === 'after' && status === 'ended');
          const isSealed = event.tie().agreement.state === 'completed';
          const counted = totalsOf(event.state()).contracts.count;
          if (event.isTakenBackByHost()) expect(counted).toBe(0);
          else expect(counted).toBe(isShown && isSealed ? 1 : 0);
          // Never twice, whatever came between.
          const standing = signings.filter(({ state }) => state === 'effective');
          expect(standing.length).toBeLessThanOrEqual(1);
          inForce += counted;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(inForce).toBeGreaterThan(100);
  });

  it('is never that it is under way where it cannot become in force', () => {
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 30, size: 'max' }), (acts) => {
        const event = staged('on-stage', 'sent');
        for (const act of acts) act(event);
        event.look();
        if (['declined', 'voided', 'expired'].includes(event.tie().agreement.state))
          expect(event.state().signings).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

it('does not say that it is being signed what is signed on paper, and says that it is sealed', () => {
  const take: Cue = { type: 'take', item, camera: null, released: [] };
  const at = new Date(begun).toISOString();
  const paper = signedOf(tied(), { isPaper: true });
  const shown = fold(notBegun, { seq: 1, at, cue: take });
  const state = fold(shown, { seq: 2, at, cue: { type: 'sign', item, state: 'effective', signed: paper } });
  const said: SaidEntry[] = [
    { seq: 2, item, agreement: 5, state: 'effective', isPaper: true, takenBackBy: null },
  ];
  expect(dueEntry(shown, tied(), [])).toMatchObject({ state: 'processing' });
  expect(dueEntry(state, tied(), said)).toBeNull();
  expect(dueEntry(state, tied({ state: 'completed' }), said)).toMatchObject({
    ...{ type: 'sign', state: 'effective', signed: { isPaper: false } },
  });
});

describe('a signing', () => {
  it('has its form, amount and people from the records', () => {
    const of = (template: TiedAgreement['template']) => signedOf(tied({ template }), { isPaper: false });
    expect(of('letter-of-intent')).toMatchObject({ form: 'intent', amount: 1_680_000_000, talents: 0 });
    expect(of('framework-agreement').form).toBe('framework');
    expect(of('standard-land-agreement').form).toBe('contract');
    expect(of('talent-agreement')).toMatchObject({ form: null, amount: 0, talents: 12 });
  });

  it('of people is tied to an agreement of people, and what one side promises alone is none', () => {
    const fitting = (kind: 'project-signing' | 'talent-signing') =>
      templateKeys.filter((key) => fitsKind(key, kind));
    expect(fitting('talent-signing')).toEqual(['talent-agreement']);
    expect(fitting('project-signing')).toHaveLength(4);
    expect(formOf('company-commitment')).toBeUndefined();
  });

  it.each([
    ['both agreed to', {}, true, true],
    ['no name', { publishName: false }, false, true],
    ['no amount', { publishAmount: false }, true, false],
    ['not sent yet', { state: 'draft' as const }, false, false],
    ['declined', { state: 'declined' as const }, false, false],
    [
      'people who agreed to nothing',
      { template: 'talent-agreement' as const, publishTalent: false },
      false,
      true,
    ],
  ])('with %s is named and counted as far as that goes', (...[, over, isNamed, hasAmount]) => {
    const tie = tied(over);
    expect(mayName(tie)).toBe(isNamed);
    expect(signedOf(tie, { isPaper: false }).amount !== null).toBe(hasAmount);
    const secret = { zh: '某公司签约', en: '' };
    const items = [{ id: item, kind: 'project-signing' as const, title: secret }];
    const seen = JSON.stringify([stageOf([tie], notBegun), withAgreedNames(items, [tie])]);
    expect(seen.includes('某公司')).toBe(isNamed);
    expect(JSON.stringify(withAgreedNames(items, []))).not.toContain('某公司');
  });

  it('is not named without an agreement, unless it is invented: then nobody is there to be asked', () => {
    const real: Tie = { ...tied(), agreement: null };
    const invented: Tie = { ...real, project: { ...real.project, isInvented: true } };
    expect(mayName(real)).toBe(false);
    expect(mayName(invented)).toBe(true);
    // Whose agreement says no is not named, invented or not.
    expect(mayName({ ...invented, agreement: agreement({ publishName: false }) })).toBe(false);
  });

  it('has the form that the log says where there is no agreement', () => {
    const tie: Tie = { ...tied(), agreement: null };
    const signed = { ...signedOf(tied(), { isPaper: true }), form: 'framework' as const };
    const cue: Cue = { type: 'sign', item, state: 'effective', signed };
    const said = foldAll([{ seq: 1, at: new Date(begun).toISOString(), cue }]);
    expect(stageOf([tie], notBegun)[0]?.form).toBeNull();
    expect(stageOf([tie], said)[0]?.form).toBe('framework');
  });
});
