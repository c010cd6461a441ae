import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalSha256 } from '../api/canonical-json.ts';
import { contentSha256, geometrySha256, indicatorsSha256 } from '../api/agreements/fingerprints.ts';
import type { AgreementText } from '../api/agreements/text-schema.ts';
import { parcelRecord } from './support/parcel-records.ts';

type Json = Parameters<typeof canonicalJson>[0];

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same value, the keys of every object the other way round. */
function turned(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of the RFC, 3.2.2 and 3.2.3, to the letter', () => {
    const example = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(keys)))).toHaveLength(7);
    expect(canonicalJson(keys).match(/:\d/g)).toEqual([':2', ':4', ':6', ':7', ':1', ':5', ':3']);
  });

  it('reads back as the value it was made of, in any order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonicalJson(turned(value))).toBe(text);
      }),
    );
  });

  it('has no form for what JSON cannot hold', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson(['\ud800'])).toThrow(TypeError);
    expect(canonicalJson(-0)).toBe('0');
  });

  it('is hashed as UTF-8', () => {
    const expected = createHash('sha256').update(Buffer.from('{"甲":"乙"}', 'utf8')).digest('hex');
    expect(canonicalSha256({ 甲: '乙' })).toBe(expected);
  });
});

const text: AgreementText = {
  number: 'TZ-2026-0031',
  template: { key: 'letter-of-intent', version: 1, title: '投资意向书' },
  title: '投资意向书',
  parties: [
    {
      party: 'company',
      label: '乙方',
      organisation: '示例汽车零部件有限公司',
      creditCode: '91440300708461136T',
      signatory: '林国栋',
      capacity: 'legal-representative',
    },
  ],
  preamble: [],
  clauses: [
    {
      heading: '项目',
      blocks: [{ kind: 'paragraph', runs: [{ text: '计划总投资', filled: false, strong: false }] }],
    },
  ],
  parcels: [],
};

describe('the fingerprint of a text (文本摘要)', () => {
  it('knows no order of keys and nothing beside the text', () => {
    const { number, ...others } = { ...text, seenBy: '不属于文本' };
    expect(contentSha256({ ...others, number })).toBe(contentSha256(text));
    expect(contentSha256(text)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with every word of it', () => {
    const changed: AgreementText[] = [
      { ...text, number: 'TZ-2026-0032' },
      { ...text, template: { ...text.template, version: 2 } },
      { ...text, parties: text.parties.map((party) => ({ ...party, capacity: 'authorised' as const })) },
      { ...text, clauses: text.clauses.map((clause) => ({ ...clause, heading: '项目 ' })) },
      { ...text, clauses: [...text.clauses, ...text.clauses] },
    ];
    expect(new Set([text, ...changed].map(contentSha256)).size).toBe(changed.length + 1);
  });
});

describe('the fingerprints of a parcel', () => {
  const parcel = parcelRecord('JK-2026-014');

  it('of its outline changes with one coordinate, one ring, or another parcel', () => {
    const moved = structuredClone(parcel);
    const point = moved.geometry.coordinates[0]?.[0]?.[1];
    if (point === undefined) throw new Error('the parcel has no second corner');
    point[0] += 0.0001;
    const [first] = parcel.geometry.coordinates;
    const twice = {
      ...parcel,
      geometry: { ...parcel.geometry, coordinates: [first, first].filter((each) => each !== undefined) },
    };
    const all = [parcel, moved, twice, { ...parcel, code: 'JK-2026-015' }];
    expect(new Set(all.map(geometrySha256)).size).toBe(4);
  });

  it('of its outline is the same in a later version and with other facts', () => {
    const later = { ...parcel, version: parcel.version + 1, facts: {}, admissions: [], name: '改了名' };
    expect(geometrySha256(later)).toBe(geometrySha256(parcel));
  });

  it('of its indicators changes with operator, value, upper bound, unit, phase, limit and industry', () => {
    const [admission] = parcel.admissions;
    const indicator = admission?.indicators.fixed_invest_intensity;
    if (admission === undefined || !indicator) throw new Error('the parcel states no investment intensity');
    const withIndicator = (change: Partial<typeof indicator>) => ({
      ...parcel,
      admissions: [
        {
          ...admission,
          indicators: { ...admission.indicators, fixed_invest_intensity: { ...indicator, ...change } },
        },
      ],
    });
    const changed = [
      parcel,
      withIndicator({ op: '>' }),
      withIndicator({ value: 251 }),
      withIndicator({ upperOp: '<=', upper: 400 }),
      withIndicator({ upperOp: '<', upper: 400 }),
      withIndicator({ unit: '元/亩' }),
      withIndicator({ phase: 'annual' }),
      { ...parcel, limits: { ...parcel.limits, green_ratio: null } },
      { ...parcel, limits: {} },
    ];
    expect(new Set(changed.map((each) => indicatorsSha256(each, '367'))).size).toBe(changed.length);
    const other = { ...admission, industry: { ...admission.industry, code: '36' } };
    const both = { ...parcel, admissions: [admission, other] };
    expect(indicatorsSha256(both, '36')).not.toBe(indicatorsSha256(both, '367'));
    expect(indicatorsSha256(both, '367')).toBe(indicatorsSha256(parcel, '367'));
  });

  it('of its indicators is the same in any order of keys, and under another basis', () => {
    const [admission] = parcel.admissions;
    if (admission === undefined) throw new Error('the parcel admits nothing');
    const indicators = Object.fromEntries(
      Object.entries(admission.indicators)
        .reverse()
        .map(([key, each]) => [key, each && { ...each, basis: '另一份文件' }]),
    );
    const same = { ...parcel, admissions: [{ ...admission, indicators, note: '说明' }] };
    expect(indicatorsSha256(same, '367')).toBe(indicatorsSha256(parcel, '367'));
    expect(() => indicatorsSha256(parcel, '27')).toThrow(RangeError);
  });
});
