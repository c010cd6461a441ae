import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duesOf, type Promised, type StepDays } from '../api/agreements/due-rules.ts';
import { lastDayOf, termIn, type Term } from '../api/agreements/step-term-rules.ts';
import { daysBetween, shiftMonths } from '../api/calendar/rules.ts';
import { workingDays } from '../api/calendar/working-days.ts';

/** As the State Council announced them until today. */
const announced = workingDays();

it.each([
  ['2027-01-31', 1, '2027-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-10', 24, '2028-12-10'],
])('%s and %i months end on %s', (from, amount, end) => {
  expect(lastDayOf(from, { amount, unit: 'month' }, announced)).toBe(end);
});

const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((count) => new Date(Date.UTC(1990, 0, 1 + count)).toISOString().slice(0, 10));
const months = fc.integer({ min: 1, max: 600 });

it('months end in the month that is so many later, on the day of the same number or the last there is', () => {
  fc.assert(
    fc.property(day, months, (from, count) => {
      const end = shiftMonths(from, count);
      const inMonths = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7));
      expect(inMonths(end) - inMonths(from)).toBe(count);
      const next = new Date(Date.parse(`${end}T00:00:00Z`) + 86_400_000).toISOString().slice(8, 10);
      expect(end.slice(8) === from.slice(8) || (next === '01' && end.slice(8) < from.slice(8))).toBe(true);
    }),
  );
});

it('a later day never ends a term earlier, a longer term ends later, and twelve months are a year', () => {
  fc.assert(
    fc.property(day, day, months, (one, other, count) => {
      const [early, late] = one < other ? [one, other] : [other, one];
      expect(shiftMonths(early, count) <= shiftMonths(late, count)).toBe(true);
      expect(daysBetween(shiftMonths(one, count), shiftMonths(one, count + 1))).toBeGreaterThanOrEqual(28);
      expect(lastDayOf(one, { amount: count, unit: 'year' }, announced)).toBe(
        lastDayOf(one, { amount: count * 12, unit: 'month' }, announced),
      );
    }),
  );
});

it.each<[string, string, Term | null]>([
  [
    '乙方应自取得项目用地或者生产场所之日起 ',
    '6 个月（陆个月）',
    { amount: 6, unit: 'month', from: 'supplied' },
  ],
  [
    '……6 个月内开工，自开工之日起 ',
    '2 年（贰年）',
    { amount: 2, unit: 'year', from: 'construction-started' },
  ],
  ['自竣工验收合格之日起', '９０日', { amount: 90, unit: 'day', from: 'completed' }],
  ['乙方应自本协议生效之日起 ', '30 个工作日', { amount: 30, unit: 'working-day', from: 'effective' }],
  ['乙方应于 ', '取得用地之日起二十四个月', { amount: 24, unit: 'month', from: 'supplied' }],
  ['乙方应于 ', '签约后一百零八天', { amount: 108, unit: 'day', from: 'effective' }],
  ['自交地之日起', '两个季度', { amount: 6, unit: 'month', from: 'supplied' }],
  ['自供地之日起', '半年', { amount: 6, unit: 'month', from: 'supplied' }],
  // What nobody reports, what is two spans, and what would be read as less than it says.
  ['自《出让合同》签订之日起 ', '6 个月', null],
  ['自本协议发出签署之日起 ', '6 个月', null],
  ['自成交之日起 ', '6 个月', null],
  ['自开工之日起 ', '一年六个月', null],
  ['自开工之日起 ', '一年半', null],
  ['自开工之日起 ', '0 个月', null],
  ['乙方应于开工，', '6 个月', null],
  ['乙方应在 ', '示例片区石城街以南', null],
])('“%s{%s}” says %j', (before, filled, term) => {
  expect(termIn(before, filled)).toEqual(term);
});

