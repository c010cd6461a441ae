import { projectStages } from '../api/agreements/terms.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Signing } from '../api/events/fold-rules.ts';
import { landingCsv, landingOf, lastStage, type Reported } from '../api/events/landing-rules.ts';
import { signingForms } from '../api/events/terms.ts';
import { marksInOrder } from '../web/events/landing/landing-rules.ts';

const eventOn = '2020-03-02';
const signing = (project: number, over: Partial<Signing> = {}): Signing => ({
  ...{ project, item: project, by: project, at: '2020-03-02T02:00:00.000Z', state: 'effective' },
  ...{ form: 'contract', amount: 1_000, talents: 0, isPaper: false, ceremony: 'on-stage' },
  ...over,
});
const rowOf = (landing: ReturnType<typeof landingOf>, form: string, stage: string) =>
  landing.forms
    .find((each) => each.form === form)
    ?.stages.find((each) => each.stage === stage)
    ?.at.map((count) => count?.count ?? null);

it('counts what was reached until each mark, its day included, and says nothing of marks that are still to come', () => {
  const reported: Reported[] = [
    { project: 1, stage: 'registered', on: '2020-04-01' },
    { project: 2, stage: 'registered', on: '2020-04-02' },
    { project: 1, stage: 'construction-started', on: '2020-08-29' },
    // Of nobody who signed here.
    { project: 9, stage: 'registered', on: '2020-03-02' },
  ];
  const landing = landingOf([signing(1), signing(2)], reported, { eventOn, today: '2020-09-01' });
  expect(landing.marks.map(({ on }) => on)).toEqual([
    '2020-03-02',
    '2020-04-01',
    '2020-05-31',
    '2020-08-29',
    '2021-03-02',
  ]);
  expect(rowOf(landing, 'contract', 'signed')).toEqual([2, 2, 2, 2, null]);
  expect(rowOf(landing, 'contract', 'registered')).toEqual([0, 1, 2, 2, null]);
  expect(rowOf(landing, 'contract', 'construction-started')).toEqual([0, 0, 0, 1, null]);
});

it('counts what is signed after the event from its own day on, and what was signed with people not at all', () => {
  const later = signing(2, { at: '2020-05-01T02:00:00.000Z', ceremony: 'after' });
  const people = signing(3, { form: null, amount: 0, talents: 4 });
  const landing = landingOf([signing(1), later, people], [], { eventOn, today: '2021-03-02' });
  expect(rowOf(landing, 'contract', 'signed')).toEqual([1, 1, 2, 2, 2]);
  expect(landing.forms.map(({ signed }) => signed.count)).toEqual([2, 0, 0]);
});

it('adds up no amount that is not public, and says how many there are', () => {
  const landing = landingOf([signing(1), signing(2, { amount: null })], [], { eventOn, today: eventOn });
  expect(landing.forms[0]).toMatchObject({ signed: { count: 2, amount: 1_000 }, undisclosed: 1 });
});

it('says how many of the signed were noted on paper, with no seal', () => {
  const landing = landingOf([signing(1), signing(2, { isPaper: true })], [], { eventOn, today: eventOn });
  expect(landing.forms[0]).toMatchObject({ signed: { count: 2 }, onPaper: 1 });
});

it('has each count in one line of the file, and none for a mark that is still to come', () => {
  const signings = [signing(1), signing(2, { amount: null, isPaper: true })];
  const lines = landingCsv(landingOf(signings, [], { eventOn, today: '2020-04-01' })).split('\r\n');
  expect(lines).toHaveLength(1 + 3 * projectStages.length * 5 + 1);
  expect(lines[0]).toBe(
    '\uFEFFform,signed,amount_not_public,signed_on_paper,stage,days_after,on,projects,planned_investment_yuan',
  );
  expect(lines[2]).toBe('contract,2,1,1,signed,30,2020-04-01,2,1000');
  expect(lines[3]).toBe('contract,2,1,1,signed,90,2020-05-31,,');
});

it('begins on a narrow screen with the newest mark that is over, and ends with those to come', () => {
  const { marks } = landingOf([signing(1)], [], { eventOn, today: '2020-06-01' });
  expect(marksInOrder({ marks }, false)).toEqual([0, 1, 2, 3, 4]);
  expect(marksInOrder({ marks }, true)).toEqual([2, 1, 0, 3, 4]);
});

const day = fc
  .integer({ min: 0, max: 500 })
  .map((days) => new Date(Date.UTC(2020, 2, 2 + days)).toISOString().slice(0, 10));
const reports = fc.array(
  fc.record({ project: fc.integer({ min: 1, max: 6 }), stage: fc.constantFrom(...projectStages), on: day }),
  { maxLength: 30 },
);
const signings = fc
  .array(fc.record({ project: fc.integer({ min: 1, max: 6 }), form: fc.constantFrom(...signingForms) }), {
    maxLength: 12,
  })
  .map((drawn) =>
    drawn.map(({ project, form }, index) => signing(project, { form, item: index + 1, by: index + 1 })),
  );

it('never counts more than was signed, and never fewer at a later mark', () => {
  fc.assert(
    fc.property(signings, reports, day, (signed, reported, today) => {
      const landing = landingOf(signed, reported, { eventOn, today });
      const projects = new Set(signed.map(({ project }) => project)).size;
      expect(landing.forms.reduce((total, form) => total + form.signed.count, 0)).toBe(projects);
      for (const form of landing.forms)
        for (const { at } of form.stages) {
          const counts = at.flatMap((count) => count?.count ?? []);
          expect(counts).toEqual(counts.toSorted((one, other) => one - other));
          expect(counts.every((count) => count <= form.signed.count)).toBe(true);
          expect(counts).toHaveLength(landing.marks.filter(({ on }) => on <= today).length);
        }
    }),
  );
});

it('of a project that ended, the end is its last stage, however late another one is dated', () => {
  const reported: Reported[] = [
    { project: 1, stage: 'terminated', on: '2020-06-01' },
    { project: 1, stage: 'registered', on: '2020-07-01' },
  ];
  expect(lastStage(reported, { project: 1, today: '2020-12-01' })?.stage).toBe('terminated');
  expect(lastStage(reported, { project: 1, today: '2020-05-01' })).toBeNull();
});
