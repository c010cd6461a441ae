import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDifferences, emptyContent } from '../api/drafts/difference-rules.ts';
import type { DraftContent } from '../api/drafts/schema.ts';
import type { Finding } from '../api/imports/schema.ts';
import type { ReadOutlines } from '../api/outlines/schema.ts';
import { applyPath } from '../web/console/editor/apply-path.ts';
import { findClashes, merge } from '../web/console/editor/conflict.ts';
import { draftChange } from '../web/console/editor/draft-change.ts';
import { intervalOf, operatorOf } from '../web/console/editor/interval-choice.ts';
import { cornerCount, findingsOf, ownOutline } from '../web/console/editor/outline-rules.ts';
import { crsLabel } from '../web/console/intake/crs-label.ts';
import { changedWords } from '../web/console/parcels/changed-words.ts';
import { questionOf, readTableQuery, tableSearch } from '../web/console/parcels/table-query.ts';

const far = { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' } as const;
const floor = (lower: number) => ({ lower, lowerOp: '>=' as const, upper: null, upperOp: null });

const base: DraftContent = {
  ...emptyContent,
  fields: { name: '一号地', offeredAreaM2: 66_666.67, startPriceYuan: 50_000_000 },
  limits: { far },
  admissions: [
    { industry: '36', note: null, basis: '一号文', indicators: { tax_per_mu: floor(30) } },
    { industry: '38', note: null, basis: null, indicators: {} },
  ],
  utilities: [{ key: 'power', state: 'ready', capacity: null, capacityEn: null, readyOn: null }],
};

const contents = fc.record({
  name: fc.constantFrom('一号地', '二号地', undefined),
  price: fc.constantFrom(50_000_000, 60_000_000, undefined),
  upper: fc.constantFrom(2.5, 3, null),
  tax: fc.constantFrom(30, 40, null),
  swapped: fc.boolean(),
  utility: fc.constantFrom('ready' as const, 'planned' as const, null),
  files: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  visibility: fc.constantFrom('public' as const, 'staff' as const),
});

function file(id: string, visibility: 'public' | 'staff') {
  const said = { id, kind: 'other', title: id, visibility } as const;
  const is = { fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 5, uploadedOn: '2026-11-22' } as const;
  return { ...said, ...is, sha256: '0'.repeat(64) };
}

function contentOf({
  name,
  price,
  upper,
  tax,
  swapped,
  utility,
  files,
  visibility,
}: typeof contents extends fc.Arbitrary<infer T> ? T : never): DraftContent {
  const rows: DraftContent['admissions'] = [
    {
      industry: '36',
      note: null,
      basis: '一号文',
      indicators: tax === null ? {} : { tax_per_mu: floor(tax) },
    },
    { industry: '38', note: null, basis: null, indicators: {} },
  ];
  return {
    ...base,
    fields: {
      ...(name !== undefined && { name }),
      ...(price !== undefined && { startPriceYuan: price }),
    },
    limits: upper === null ? {} : { far: { ...far, upper } },
    admissions: swapped ? rows.toReversed() : rows,
    attachments: files.map((id) => file(id, visibility)),
    utilities:
      utility === null
        ? []
        : [{ key: 'power', state: utility, capacity: null, capacityEn: null, readyOn: null }],
  };
}

describe('a conflict of two drafts', () => {
  it('gives the other content when every difference is applied', () => {
    fc.assert(
      fc.property(contents, contents, (one, other) => {
        const [from, to] = [contentOf(one), contentOf(other)];
        const applied = contentDifferences(from, to).reduce(
          (content, { path }) => applyPath(content, to, path),
          from,
        );
        expect(contentDifferences(applied, to)).toEqual([]);
      }),
    );
  });

  it('keeps what only one side changed, and asks about what both did', () => {
    const mine: DraftContent = { ...base, fields: { ...base.fields, name: '我的', startPriceYuan: 1 } };
    const theirs: DraftContent = { ...base, fields: { ...base.fields, name: '对方的' }, limits: {} };
    const { clashes, taken } = findClashes({ base, mine, theirs });
    expect(clashes).toEqual([{ path: 'fields.name', mine: '我的', theirs: '对方的' }]);
    expect(taken).toEqual(['limits.far']);
    const kept = merge({ base, mine, theirs }, new Set());
    expect(kept.fields).toMatchObject({ name: '我的', startPriceYuan: 1 });
    expect(kept.limits).toEqual({});
    expect(merge({ base, mine, theirs }, new Set(['fields.name'])).fields.name).toBe('对方的');
  });

  it('finds nothing to choose where both wrote the same', () => {
    const both: DraftContent = { ...base, fields: { ...base.fields, name: '同名' } };
    expect(findClashes({ base, mine: both, theirs: both }).clashes).toEqual([]);
  });
});

describe('what is sent of a draft', () => {
  it('is the parts that differ, whole, and nothing when nothing does', () => {
    expect(draftChange(base, structuredClone(base))).toBeNull();
    expect(
      Object.keys(draftChange(base, { ...base, costs: [{ key: 'power', value: 1, note: null }] }) ?? {}),
    ).toEqual(['costs']);
  });

  it('is of a file what was said of it alone, and an empty list where the last one is taken out', () => {
    const withFile = { ...base, attachments: [file('a', 'public')] };
    const said = [{ id: 'a', kind: 'other', title: 'a', visibility: 'public' }];
    expect(draftChange(base, withFile)).toEqual({ attachments: said });
    expect(draftChange(withFile, { ...base, attachments: [] })).toEqual({ attachments: [] });
    expect(draftChange(base, { ...base, attachments: [] })).toBeNull();
  });

  it('leaves the area of a shape to the server', () => {
    const geometry = {
      multiPolygon: { type: 'MultiPolygon' as const, coordinates: [] },
      sourceCrs: 'EPSG:4490',
      format: 'drawn' as const,
      file: '',
      areaM2: 1,
      surveyedOn: null,
    };
    expect(draftChange(base, { ...base, geometry })?.geometry).not.toHaveProperty('areaM2');
  });
});

it('reads an operator back from the interval it wrote', () => {
  for (const operator of ['>=', '>', '<=', '<', 'between', 'unknown'] as const) {
    const made = intervalOf(operator, { lower: 1, upper: 2 });
    expect(made === null ? null : operatorOf(made)).toBe(operator);
  }
  expect(intervalOf('between', { lower: 1, upper: null })).toBeNull();
});

it('marks only the words that changed in a long text', () => {
  const words = changedWords(
    '税收前三年全额奖励，紧邻高速互通，蒸汽管线已到。',
    '距互通四公里，紧邻高速互通，蒸汽管线已到。',
  );
  expect(words.gone).toBe('税收前三年全额奖励');
  expect(words.come).toBe('距互通四公里');
  expect(words.end).toBe('，紧邻高速互通，蒸汽管线已到。');
});

describe('the outlines out of files', () => {
  const outline = (code: string | null): ReadOutlines['items'][number] => ({
    file: 'a.txt',
    format: 'txt',
    code,
    name: null,
    geometry: {
      type: 'MultiPolygon',
      coordinates: [[square, square.slice(0, 3).concat(square.slice(0, 1))]],
    },
    sourceCrs: 'EPSG:4549',
    surveyedOn: null,
    areaM2: 100,
    declaredAreaM2: null,
  });
  const square: [number, number][] = [
    [119.6, 29.1],
    [119.61, 29.1],
    [119.61, 29.11],
    [119.6, 29.11],
    [119.6, 29.1],
  ];

  it('offer the one of the parcel’s own code first, else the first', () => {
    expect(ownOutline([outline(null), outline('JK-01')], 'JK-01')).toBe(1);
    expect(ownOutline([outline(null), outline('JK-01')], 'JK-02')).toBe(0);
  });

  it('tell what concerns the chosen one and the files, and every error', () => {
    const found = (rule: string, over: Partial<Finding>): Finding => ({
      rule,
      severity: 'warning',
      message: '',
      remedy: '',
      ...over,
    });
    const findings = [
      found('whole', {}),
      found('own', { parcel: 'JK-01' }),
      found('other', { parcel: 'JK-02' }),
      found('lost', { parcel: 'JK-03', severity: 'error' }),
    ];
    const chosen = outline('JK-01');
    const told = findingsOf({ items: [chosen], findings, asksForCrs: false }, chosen);
    expect(told.map(({ rule }) => rule)).toEqual(['whole', 'own', 'lost']);
  });

  it('count the corners of every ring once', () => {
    expect(cornerCount(outline(null))).toBe(7);
  });

  it('name the system they were read in', () => {
    const systems = ['EPSG:4490', 'EPSG:4549', 'EPSG:4528', 'EPSG:4508', 'EPSG:3857'];
    expect(systems.map(crsLabel)).toEqual([
      'CGCS2000 经纬度',
      'CGCS2000 3° 带 120E',
      'CGCS2000 3° 带 120E，带号 40',
      'CGCS2000 6° 带 111E',
      'EPSG:3857',
    ]);
  });
});

it('writes the question of the table into the address and reads it back', () => {
  const query = readTableQuery(
    '?q=%20car%20&state=draft,nonsense,returned&errors=1&expiring=900&sort=-area&parcel=A',
  );
  expect(query).toMatchObject({
    q: 'car',
    states: ['draft', 'returned'],
    errors: true,
    expiring: null,
    sort: '-area',
  });
  expect(readTableQuery(tableSearch(query))).toEqual(query);
  expect(questionOf(query).has('parcel')).toBe(false);
});
