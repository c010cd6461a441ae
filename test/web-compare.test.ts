import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Admission, Parcel } from '../api/parcels/schema.ts';
import { columnsOf, knownRequirement } from '../web/compare/columns.ts';
import type { Cell, Row } from '../web/compare/comparison.ts';
import { compareRow, differingParts } from '../web/compare/comparison.ts';
import { admissionFor, comparedIndustry, industryChoices } from '../web/compare/industry-choice.ts';
import { outlinesAtOneScale } from '../web/compare/one-scale.ts';
import { differencesOnly, sectionsOf } from '../web/compare/sections.ts';
import { noteText, valueText } from '../web/compare/value-text.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';

const city = jinhua();
const now = new Date('2026-11-22T02:00:00Z');
const noUnit = { 'zh-CN': '', en: '' };

function rowOf(cells: Cell[], extreme: Row['extreme'] = 'lowest'): Row {
  return { key: 'row', label: noUnit, unit: noUnit, decimals: 1, enFactor: 1, extreme, cells };
}

function money(yuan: number): Cell {
  return { kind: 'known', value: { kind: 'money', yuan }, rank: yuan, note: null };
}

const unknown: Cell = { kind: 'unknown' };
const gone: Cell = { kind: 'gone' };
const anyCell = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map(money),
  fc.constant(unknown),
  fc.constant<Cell>({ kind: 'not-admitted' }),
  fc.constant(gone),
);

function admitting(...codes: string[]): Pick<Parcel, 'admissions'> {
  const admission = (code: string): Admission => ({
    industry: { code, name: code, nameEn: code },
    note: null,
    indicators: {},
  });
  return { admissions: codes.map(admission) };
}

function recordsOf(...items: Parcel[]) {
  return { items, gone: [{ code: 'G-1', why: 'recalled' as const }] };
}

function rowIn(sections: ReturnType<typeof sectionsOf>, key: string) {
  const found = sections.flatMap(({ rows }) => rows).find((row) => row.key === key);
  if (found === undefined) throw new Error(`no row ${key}`);
  return found;
}

describe('one row of a comparison', () => {
  it('is equal only where every parcel says the same, and unpublished where none says anything', () => {
    expect(compareRow(rowOf([money(1), money(1)])).likeness).toBe('equal');
    expect(compareRow(rowOf([money(1), money(2)])).likeness).toBe('different');
    expect(compareRow(rowOf([money(1), unknown])).likeness).toBe('different');
    expect(compareRow(rowOf([unknown, unknown])).likeness).toBe('unpublished');
  });

  it('leaves out a parcel that is gone: it can neither be equal nor different', () => {
    expect(compareRow(rowOf([money(1), gone, money(1)])).likeness).toBe('equal');
    expect(compareRow(rowOf([gone, gone])).likeness).toBe('unpublished');
  });

  it('tags the one that is strictly lowest among two or more known ones, and nobody else', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 1, maxLength: 4 }), (cells) => {
        const { tagged } = compareRow(rowOf(cells));
        const yuan = cells.map((cell) =>
          cell.kind === 'known' && cell.value.kind === 'money' ? cell.value.yuan : Infinity,
        );
        const known = yuan.filter((value) => value < Infinity);
        const lowest = Math.min(...known);
        const isStrict = known.length > 1 && known.filter((value) => value === lowest).length === 1;
        expect(tagged).toBe(isStrict ? yuan.indexOf(lowest) : null);
      }),
    );
  });

  it('says the same of the same parcels in any order', () => {
    const cases = fc
      .array(anyCell, { minLength: 2, maxLength: 4 })
      .chain((cells) =>
        fc.tuple(fc.constant(cells), fc.shuffledSubarray([...cells.keys()], { minLength: cells.length })),
      )
      .filter(([cells, order]) => order.length === cells.length);
    fc.assert(
      fc.property(cases, ([cells, order]) => {
        const before = compareRow(rowOf(cells));
        const after = compareRow(rowOf(order.flatMap((index) => cells[index] ?? [])));
        expect(after.likeness).toBe(before.likeness);
        expect(after.tagged === null ? null : order[after.tagged]).toBe(before.tagged);
      }),
    );
  });

  it('ranks nothing where one of the known values is an interval', () => {
    const interval = knownRequirement({ op: '>=', value: 1, unit: '', upperOp: '<=', upper: 2 }, '>');
    expect(compareRow(rowOf([money(1), money(2), interval])).tagged).toBeNull();
  });

  it('finds the highest as strictly as the lowest', () => {
    expect(compareRow(rowOf([money(1), money(3), unknown], 'most')).tagged).toBe(1);
    expect(compareRow(rowOf([money(3), money(3)], 'highest')).tagged).toBeNull();
  });
});

