import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { Relaxations, type Relaxation } from '../api/parcels/relaxation-schema.ts';
import { ParcelAnswer } from '../api/parcels/schema.ts';
import { Problem } from '../api/problem.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { industries, randomParcels, utilities } from './support/random-parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

type Written = [key: string, value: string][];

const few = (values: string[]) =>
  fc.subarray(values, { minLength: 1, maxLength: 2 }).map((chosen) => chosen.join(','));
const tenths = (min: number, max: number) => fc.integer({ min, max }).map((number) => String(number / 10));
const indicator = fc
  .tuple(
    fc.constantFrom('tax_per_mu', 'rd_ratio', 'far'),
    fc.constantFrom('<=', '<', '>=', '>'),
    tenths(-10, 350),
  )
  .map((parts) => parts.join(''));
const one = (key: string, value: fc.Arbitrary<string>) => value.map((written): Written => [[key, written]]);
const condition = fc.oneof(
  one('district', few(['330723', '330784', '330702'])),
  one('park', few(['park-wy-equipment', 'park-yk-hardware'])),
  one('status', few(['planned', 'announced', 'listed'])),
  one('use', few(['100101', '100102'])),
  one('industry', few([...industries, '27', '14'])),
  one('industry', few([...industries, '27', '14'])),
  one('for', fc.constantFrom(...industries, '27', '99')),
  one('q', fc.constantFrom('r-1', '永康', '号地 r-2')),
  one('bbox', fc.constantFrom('119.4,28.7,119.7,29.0', '119.5,28.8,119.51,28.81')),
  one(
    'near',
    tenths(1, 400).map((km) => `119.6,28.9,${km}`),
  ),
  one('minMu', tenths(0, 6000)),
  one('maxMu', tenths(0, 6000)),
  one('maxPrice', fc.integer({ min: 0, max: 50_000_000 }).map(String)),
  one('readiness', few(utilities)),
  fc
    .array(indicator, { minLength: 1, maxLength: 2 })
    .map((all): Written => [...new Set(all)].map((written) => ['indicator', written])),
);
const conditions = fc
  .uniqueArray(condition, { minLength: 1, maxLength: 4, selector: (written) => written[0]?.[0] })
  .map((written) => written.flat());

/** The query with one relaxation applied, as a page would write it into its address. */
function applied(written: Written, { key, value, change, to }: Relaxation): Written {
  return written.flatMap(([name, text]): Written => {
    if (name !== key) return [[name, text]];
    if (change === 'add') return [[name, `${text},${to}`]];
    if (key === 'readiness') {
      const kept = text.split(',').filter((utility) => utility !== value);
      return kept.length === 0 ? [] : [[name, kept.join(',')]];
    }
    if (value !== null && value !== text) return [[name, text]];
    return change === 'drop' || to === null ? [] : [[name, to]];
  });
}

const queryOf = (written: Written) => new URLSearchParams(written).toString();

