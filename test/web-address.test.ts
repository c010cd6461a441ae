import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parcelStatuses } from '../api/city/terms.ts';
import { ParcelConditions } from '../api/parcels/query-schema.ts';
import { parcelSorts } from '../api/parcels/terms.ts';
import type { Address } from '../web/parcels/address.ts';
import {
  answerQuery,
  conditionCount,
  emptyAddress,
  roundView,
  withoutConditions,
  writeAddress,
} from '../web/parcels/address.ts';
import { readAddress } from '../web/parcels/read-address.ts';

const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`));
const codes = (code: fc.Arbitrary<string>) => fc.uniqueArray(code, { maxLength: 4 });
/** Eighths are exact in binary and need three decimals at most. */
const degrees = (most: number) =>
  fc.integer({ min: -most * 8, max: most * 8 }).map((eighths) => eighths / 8 + 0);
const hundredths = fc.integer({ min: 0, max: 99_999_999 }).map((value) => value / 100);
const text = (most: number) =>
  fc
    .string({ minLength: 1, maxLength: most, unit: 'grapheme' })
    .map((value) => value.trim())
    .filter((value) => value !== '' && value.length <= most && !/[\u0000\uFFFD]/.test(value));
const known = new Set(Object.keys(emptyAddress));
const view = fc
  .record({
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    lat: fc.double({ min: -85, max: 85, noNaN: true }),
    zoom: fc.double({ min: 0, max: 22, noNaN: true }),
  })
  .map(roundView)
  // JSON and links know one zero.
  .map(({ lon, lat, zoom }) => ({ lon: lon + 0, lat: lat + 0, zoom: zoom + 0 }));

const anyAddress: fc.Arbitrary<Address> = fc.record({
  q: fc.oneof(fc.constant(''), text(100)),
  industry: codes(digits(2, 4)),
  district: codes(digits(6, 6)),
  park: codes(fc.stringMatching(/^park-[a-z0-9-]{1,20}$/)),
  status: fc.uniqueArray(fc.constantFrom(...parcelStatuses), { maxLength: 4 }),
  use: codes(fc.stringMatching(/^\w{2,12}$/)),
  readiness: codes(fc.stringMatching(/^[a-z][a-z0-9_]{1,20}$/)),
  indicator: codes(fc.stringMatching(/^[a-z][a-z0-9_]{1,20}(<=|>=|<|>)-?\d{1,9}$/)),
  minMu: fc.option(hundredths),
  maxMu: fc.option(hundredths),
  maxPrice: fc.option(fc.integer({ min: 0, max: 1e13 - 1 })),
  bbox: fc.option(
    fc
      .tuple(degrees(179), degrees(89))
      .map(([west, south]): [number, number, number, number] => [west, south, west + 0.5, south + 0.25]),
  ),
  near: fc.option(fc.tuple(degrees(180), degrees(90), fc.integer({ min: 1, max: 500 }))),
  show: fc.option(fc.constant('table' as const)),
  colour: fc.option(fc.stringMatching(/^[a-z][a-z0-9_]{1,20}$/)),
  columns: codes(fc.stringMatching(/^[a-z][A-Za-z0-9_.]{0,20}$/)),
  compare: fc.uniqueArray(text(64), { maxLength: 4 }),
  differences: fc.option(fc.constant('only' as const)),
  base: fc.option(fc.constantFrom('sketch' as const, 'vector' as const, 'imagery' as const)),
  sort: fc.option(fc.constantFrom(...parcelSorts)),
  parcel: fc.option(text(64)),
  for: fc.option(digits(2, 4)),
  view: fc.option(view),
  panel: fc.option(fc.constant('filters' as const)),
  sheet: fc.option(fc.constantFrom('peek' as const, 'half' as const, 'full' as const)),
  lang: fc.option(fc.constantFrom('zh-CN' as const, 'en' as const)),
  unknown: fc.array(
    fc.tuple(
      fc.string({ unit: 'grapheme' }).filter((key) => !known.has(key)),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 3 },
  ),
});

describe('the address of a page', () => {
  it('comes back exactly from the link it was written to', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(readAddress(writeAddress(address))).toEqual({ address, ignored: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('never loses or throws on any query at all, and settles after one reading', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const once = readAddress(query).address;
        expect(readAddress(writeAddress(once)).address).toEqual(once);
      }),
    );
  });

  it('asks the server only what the server accepts', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        const query = answerQuery({ ...address, minMu: address.minMu, maxMu: address.maxMu });
        const { indicator, ...rest } = { ...Object.fromEntries(query), indicator: query.getAll('indicator') };
        const conditions = indicator.length === 0 ? rest : { ...rest, indicator };
        expect(ParcelConditions.safeParse(conditions).error).toBeUndefined();
      }),
    );
  });

  it('asks by the industry of the drawer only while a parcel is open, and counts it as no condition', () => {
    const asked = (query: string) => answerQuery(readAddress(query).address).toString();
    expect(asked('?industry=36&parcel=A-1&for=34')).toBe('industry=36&for=34');
    expect(asked('?industry=36&for=34')).toBe('industry=36');
    expect(asked('?parcel=A-1&for=34&show=table')).toBe('');
    expect(conditionCount(readAddress('?parcel=A-1&for=34').address)).toBe(0);
  });

  it('keeps 0571 as text', () => {
    expect(readAddress('?q=0571&industry=0571').address).toMatchObject({ q: '0571', industry: ['0571'] });
  });

  it('adds repeated list keys together and takes the first of a repeated single key', () => {
    const { address, ignored } = readAddress(
      '?industry=36&industry=38,36&minMu=80&minMu=90&indicator=a1<=1&indicator=b1>2',
    );
    expect(address.industry).toEqual(['36', '38']);
    expect(address.indicator).toEqual(['a1<=1', 'b1>2']);
    expect(address.minMu).toBe(80);
    expect(ignored).toEqual([{ key: 'minMu', value: '90' }]);
  });

  it('leaves out and names what is no percent-encoded UTF-8, also once the link has been written anew', () => {
    const { address, ignored } = readAddress('?q=%E6%B1%BD%E8&compare=A-1&compare=%FF&industry=36');
    expect(address).toMatchObject({ q: '', compare: ['A-1'], industry: ['36'] });
    const parts = [
      { key: 'q', value: '汽\uFFFD' },
      { key: 'compare', value: '\uFFFD' },
    ];
    expect(ignored).toEqual(parts);
    const unknown = ignored.map(({ key, value }): [string, string] => [key, value]);
    expect(readAddress(writeAddress({ ...address, unknown })).ignored).toEqual(parts);
  });

  it('takes a lone percent sign for itself, as browsers do', () => {
    expect(readAddress('?q=100%')).toMatchObject({ address: { q: '100%' }, ignored: [] });
  });

  it('names the part of a value that cannot be used and keeps the rest', () => {
    const { address, ignored } = readAddress(
      '?status=listed,gone&minMu=many&industry=C36,36&sort=beauty&view=1,2,99',
    );
    expect(address).toMatchObject({
      status: ['listed'],
      minMu: null,
      industry: ['36'],
      sort: null,
      view: null,
    });
    expect(ignored).toEqual([
      { key: 'status', value: 'gone' },
      { key: 'minMu', value: 'many' },
      { key: 'industry', value: 'C36' },
      { key: 'sort', value: 'beauty' },
      { key: 'view', value: '1,2,99' },
    ]);
  });

  it('keeps keys that it does not know', () => {
    expect(writeAddress(readAddress('?utm=a&utm=b&q=%E4%B8%AD').address)).toBe('?q=%E4%B8%AD&utm=a&utm=b');
  });

  it('counts both ends of the area as one condition and drops all conditions at once', () => {
    const { address } = readAddress(
      '?minMu=80&maxMu=250&industry=36,38&indicator=a1<=1&indicator=b1<=2&lang=en&parcel=A-1',
    );
    expect(conditionCount(address)).toBe(4);
    expect(conditionCount(withoutConditions(address))).toBe(0);
    expect(writeAddress(withoutConditions(address))).toBe('?parcel=A-1&lang=en');
  });
});