describe('the industry compared by', () => {
  it('is one that a link names, as long as any of the parcels admits it, else the commonest', () => {
    const parcels = [admitting('36', '38'), admitting('38', '34'), admitting('38')];
    expect(comparedIndustry(parcels, ['34', '38'])).toBe('34');
    expect(comparedIndustry(parcels, ['99'])).toBe('38');
    expect(comparedIndustry([], [])).toBeNull();
  });

  it('does not depend on the order of the parcels', () => {
    const parcels = fc.array(
      fc.subarray(['26', '27', '36', '38']).map((codes) => admitting(...codes)),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(parcels, (given) => {
        expect(comparedIndustry(given.toReversed(), [])).toBe(comparedIndustry(given, []));
      }),
    );
  });

  it('is covered by a broader admission, and only partly by a narrower one', () => {
    expect(admissionFor(admitting('36'), '367')).toMatchObject({ whole: true });
    expect(admissionFor(admitting('367'), '36')).toMatchObject({ whole: false });
    expect(admissionFor(admitting('36'), '38')).toBeNull();
    expect(admissionFor(admitting('36', '367'), '367')?.admission.industry.code).toBe('367');
  });

  it('is offered with the number of parcels that admit all of it', () => {
    const choices = industryChoices([admitting('36'), admitting('367')]);
    expect(choices.map(({ industry, admittedBy }) => [industry.code, admittedBy])).toEqual([
      ['367', 2],
      ['36', 1],
    ]);
  });

  it('is of those admitted by as many the one that list and map show, the first admitted of most', () => {
    const parcels = [admitting('36', '34', '38'), admitting('36', '39', '34')];
    expect(industryChoices(parcels).map(({ industry }) => industry.code)).toEqual(['36', '34', '38', '39']);
    expect(comparedIndustry(parcels, [])).toBe('36');
  });
});