const term = (amount: number, from: Term['from']): Term => ({ amount, unit: 'month', from });
const steps: Promised[] = [
  { kind: 'registration', dueOn: '2026-12-16', term: term(1, 'effective') },
  { kind: 'start', dueOn: null, term: term(6, 'supplied') },
  { kind: 'completion', dueOn: null, term: term(24, 'construction-started') },
  { kind: 'full-production', dueOn: null, term: term(12, 'completed') },
];
const days = (over: Partial<StepDays> = {}): StepDays => ({
  confirmed: new Map(),
  waiting: new Set(),
  effectiveOn: '2026-11-16',
  today: '2026-12-16',
  isWorked: announced,
  ...over,
});
const told = (over: Partial<StepDays>) =>
  duesOf(steps, days(over)).map(({ dueOn, expectedOn, isPast }) => [dueOn, expectedOn, isPast]);

it('of a chain, what counts from a step that was reached is due, and what follows is expected only', () => {
  const nothing = [null, null, false];
  const registered = ['2026-12-16', null, false];
  expect(told({})).toEqual([registered, nothing, nothing, nothing]);
  expect(told({ waiting: new Set(['supplied']) })).toEqual([registered, nothing, nothing, nothing]);
  expect(duesOf(steps, days({ waiting: new Set(['supplied']) }))[1]?.isStepWaiting).toBe(true);
  expect(told({ confirmed: new Map([['supplied', '2026-12-10']]) })).toEqual([
    registered,
    ['2027-06-10', null, false],
    [null, '2029-06-10', false],
    [null, '2030-06-10', false],
  ]);
});

it('a step that is past its last day makes nothing expected; once it is reached, what follows counts from then', () => {
  const supplied: [StepDays['confirmed'] extends ReadonlyMap<infer Stage, string> ? Stage : never, string] = [
    'supplied',
    '2026-12-10',
  ];
  const late = { today: '2027-06-11' };
  expect(told({ ...late, confirmed: new Map([supplied]) })).toEqual([
    ['2026-12-16', null, true],
    ['2027-06-10', null, true],
    [null, null, false],
    [null, null, false],
  ]);
  const started = duesOf(
    steps,
    days({ ...late, confirmed: new Map([supplied, ['construction-started', '2027-06-11']]) }),
  );
  expect(started.map(({ dueOn, expectedOn, doneOn, isPast }) => [dueOn, expectedOn, doneOn, isPast])).toEqual(
    [
      ['2026-12-16', null, null, true],
      ['2027-06-10', null, '2027-06-11', false],
      ['2029-06-11', null, null, false],
      [null, '2030-06-11', null, false],
    ],
  );
});

it('its last day is still in time', () => {
  expect(duesOf(steps, days({ today: '2026-12-16' }))[0]?.isPast).toBe(false);
  expect(duesOf(steps, days({ today: '2026-12-17' }))[0]?.isPast).toBe(true);
});

it.each([
  // Of 2026: New Year 1–3 January with the 4th worked; National Day 1–7 October, worked before and after it.
  ['2025-12-30', 1, '2025-12-31'],
  ['2025-12-31', 1, '2026-01-04'],
  ['2026-09-30', 1, '2026-10-08'],
  ['2026-11-20', 5, '2026-11-27'],
])('from %s on, %i working days end on %s', (from, amount, end) => {
  expect(lastDayOf(from, { amount, unit: 'working-day' }, announced)).toBe(end);
});

it('a term in working days has a last day as soon as the holidays it reaches are announced, and is told without one before', () => {
  const promise: Promised = {
    kind: 'start',
    dueOn: null,
    term: { amount: 30, unit: 'working-day', from: 'effective' },
  };
  const [due] = duesOf([promise], days());
  expect(due).toMatchObject({ dueOn: null, expectedOn: null, countsFromOn: '2026-11-16', isPast: false });
  const later = workingDays([{ year: 2027, holidays: ['2027-01-01'], workdays: [] }]);
  expect(duesOf([promise], days({ isWorked: later }))[0]?.dueOn).toBe('2026-12-28');
});