onBothDatabases('relaxing one condition', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  const read = async (path: string, written: Written) => {
    const response = await app.request(`${path}?${queryOf(written)}`);
    expect(response.status).toBe(200);
    return response.json();
  };
  const countOf = async (written: Written) => {
    const asked: Written = [...written, ['limit', '1']];
    const { total, totalAreaM2 } = ParcelAnswer.parse(await read('/api/parcels', asked));
    return { total, totalAreaM2 };
  };
  const relax = async (written: Written) => Relaxations.parse(await read('/api/parcel-relaxations', written));

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const outcome = await commit(open(), randomParcels(40, 20_261_122), { pack: city.pack });
    expect(outcome.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const secret = parcelDraft('SECRET-9', { geometry: square(120.3, 29.2) });
    await commit(open(), [secret], { pack: city.pack, publicFrom: new Date('2026-12-24T00:00:00Z') });
    await commit(open(), [parcelDraft('DRAFT-9', { geometry: square(120.4, 29.2) })], {
      pack: city.pack,
      publicFrom: null,
    });
    app = await testPortal(open(), city);
  });

  it('gains exactly what the search then finds, whatever the conditions', async () => {
    let offers = 0;
    await fc.assert(
      fc.asyncProperty(conditions, async (written) => {
        const now = await countOf(written);
        const { total, items } = await relax(written);
        expect(total).toBe(now.total);
        for (const item of items) {
          const then = await countOf(applied(written, item));
          expect({ item, gained: then.total - now.total }).toEqual({ item, gained: item.gain });
          expect(then.totalAreaM2 - now.totalAreaM2).toBeCloseTo(item.gainAreaM2, 2);
          expect(item.gain).toBeGreaterThan(0);
          offers += 1;
        }
        expect(items).toEqual(items.toSorted((a, b) => b.gain - a.gain || b.gainAreaM2 - a.gainAreaM2));
      }),
      { numRuns: 40 },
    );
    expect(offers).toBeGreaterThan(20);
  });

  it('leaves out no condition whose loss would give more', async () => {
    await fc.assert(
      fc.asyncProperty(conditions, async (written) => {
        const now = await countOf(written);
        const { items } = await relax(written);
        const narrowing = written.filter(([key]) => key !== 'for');
        const units = narrowing.flatMap(([key, text]) =>
          key === 'readiness'
            ? text.split(',').map((utility) => [key, utility] as const)
            : [[key, key === 'indicator' ? text : null] as const],
        );
        for (const [key, value] of units) {
          const drop: Relaxation = { key, value, change: 'drop', to: null, gain: 0, gainAreaM2: 0 };
          const without = await countOf(applied(written, drop));
          const offered = items.some((item) => item.key === key && item.value === value);
          const gains = without.total > now.total;
          // Another industry can let a parcel in whose row keeps the indicators where no industry at all does not.
          if (key === 'industry' && !gains) continue;
          expect({ key, value, offered }).toEqual({ key, value, offered: gains });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('adds the division that gives most', async () => {
    const divisions = ['14', '27', '33', '36', '38', '39'];
    await fc.assert(
      fc.asyncProperty(conditions, few(divisions), async (others, wanted) => {
        const written: Written = [...others.filter(([key]) => key !== 'industry'), ['industry', wanted]];
        const now = await countOf(written);
        const offer = (await relax(written)).items.find(({ key }) => key === 'industry');
        for (const division of divisions) {
          const { total } = await countOf(
            written.map(([key, text]) => [key, key === 'industry' ? `${text},${division}` : text]),
          );
          expect(total - now.total).toBeLessThanOrEqual(offer?.gain ?? 0);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('says nothing of what is not public, nor of a search without conditions', async () => {
    expect(await relax([['q', 'secret']])).toMatchObject({ total: 0, items: [{ change: 'drop', gain: 40 }] });
    expect(await relax([])).toMatchObject({ total: 40, items: [] });
  });

  it('offers a parcel without a price only where the price no longer counts', async () => {
    await commit(open(), [parcelDraft('UNPRICED-1', { geometry: square(120.1, 29.2) })], { pack: city.pack });
    const { items } = await relax([
      ['q', 'unpriced'],
      ['maxPrice', '1000'],
    ]);
    expect(items).toContainEqual({
      key: 'maxPrice',
      value: null,
      change: 'drop',
      to: null,
      gain: 1,
      gainAreaM2: 40_000,
    });
  });

  it.each([
    ['?sort=code', 'sort'],
    ['?limit=5', 'limit'],
    ['?minMu=-1', 'minMu'],
    ['?status=on-sale', 'status'],
    ['?readiness=powerr', 'readiness'],
    ['?indicator=tax_per_muu<=30', 'indicator'],
    [`?q=${'x'.repeat(101)}`, 'q'],
  ])('refuses %s with 400 and names the parameter', async (query, parameter) => {
    const response = await app.request(`/api/parcel-relaxations${query}`);
    expect(response.status).toBe(400);
    const { errors } = Problem.parse(await response.json());
    expect(errors?.map(({ path }) => path.split('.')[0])).toContain(parameter);
  });
});