describe('a comparison of whole records', () => {
  const cheap = parcelRecord('P-1', { prices: { ...parcelRecord('P-1').prices, start: 40_000_000 } });
  const dear = parcelRecord('P-2');
  const columns = columnsOf(['P-2', 'G-1', 'P-1'], recordsOf(cheap, dear), '367');
  const sections = sectionsOf(columns, city, now);

  it('has a column for each code in the order asked for, also for one that was withdrawn', () => {
    expect(columns.map(({ code, kind }) => `${code} ${kind}`)).toEqual([
      'P-2 parcel',
      'G-1 gone',
      'P-1 parcel',
    ]);
    expect(columnsOf(['P-9'], recordsOf(), null)).toEqual([]);
  });

  it('gives every row one cell a parcel', () => {
    const widths = sections.flatMap(({ rows }) => rows.map(({ cells }) => cells.length));
    expect(new Set(widths)).toEqual(new Set([3]));
  });

  it('tags the lowest price, with the price per 亩 beside it', () => {
    const row = rowIn(sections, 'startPrice');
    expect(row.tagged).toBe(2);
    const [first] = row.cells;
    if (first?.kind !== 'known') throw new Error('the price is known');
    expect(valueText(first.value, row, 'zh-CN')).toEqual({ before: '', value: '5,820', unit: '万元' });
    expect(valueText(first.value, row, 'en')).toEqual({ before: 'CNY', value: '58.2', unit: 'm' });
    // 80,893.33 m² are 121.34 亩: 5,820 万元 are 48.0 万元 each.
    expect(noteText(first.value, first.note, 'zh-CN')).toBe('48 万元/亩');
  });

  it('converts a demand per 亩 to the whole parcel, and never rounds it below the demand', () => {
    const row = rowIn(sections, 'tax_per_mu');
    const [first] = row.cells;
    if (first?.kind !== 'known') throw new Error('the demand is known');
    expect(valueText(first.value, row, 'zh-CN')).toEqual({ before: '≥', value: '21.2', unit: '' });
    // 121.34 亩 × 21.2 万元 = 2,572.4 万元.
    expect(noteText(first.value, first.note, 'zh-CN')).toBe('折合 2,573 万元/年');
    expect(valueText(first.value, row, 'en')).toMatchObject({ value: '212' });
  });

  it('says that an indicator which is asked for but not known is unknown, not low', () => {
    expect(rowIn(sections, 'energy_value_added').cells[0]).toEqual({ kind: 'unknown' });
    expect(rowIn(sections, 'energy_value_added').tagged).toBeNull();
  });

  it('says of a parcel that does not admit the industry that it does not', () => {
    const other = columnsOf(['P-1', 'P-2'], recordsOf(cheap, dear), '27');
    const row = rowIn(sectionsOf(other, city, now), 'tax_per_mu');
    expect(row.cells).toEqual([{ kind: 'not-admitted' }, { kind: 'not-admitted' }]);
    expect(row.likeness).toBe('unpublished');
  });

  it('says of a parcel that admits only a part of the industry which part', () => {
    const [cell] = rowIn(sectionsOf(columnsOf(['P-1'], recordsOf(cheap), '36'), city, now), 'admitted').cells;
    if (cell?.kind !== 'known') throw new Error('a part is admitted');
    expect(cell.value).toMatchObject({ text: { 'zh-CN': '367 汽车零部件及配件制造' } });
    expect(noteText(cell.value, cell.note, 'zh-CN')).toBe('仅准入其中这一类');
  });

  it('counts the days to the end of sign-up only while the parcel is on offer', () => {
    const sold = columnsOf(['P-3'], recordsOf(parcelRecord('P-3', { onOffer: false })), '367');
    const noteAt = (shown: typeof columns) => {
      const [cell] = rowIn(sectionsOf(shown, city, now), 'signupEnds').cells;
      return cell?.kind === 'known' ? noteText(cell.value, cell.note, 'zh-CN') : null;
    };
    expect(noteAt(columns)).toBe('剩 13 天');
    expect(noteAt(sold)).toBe('');
  });

  it('calls a capacity the highest only where all are ready and of one unit', () => {
    const power = (capacity: string, state: 'ready' | 'planned' = 'ready') =>
      parcelRecord(capacity, {
        readiness: { power: { state, capacity, capacityEn: capacity, readyOn: null } },
      });
    const tagged = (...items: Parcel[]) => {
      const shown = columnsOf(
        items.map(({ code }) => code),
        recordsOf(...items),
        null,
      );
      return rowIn(sectionsOf(shown, city, now), 'power').tagged;
    };
    expect(tagged(power('8,000 kVA，单回路'), power('12,000 kVA，双回路'))).toBe(1);
    expect(tagged(power('8,000 kVA'), power('12 MVA'))).toBeNull();
    expect(tagged(power('8,000 kVA'), power('12,000 kVA', 'planned'))).toBeNull();
  });

  it('tells apart whether state or capacity of a utility differs', () => {
    const row = rowIn(sections, 'power');
    expect(differingParts(row)).toEqual({ state: false, capacity: false });
  });

  it('takes distances that read the same for the same', () => {
    const near = (distanceM: number) => [{ kind: 'airport', name: '机场', nameEn: 'Airport', distanceM }];
    const shown = columnsOf(
      ['A', 'B'],
      recordsOf(
        parcelRecord('A', { distances: near(11_310) }),
        parcelRecord('B', { distances: near(11_340) }),
      ),
      null,
    );
    const row = rowIn(sectionsOf(shown, city, now), 'airport');
    expect(row.likeness).toBe('equal');
    expect(row.tagged).toBeNull();
  });

  it('shows the rows that differ alone, and counts the others by why they are left out', () => {
    const { sections: differing, equal, unpublished } = differencesOnly(sections);
    const rows = sections.flatMap((section) => section.rows);
    const shown = differing.flatMap((section) => section.rows);
    expect(shown.map(({ key }) => key)).toEqual(['startPrice']);
    expect(shown.length + equal + unpublished).toBe(rows.length);
    expect(differing.every((section) => section.rows.length > 0)).toBe(true);
  });
});

describe('footprints side by side', () => {
  const square = (sideDegrees: number): Parcel['footprint'] => ({
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [119.6, 29],
          [119.6 + sideDegrees, 29],
          [119.6 + sideDegrees, 29 + sideDegrees],
          [119.6, 29 + sideDegrees],
          [119.6, 29],
        ],
      ],
    ],
  });
  const heightPx = (path: string) => {
    const ys = [...path.matchAll(/[ML]-?[\d.]+ (-?[\d.]+)/g)].map((match) => Number(match[1]));
    return Math.max(...ys) - Math.min(...ys);
  };

  it('are drawn at one scale, the largest filling the box', () => {
    const { paths, metresPerPx } = outlinesAtOneScale([square(0.001), square(0.004)], {
      widthPx: 108,
      heightPx: 108,
    });
    const [small = '', big = ''] = paths;
    expect(heightPx(big)).toBeCloseTo(100, 0);
    expect(heightPx(big) / heightPx(small)).toBeCloseTo(4, 1);
    // 0.004° of latitude are 445 m over 100 px.
    expect(metresPerPx).toBeCloseTo(4.45, 1);
  });
});
