import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import type { ParcelDraft } from '../api/imports/schema.ts';
import { answerQuery } from '../api/parcels/answer.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import type { Facets, ParcelAnswer } from '../api/parcels/schema.ts';
import { parcelSorts } from '../api/parcels/terms.ts';
import { askedOf, bruteSearch, type PlainQuery } from './support/brute-search.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { industries, randomParcels, utilities } from './support/random-parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const indicators = ['tax_per_mu', 'rd_ratio'];

const few = (values: string[]) =>
  fc.subarray(values, { minLength: 1, maxLength: 2 }).map((chosen) => chosen.join(','));
const tenths = (min: number, max: number) => fc.integer({ min, max }).map((number) => String(number / 10));
const indicator = fc
  .tuple(fc.constantFrom(...indicators, 'far'), fc.constantFrom('<=', '<', '>=', '>'), tenths(-10, 350))
  .map((parts) => parts.join(''));
/** A place among the parcels; no outline has a corner on such a line. */
const lon = fc.integer({ min: 119_400, max: 119_950 }).map((thousandths) => thousandths / 1000 + 0.0005);
const lat = fc.integer({ min: 28_700, max: 29_150 }).map((thousandths) => thousandths / 1000 + 0.0005);
const bbox = fc
  .tuple(lon, lat, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
  .map(([west, south, width, height]) => [west, south, west + width / 1000, south + height / 1000].join());
const near = fc.tuple(lon, lat, fc.integer({ min: 1, max: 300 })).map(([x, y, km]) => [x, y, km / 10].join());
const conditions = {
  district: few(['330723', '330784', '330702']),
  park: few(['park-wy-equipment', 'park-yk-hardware']),
  status: few(['planned', 'announced', 'listed']),
  use: few(['100101', '100102']),
  industry: few([...industries, '27', '14']),
  for: fc.constantFrom(...industries, '27', '99'),
  readiness: few(utilities),
  minMu: tenths(0, 3000),
  maxMu: tenths(500, 6000),
  maxPrice: fc.integer({ min: 0, max: 90_000_000 }).map(String),
  indicator: fc.uniqueArray(indicator, { minLength: 1, maxLength: 2 }),
  bbox,
  near,
};
/** Up to four conditions: more leave nothing to count. */
const queries: fc.Arbitrary<PlainQuery> = fc
  .tuple(fc.record(conditions), fc.subarray(Object.keys(conditions), { maxLength: 4 }))
  .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key))));

/** Every choice that a facet offers: the query it makes, and how many it promises. */
type Choice = { facet: string; query: PlainQuery; promised: number };

function choicesOf(facets: Facets, query: PlainQuery): Choice[] {
  const replacing = (['district', 'park', 'status', 'use', 'industry'] as const).flatMap((facet) =>
    facets[facet]
      // A section's letter heads the tree; it is no industry to search by.
      .filter(({ code }) => facet !== 'industry' || /^\d/.test(code))
      .map(({ code, count }) => ({ facet, query: { ...query, [facet]: code }, promised: count })),
  );
  const readiness = facets.readiness.map(({ code, count }) => ({
    facet: 'readiness',
    query: { ...query, readiness: query.readiness === undefined ? code : `${query.readiness},${code}` },
    promised: count,
  }));
  const area = facets.area.map(({ mu, matching }) => ({
    facet: 'area',
    query: { ...query, minMu: String(Math.max(0, mu - 0.5)), maxMu: (mu + 0.49).toFixed(2) },
    promised: matching,
  }));
  const price = facets.price.map(({ yuan }) => ({
    facet: 'price',
    query: { ...query, maxPrice: String(yuan) },
    promised: sumOf(facets.price.filter((bar) => bar.yuan <= yuan)),
  }));
  const asked = facets.indicator.flatMap(({ key, values }) => {
    const others = (query.indicator ?? []).filter((written) => !written.startsWith(key));
    return values
      .filter(({ value }) => Math.abs(value) < 1e9)
      .map(({ value }) => ({
        facet: 'indicator',
        query: { ...query, indicator: [...others, `${key}<=${value}`] },
        promised: sumOf(values.filter((bar) => bar.value <= value)),
      }));
  });
  return [...replacing, ...readiness, ...area, ...price, ...asked];
}

function sumOf(bars: { matching: number }[]): number {
  return bars.reduce((sum, { matching }) => sum + matching, 0);
}

