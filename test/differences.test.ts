import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentDifferences, emptyContent, shownDifferences } from '../api/drafts/difference-rules.ts';
import type { DraftContent } from '../api/drafts/schema.ts';
import { comparableText } from '../api/parcels/comparable-rules.ts';
import { competenceOf, competenceOfDifference, neededCompetences } from '../api/reviews/competence-rules.ts';
import { square } from './support/parcels.ts';
import { applyDifferences } from './support/apply-differences.ts';

const planning = new Set(['far', 'density']);

const bound = fc.option(fc.integer({ min: 0, max: 50 }));
const interval = fc.record({ lower: bound, upper: bound }).map(({ lower, upper }) => ({
  lower,
  lowerOp: lower === null ? null : ('>=' as const),
  upper,
  upperOp: upper === null ? null : ('<=' as const),
}));
const word = fc.option(fc.constantFrom('甲', '乙', ''));
const keys = fc.constantFrom('far', 'density', 'tax_per_mu', 'rd_ratio');

const content: fc.Arbitrary<DraftContent> = fc
  .record({
    west: fc.option(fc.constantFrom(119.5, 119.6)),
    fields: fc.record(
      { name: fc.string({ minLength: 1 }), offeredAreaM2: fc.integer({ min: 1 }), netLand: fc.boolean() },
      { requiredKeys: [] },
    ),
    limits: fc.dictionary(keys, interval),
    admissions: fc.uniqueArray(
      fc.record({
        industry: fc.constantFrom('36', '381', '27', '13'),
        note: word,
        basis: word,
        indicators: fc.dictionary(keys, interval),
      }),
      { selector: ({ industry }) => industry },
    ),
    utilities: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('power', 'water', 'road'),
        state: fc.constantFrom('none' as const, 'ready' as const),
        capacity: word,
        capacityEn: fc.constant(null),
        readyOn: fc.constant(null),
      }),
      { selector: ({ key }) => key },
    ),
    costs: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('power', 'water'),
        value: fc.integer({ min: 0, max: 9 }),
        note: word,
      }),
      { selector: ({ key }) => key },
    ),
    events: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('sold' as const, 'unsold' as const),
        at: fc.constantFrom('2026-11-01T10:00:00+08:00', '2026-11-02T10:00:00+08:00'),
        amountYuan: fc.option(fc.integer({ min: 1, max: 9 })),
        document: word,
      }),
      { selector: ({ kind, at }) => `${kind} ${at}` },
    ),
    attachments: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c'),
        kind: fc.constantFrom('survey-plan' as const, 'other' as const),
        title: fc.constantFrom('甲', '乙'),
        visibility: fc.constantFrom('public' as const, 'staff' as const),
        fileName: fc.constant('a.pdf'),
        mediaType: fc.constant('application/pdf' as const),
        bytes: fc.constant(5),
        sha256: fc.constant('00'),
        uploadedOn: fc.constant('2026-11-22'),
      }),
      { selector: ({ id }) => id },
    ),
    provenance: fc.dictionary(
      fc.constantFrom('fields', 'limits.far', 'admissions.36.tax_per_mu'),
      fc.record({ source: word, sourceNumber: word, verifiedBy: word, verifiedOn: word, validUntil: word }),
    ),
  })
  .map(({ west, ...rest }) => ({ ...rest, ...(west !== null && { geometry: square(west, 29) }) }));

/** The order of utilities, costs and events shows nowhere. */
function settled({ utilities, costs, events, attachments = [], ...rest }: DraftContent): string {
  const sorted = <Row>(rows: Row[]) => rows.map(comparableText).sort();
  return comparableText([rest, attachments, sorted(utilities), sorted(costs), sorted(events)]);
}

it('differences applied to the old content give the new one', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      expect(settled(applyDifferences(before, contentDifferences(before, after)))).toBe(settled(after));
    }),
    { numRuns: 500 },
  );
});

it('equal contents have no differences, and unequal ones have some', () => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      expect(contentDifferences(one, structuredClone(one))).toEqual([]);
      expect(contentDifferences(one, other).length > 0).toBe(settled(one) !== settled(other));
    }),
  );
});

it('each difference names one fact, once', () => {
  fc.assert(
    fc.property(content, (after) => {
      const paths = contentDifferences(emptyContent, after).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }),
  );
});

it('shows a shape by its measure, never by its points', () => {
  const [row] = shownDifferences(
    contentDifferences(emptyContent, { ...emptyContent, geometry: square(119.6, 29) }),
    planning,
  );
  expect(row).toMatchObject({ path: 'geometry', before: null, after: { areaM2: 43_000, points: 5 } });
  expect(JSON.stringify(row)).not.toContain('119.6');
});

it.each([
  ['geometry', 'land'],
  ['fields.offeredAreaM2', 'land'],
  ['fields.listingStartsAt', 'land'],
  ['fields.fullProductionDueOn', 'land'],
  ['fields.startPriceYuan', 'terms'],
  ['fields.boundsText', 'terms'],
  ['fields.noticeUrl', 'terms'],
  ['limits.far', 'land'],
  ['admissions.36', 'terms'],
  ['admissions.36.far', 'land'],
  ['admissions.36.tax_per_mu', 'terms'],
  ['utilities.power', 'terms'],
  ['events.sold.2026-11-01T02:00:00.000Z', 'land'],
  ['provenance.fields.startPriceYuan', 'terms'],
  ['provenance.limits.far', 'land'],
  ['provenance.fields', 'land'],
])('%s is decided by %s', (path, competence) => {
  expect(competenceOf(path, planning)).toBe(competence);
});

it.each([
  ['survey-plan', 'land'],
  ['boundary-plan', 'land'],
  ['planning-conditions', 'land'],
  ['evaluation-report', 'terms'],
  ['site-photograph', 'terms'],
  ['other', 'terms'],
])('a file that is a %s, or was one, is decided by %s', (kind, competence) => {
  const path = 'attachments.0b8f3b2e-0000-4000-8000-000000000000';
  const file = { kind, title: '规划条件', visibility: 'public' };
  for (const row of [
    { path, before: null, after: file },
    { path, before: file, after: null },
    { path, before: file, after: { ...file, kind: 'other' } },
  ])
    expect(competenceOfDifference(row, planning)).toBe(competence);
});

it('asks everybody about what the public does not see, else those whose part is changed', () => {
  expect(neededCompetences([], { isPublic: false })).toEqual(['land', 'terms']);
  expect(neededCompetences(['terms', 'terms'], { isPublic: true })).toEqual(['terms']);
  expect(neededCompetences([], { isPublic: true })).toEqual([]);
});
