import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looserLimit, type Limit } from '../api/parcels/relaxation-limits.ts';

const atMost: Limit = {
  side: 'upper',
  at: 100,
  most: 1_000_000,
  decimals: 2,
  perUnit: 1,
  admits: (value, to) => value <= to,
};
const atLeast: Limit = { ...atMost, side: 'lower', at: 60, admits: (value, to) => value >= to };
const kilometres: Limit = {
  ...atMost,
  at: 5,
  most: 500,
  perUnit: 1000,
  admits: (metres, km) => metres <= km * 1000,
};
const far: Limit = { ...kilometres, at: 400 };
const price: Limit = { ...atMost, at: 30_000_000, most: 1e13, decimals: 0 };
const below: Limit = { ...atMost, admits: (value, to) => value < to };

describe('a looser limit', () => {
  it.each([
    { behaviour: 'lets in all within a factor of two', values: [101, 165.3, 900], to: 170 },
    { behaviour: 'else only the nearest', values: [901.2, 430], to: 440 },
    { behaviour: 'stands on the value where that is round', values: [170], to: 170 },
    { behaviour: 'goes down for a lower limit', limit: atLeast, values: [59, 33.4, 12], to: 32 },
    { behaviour: 'goes down to the nearest', limit: atLeast, values: [12.7, 3], to: 12 },
    { behaviour: 'measures metres in kilometres', limit: kilometres, values: [7_412.3, 30_000], to: 7.5 },
    { behaviour: 'counts a price in ten thousands', limit: price, values: [34_560_000], to: 36_000_000 },
    { behaviour: 'passes a value that may not be reached', limit: below, values: [170], to: 180 },
    { behaviour: 'knows values below zero', limit: { ...atMost, at: -5 }, values: [-3.3], to: -3.2 },
    { behaviour: 'starts from zero', limit: { ...atMost, at: 0 }, values: [0.72], to: 0.75 },
    { behaviour: 'ends where the search ends', limit: far, values: [499_000, 600_000], to: 500 },
    { behaviour: 'is not to be had beyond that', limit: far, values: [600_000], to: null },
    { behaviour: 'needs a value', values: [], to: null },
  ])('$behaviour', ({ limit = atMost, values, to }) => {
    expect(looserLimit(limit, values)).toBe(to);
  });

  it('always lets in the nearest, is never looser than the farthest needs by more than a tenth, and is short', () => {
    const values = fc.array(fc.integer({ min: 10_001, max: 9_999_999 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (hundredths) => {
        const mu = hundredths.map((number) => number / 100);
        const to = looserLimit(atMost, mu);
        const within = mu.filter((value) => value <= 200);
        const needed = within.length > 0 ? Math.max(...within) : Math.min(...mu);
        expect(to).toBeGreaterThanOrEqual(needed);
        expect(to).toBeLessThanOrEqual(needed * 1.1);
        expect(String(to)).toMatch(/^\d\d?\d?0*$/);
      }),
    );
  });
});