onBothDatabases('the facets of an answer', (open) => {
  let city: City;
  let drafts: ParcelDraft[];
  const ask = (query: PlainQuery & Record<string, unknown>): Promise<ParcelAnswer> =>
    answerQuery(open().sql, ParcelQuery.parse(query), { city, at: now });
  const brute = (query: PlainQuery) => bruteSearch(drafts, query, now);

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const bounds = { lower: null, lowerOp: null, upper: null, upperOp: null };
    const unknown = { industry: '36', note: null, basis: null, indicators: { tax_per_mu: bounds } };
    drafts = [
      ...randomParcels(48, 20_261_122),
      parcelDraft('UNKNOWN-1', { geometry: square(119.2, 28.6), admissions: [unknown] }),
      parcelDraft('FREE-1', {
        geometry: square(119.25, 28.6),
        fields: { startPriceYuan: 0, offeredAreaM2: 7_003.33, landAreaM2: 7_003.33 },
      }),
    ];
    const outcome = await commit(open(), drafts, { pack: city.pack });
    expect(outcome.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    await commit(open(), [parcelDraft('SECRET-9', { geometry: square(120.3, 29.2) })], {
      pack: city.pack,
      publicFrom: new Date('2026-12-24T00:00:00Z'),
    });
  });

  it('stand beside exactly the parcels that a plain search finds', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const found = brute(query);
        const { total, totalAreaM2, items, parks, all } = await ask({ ...query, limit: '500' });
        expect(items.map(({ code }) => code)).toEqual(found.map(({ code }) => code).sort());
        expect(total).toBe(found.length);
        expect(totalAreaM2).toBeCloseTo(
          found.reduce((sum, { fields }) => sum + (fields.offeredAreaM2 ?? 0), 0),
          2,
        );
        expect(parks.reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
        expect(all.total).toBe(drafts.length);
      }),
      { numRuns: 60 },
    );
  });

  it('promise exactly what choosing then gives', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(queries, fc.infiniteStream(fc.nat(10_000)), async (query, random) => {
        const { facets } = await ask(query);
        const choices = choicesOf(facets, query);
        for (const { facet, query: chosen, promised } of choices)
          expect({ facet, chosen, total: brute(chosen).length }).toEqual({ facet, chosen, total: promised });
        for (const kind of new Set(choices.map(({ facet }) => facet))) {
          const ofKind = choices.filter(({ facet }) => facet === kind);
          const full = ofKind.filter(({ promised }) => promised > 0);
          const offered = full.length > 0 ? full : ofKind;
          const choice = offered[random.next().value % offered.length];
          if (choice === undefined) continue;
          const { total } = await ask({ ...choice.query, limit: '1' });
          expect({ choice, total }).toEqual({ choice, total: choice.promised });
          if (total > 0) kinds.add(kind);
        }
      }),
      { numRuns: 25 },
    );
    expect([...kinds].sort()).toEqual(
      ['area', 'district', 'indicator', 'industry', 'park', 'price', 'readiness', 'status', 'use'].sort(),
    );
  });

  it('count every public parcel once, with what it does not state apart', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const { facets } = await ask({ ...query, limit: '1' });
        const all = drafts.length;
        const countsOf = (bars: { count: number }[]) => bars.reduce((sum, { count }) => sum + count, 0);
        expect(countsOf(facets.area)).toBe(all);
        expect(countsOf(facets.price) + facets.unpriced.count).toBe(all);
        expect(facets.unpriced.matching).toBe(
          brute({ ...query, maxPrice: undefined }).filter(({ fields }) => fields.startPriceYuan === undefined)
            .length,
        );
        for (const { key, values, unknown } of facets.indicator) {
          const others = (query.indicator ?? []).filter((written) => !written.startsWith(key));
          expect(countsOf(values) + unknown.count).toBe(all);
          expect({ key, unknown: unknown.matching }).toEqual({
            key,
            unknown: brute({ ...query, indicator: others }).filter(
              (draft) => askedOf(draft, key, query) === null,
            ).length,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each(parcelSorts)('hold for every page: sorted by %s each parcel comes once', async (sort) => {
    const oneOf = fc.constantFrom(...indicators);
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 1, max: 9 }), oneOf, async (query, limit, theme) => {
        const whole = await ask({ ...query, sort, theme, limit: '500' });
        const paged: string[] = [];
        let cursor: string | null = null;
        do {
          const answer: ParcelAnswer = await ask({
            ...query,
            sort,
            theme,
            limit: String(limit),
            ...(cursor !== null && { cursor }),
          });
          paged.push(...answer.items.map(({ code }) => code));
          cursor = answer.next;
          expect(answer.total).toBe(whole.total);
        } while (cursor !== null);
        expect(paged).toEqual(whole.items.map(({ code }) => code));
        expect(paged.toSorted()).toEqual(
          brute(query)
            .map(({ code }) => code)
            .sort(),
        );
      }),
      { numRuns: 4 },
    );
  });

  it('follow the theme in their order, what is not stated last', async () => {
    for (const theme of indicators) {
      for (const sort of ['indicator', '-indicator'] as const) {
        const { items } = await ask({ sort, theme, limit: '500' });
        const values = items.map(({ indicators: { [theme]: own } }) => own?.value ?? null);
        const stated = values.filter((value) => value !== null);
        expect(values.slice(0, stated.length)).toEqual(stated);
        const ascending = stated.toSorted((a, b) => a - b);
        expect(stated).toEqual(sort === 'indicator' ? ascending : ascending.reverse());
      }
    }
  });
});
