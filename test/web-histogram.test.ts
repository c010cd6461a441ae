import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, matchingCount, scaleOf, sliderStep } from '../web/parcels/histogram.ts';
import { besidesLimit, limitOf, withLimit } from '../web/parcels/indicator-conditions.ts';

const tallies = (most: number, decimals: number) =>
  fc.array(
    fc
      .record({
        steps: fc.nat(most * 10 ** decimals),
        count: fc.integer({ min: 1, max: 40 }),
        share: fc.nat(100),
      })
      .map(({ steps, count, share }) => ({
        value: Number((steps / 10 ** decimals).toFixed(decimals)),
        count,
        matching: Math.floor((count * share) / 100),
      })),
    { minLength: 1 },
  );
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const everything: [number, number] = [-Infinity, Infinity];

describe('a histogram under a slider', () => {
  it('holds every parcel in one bar of round width, from either edge', () => {
    fc.assert(
      fc.property(
        tallies(200_000, 1),
        fc.boolean(),
        fc.constantFrom('from' as const, 'to' as const),
        (values, fromZero, edge) => {
          const scale = scaleOf(
            values.map(({ value }) => value),
            { bars: 28, narrowest: 0.1, fromZero },
          );
          const bars = histogram(values, scale, { edge, chosen: everything });
          expect(bars.length).toBeGreaterThan(0);
          expect(bars.length).toBeLessThanOrEqual(28);
          expect(sum(bars.map(({ all }) => all))).toBe(sum(values.map(({ count }) => count)));
          expect(sum(bars.map(({ left }) => left))).toBe(sum(values.map(({ matching }) => matching)));
          expect(Math.min(...values.map(({ value }) => value))).toBeGreaterThanOrEqual(scale.least);
          expect(Math.max(...values.map(({ value }) => value))).toBeLessThanOrEqual(scale.most);
        },
      ),
    );
  });

  it('leaves exactly what a limit leaves', () => {
    fc.assert(
      fc.property(tallies(50, 1), fc.integer({ min: -1, max: 51 }), (values, limit) => {
        const scale = scaleOf(
          values.map(({ value }) => value),
          { bars: 24, narrowest: 0.1, fromZero: false },
        );
        const bars = histogram(values, scale, { edge: 'to', chosen: [-Infinity, limit] });
        const left = values.filter(({ value }) => value <= limit).map(({ matching }) => matching);
        expect(sum(bars.map((bar) => bar.left))).toBe(sum(left));
        expect(matchingCount(values, limit)).toBe(sum(left));
      }),
    );
  });

  it('takes a value on an edge into the bar that a handle there chooses', () => {
    const values = [10, 20, 30].map((value) => ({ value, count: 1, matching: 1 }));
    const scale = { least: 0, most: 30, width: 10 };
    const counts = (edge: 'from' | 'to') =>
      histogram(values, scale, { edge, chosen: everything }).map(({ all }) => all);
    expect(counts('to')).toEqual([1, 1, 1]);
    expect(counts('from')).toEqual([0, 1, 2]);
  });

  it('spans round numbers around what there is', () => {
    const span = (values: number[], fromZero: boolean) =>
      scaleOf(values, { bars: 24, narrowest: 0.1, fromZero });
    expect(span([17.8, 44.2], false)).toEqual({ least: 16, most: 46, width: 2 });
    expect(span([210, 495], false)).toEqual({ least: 200, most: 500, width: 20 });
    expect(span([0.1, 0.3], false)).toEqual({ least: 0.1, most: 0.3, width: 0.1 });
    expect(span([25], false)).toEqual({ least: 24.9, most: 25.1, width: 0.1 });
    expect(span([], true)).toEqual({ least: 0, most: 0.1, width: 0.1 });
    expect(sliderStep({ least: 200, most: 500, width: 20 }, 1)).toBe(2);
    expect(sliderStep({ least: 15, most: 45, width: 2 }, 0.1)).toBe(0.2);
    expect(sliderStep({ least: 0, most: 300, width: 20 }, 5)).toBe(5);
  });
});

describe('the limit of an indicator', () => {
  const linked = ['tax_per_mu>=20', 'far<=2', 'tax_per_mu<=30', 'tax_per_mu<28', 'tax_per_mu<=26'];

  it('is the first that a link sets, and leaves every other condition where it is', () => {
    expect(limitOf(linked, 'tax_per_mu')).toBe(30);
    expect(besidesLimit(linked, 'tax_per_mu')).toEqual(['tax_per_mu>=20', 'tax_per_mu<28', 'tax_per_mu<=26']);
    expect(withLimit(linked, 'tax_per_mu', 32.5)).toEqual(linked.toSpliced(2, 1, 'tax_per_mu<=32.5'));
    expect(withLimit(linked, 'tax_per_mu', null)).toEqual(linked.toSpliced(2, 1));
    expect(withLimit(linked, 'rd_ratio', 3)).toEqual([...linked, 'rd_ratio<=3']);
    expect(limitOf(['tax_per_mu>=20'], 'tax_per_mu')).toBeNull();
  });

  it('is read back as it was set, to four places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (tenThousandths) => {
        const limit = tenThousandths / 10_000;
        expect(limitOf(withLimit([], 'tax_per_mu', limit), 'tax_per_mu')).toBe(limit);
      }),
    );
  });
});
