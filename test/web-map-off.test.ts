import { describe, expect, it } from 'vitest';
import { countyRows } from '../web/parcels/county-totals.ts';
import { retryWaitMs } from '../web/parcels/retry-wait.ts';
import { jinhua } from './support/map-fixtures.ts';

const city = jinhua();
const counted = (code: string, count: number) => ({ code, name: '', nameEn: '', count });

describe('the table of the counties', () => {
  const facets = { facets: { district: [counted('330702', 9), counted('330784', 1)] } };

  it('has every county of the city, with nothing where nothing matches', () => {
    const rows = countyRows(city, facets, { district: [], whole: null });
    expect(rows).toHaveLength(city.regions.filter(({ level }) => level === 'district').length);
    expect(rows.filter(({ matching }) => matching > 0).map(({ code }) => code)).toEqual(['330702', '330784']);
    expect(rows.every(({ whole }) => whole === null)).toBe(true);
  });

  it('counts no match in a county that was not asked for, although the facet says what it would give', () => {
    const rows = countyRows(city, facets, { district: ['330784'], whole: null });
    expect(rows.find(({ code }) => code === '330702')?.matching).toBe(0);
    expect(rows.find(({ code }) => code === '330784')?.matching).toBe(1);
  });

  it('says beside it what the county holds', () => {
    const whole = new Map([['330702', { count: 12, areaM2: 8000 }]]);
    const rows = countyRows(city, facets, { district: [], whole });
    expect(rows.find(({ code }) => code === '330702')?.whole).toEqual({ count: 12, areaM2: 8000 });
    expect(rows.find(({ code }) => code === '330703')?.whole).toBeNull();
  });
});

describe('a question that did not get out', () => {
  it('is asked again after 3 s, later less often, and at least once a minute', () => {
    expect([0, 1, 2].map(retryWaitMs)).toEqual([3000, 6000, 12_000]);
    expect(retryWaitMs(50)).toBe(60_000);
  });
});
