import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalArea, capitalMoney, capitalNumber, capitalPercent } from '../api/units/capitals.ts';
import { formatInterval, parseInterval } from '../api/units/intervals.ts';
import type { AreaUnit, Locale, Measure, MoneyUnit } from '../api/units/rules.ts';
import {
  formatArea,
  formatMoney,
  formatYuanExactly,
  hectaresFromSqm,
  muFromSqm,
  parseAreaSqm,
  parseNumber,
  parseYuan,
  roundSqm,
  sqmFromMu,
} from '../api/units/rules.ts';

const locale = fc.constantFrom<Locale>('zh-CN', 'en');
const yuan = fc.integer({ min: 0, max: 9_000_000_000_000 });

function written(measure: Measure): string {
  return `${measure.value} ${measure.unit}`;
}

/** An independent reading of 大写: digit by digit with place values, so that the library is not its own judge. */
function readCapitals(text: string): bigint {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  const sections: Record<string, bigint> = { 万: 10_000n, 亿: 100_000_000n };
  let total = 0n;
  let section = 0n;
  let digit = 0n;
  for (const character of text) {
    const place = places[character];
    const unit = sections[character];
    if (place !== undefined) {
      section += digit * place;
      digit = 0n;
    } else if (unit !== undefined) {
      const below = section + digit;
      total = character === '亿' ? (total + below) * unit : total + below * unit;
      section = 0n;
      digit = 0n;
    } else {
      digit = BigInt(digits.indexOf(character));
    }
  }
  return total + section + digit;
}

describe('areas', () => {
  it('holds 15 亩 to be 1 公顷 and 10,000 m², exactly', () => {
    expect(parseAreaSqm('15亩')).toEqual({ ok: true, value: 10_000 });
    expect(parseAreaSqm('1 公顷')).toEqual({ ok: true, value: 10_000 });
    expect(parseAreaSqm('10,000.00 ㎡')).toEqual({ ok: true, value: 10_000 });
    expect(muFromSqm(10_000)).toBe(15);
    expect(hectaresFromSqm(10_000)).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (hectares) => {
        expect(parseAreaSqm(`${hectares * 15}`, 'mu')).toEqual(parseAreaSqm(`${hectares}`, 'hectare'));
      }),
    );
  });

  it('reads the 3,261 亩 of the launch of 2 March 2020 as 2,174,000.00 m²', () => {
    expect(parseAreaSqm('3,261', 'mu')).toEqual({ ok: true, value: 2_174_000 });
    expect(sqmFromMu(3261)).toBe(2_174_000);
    expect(written(formatArea(2_174_000, 'mu', { locale: 'zh-CN' }))).toBe('3,261 亩');
    expect(written(formatArea(2_174_000, 'mu', { locale: 'zh-CN', fixed: true }))).toBe('3,261.00 亩');
  });

  it('lets the unit in the cell win over the unit of the header', () => {
    expect(parseAreaSqm('2公顷', 'mu')).toEqual({ ok: true, value: 20_000 });
  });

  it('refuses an area without any unit, and one in a unit it does not know', () => {
    expect(parseAreaSqm('100')).toEqual({ ok: false, reason: 'unit-missing' });
    expect(parseAreaSqm('100顷')).toEqual({ ok: false, reason: 'unknown-unit' });
    expect(parseAreaSqm('-1', 'mu')).toEqual({ ok: false, reason: 'out-of-range' });
  });

  it('reads back what it wrote, in every unit and both languages', () => {
    const unit = fc.constantFrom<AreaUnit>('m²', 'mu', 'hectare');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), unit, locale, (steps, unit, locale) => {
        const areaSqm = unit === 'm²' ? steps / 100 : unit === 'hectare' ? steps : sqmFromMu(steps / 100);
        const measure = formatArea(areaSqm, unit, { locale });
        expect(parseAreaSqm(written(measure))).toEqual({ ok: true, value: areaSqm });
      }),
    );
  });

  it('rounds halves of a hundredth up, without the drift of binary fractions', () => {
    expect(roundSqm(1.005)).toBe(1.01);
    expect(parseAreaSqm('0.7092', 'hectare')).toEqual({ ok: true, value: 7092 });
  });
});

describe('money', () => {
  it('turns 5450.5 万元 into exactly 54,505,000 yuan', () => {
    expect(parseYuan('5450.5', 'wanYuan')).toEqual({ ok: true, value: 54_505_000 });
    expect(parseYuan('０．２万元')).toEqual({ ok: true, value: 2000 });
    expect(parseYuan('¥1,150万元')).toEqual({ ok: true, value: 11_500_000 });
    expect(parseYuan('471.6亿元')).toEqual({ ok: true, value: 47_160_000_000 });
  });

  it('refuses a part of a yuan instead of rounding it away', () => {
    expect(parseYuan('0.00005', 'wanYuan')).toEqual({ ok: false, reason: 'not-whole-yuan' });
    expect(parseYuan('1.5', 'yuan')).toEqual({ ok: false, reason: 'not-whole-yuan' });
  });

  it('refuses money without a unit, in an unknown one, or beyond what fits', () => {
    expect(parseYuan('1150')).toEqual({ ok: false, reason: 'unit-missing' });
    expect(parseYuan('1150万美元')).toEqual({ ok: false, reason: 'unknown-unit' });
    expect(parseYuan('99999999999', 'wanYuan').ok).toBe(true);
    expect(parseYuan('999999999999999', 'wanYuan')).toEqual({ ok: false, reason: 'out-of-range' });
  });

  it('reads back exactly every whole yuan it wrote in 元, 万元 and 亿元', () => {
    const unit = fc.constantFrom<MoneyUnit>('yuan', 'thousandYuan', 'wanYuan', 'millionYuan', 'yiYuan');
    fc.assert(
      fc.property(yuan, unit, (yuan, unit) => {
        const name: Locale = unit === 'thousandYuan' || unit === 'millionYuan' ? 'en' : 'zh-CN';
        expect(parseYuan(written(formatYuanExactly(yuan, unit, name)))).toEqual({ ok: true, value: yuan });
      }),
    );
  });

  it('shows 3,634 万元 as CNY k with ten times the number, and 4.32 亿元 as CNY m with a hundred times', () => {
    expect(formatMoney(36_340_000, { locale: 'zh-CN' })).toEqual({ value: '3,634', unit: '万元' });
    expect(formatMoney(36_340_000, { locale: 'en' })).toEqual({ value: '36.34', unit: 'CNY m' });
    expect(formatMoney(432_000_000, { locale: 'zh-CN' })).toEqual({ value: '4.32', unit: '亿元' });
    expect(formatMoney(432_000_000, { locale: 'en' })).toEqual({ value: '432', unit: 'CNY m' });
  });
});

describe('numbers people type', () => {
  it.each([
    ['１２３．５', 123.5],
    ['1,234,567.8', 1_234_567.8],
    [' 12 345 ', 12_345],
    ['．5', 0.5],
    ['1.2E+05', 120_000],
    ['－3', -3],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    '   ',
    'abc',
    '1,23',
    '12,3456',
    '1.2.3',
    '1e309',
    'NaN',
    'Infinity',
    '5²',
    '①',
    '1-2',
    '--1',
    '九',
  ])('refuses %j instead of guessing', (text) => {
    expect(parseNumber(text).ok).toBe(false);
  });

  it('answers any text at all without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const parsed of [
          parseNumber(text, '%'),
          parseYuan(text),
          parseAreaSqm(text),
          parseInterval(text, ''),
        ]) {
          expect(typeof parsed.ok).toBe('boolean');
        }
      }),
    );
  });
});

describe('intervals', () => {
  const none = { lower: null, lowerOp: null, upper: null, upperOp: null };

  it.each([
    ['≥32', '', { ...none, lower: 32, lowerOp: '>=' }],
    ['≤0.15', '', { ...none, upper: 0.15, upperOp: '<=' }],
    ['>1.0', '', { ...none, lower: 1, lowerOp: '>' }],
    ['＜４０米', '米', { ...none, upper: 40, upperOp: '<' }],
    ['不低于30%', '%', { ...none, lower: 30, lowerOp: '>=' }],
    ['40米以下', '米', { ...none, upper: 40, upperOp: '<=' }],
    ['1.5-2.5', '', { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' }],
    ['1.5～2.5', '', { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' }],
    ['30%—60%', '%', { lower: 30, lowerOp: '>=', upper: 60, upperOp: '<=' }],
    ['1.5≤容积率≤2.5', '', { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' }],
    ['>1且<2', '', { lower: 1, lowerOp: '>', upper: 2, upperOp: '<' }],
    ['≥1,200', '', { ...none, lower: 1200, lowerOp: '>=' }],
  ])('reads %s', (text, unit, bounds) => {
    expect(parseInterval(text, unit)).toEqual({ ok: true, value: bounds });
  });

  it('takes a bare number only where the indicator says which way it binds', () => {
    expect(parseInterval('32', '', '>=')).toEqual({ ok: true, value: { ...none, lower: 32, lowerOp: '>=' } });
    expect(parseInterval('32', '')).toEqual({ ok: false, reason: 'operator-missing' });
  });

  it('refuses upside-down bounds, foreign units and words', () => {
    expect(parseInterval('2.5-1.5', '')).toEqual({ ok: false, reason: 'upside-down' });
    expect(parseInterval('≥3且≥4', '')).toEqual({ ok: false, reason: 'upside-down' });
    expect(parseInterval('≥350元/㎡', '万元/亩')).toEqual({ ok: false, reason: 'unknown-unit' });
    expect(parseInterval('见公告', '')).toEqual({ ok: false, reason: 'not-a-number' });
  });

  it('reads back every interval it wrote', () => {
    const value = fc.integer({ min: 0, max: 99_999_999 }).map((steps) => steps / 10_000);
    const bounds = fc
      .record({
        ends: fc.tuple(value, value).filter(([a, b]) => a !== b),
        lowerOp: fc.constantFrom('>=', '>', null),
        upperOp: fc.constantFrom('<=', '<', null),
      })
      .filter(({ lowerOp, upperOp }) => lowerOp !== null || upperOp !== null)
      .map(({ ends, lowerOp, upperOp }) => ({
        lower: lowerOp === null ? null : Math.min(...ends),
        lowerOp,
        upper: upperOp === null ? null : Math.max(...ends),
        upperOp,
      }));
    fc.assert(
      fc.property(bounds, locale, (bounds, locale) => {
        const text = formatInterval(bounds, locale);
        expect(parseInterval(`${text?.operator}${text?.value}`, '')).toEqual({ ok: true, value: bounds });
      }),
    );
  });
});

describe('大写', () => {
  it.each([
    [54_505_000, '人民币伍仟肆佰伍拾万伍仟元整'],
    [10_000, '人民币壹万元整'],
    [100_010_000, '人民币壹亿零壹万元整'],
    [0, '人民币零元整'],
  ])('writes %d yuan as %s', (yuan, text) => {
    expect(capitalMoney(yuan)).toBe(text);
  });

  it('writes areas, percentages and decimals', () => {
    expect(capitalArea(7092, '平方米')).toBe('柒仟零玖拾贰平方米');
    expect(capitalArea(10.638, '亩')).toBe('壹拾点陆叁捌亩');
    expect(capitalPercent(2.5)).toBe('百分之贰点伍');
    expect(capitalNumber(0.0000001)).toBe('零点零零零零零零壹');
  });

  it('keeps the value of any sum of money, judged by a reading of our own', () => {
    fc.assert(
      fc.property(yuan, (yuan) => {
        const text = capitalMoney(yuan);
        expect(text).toMatch(/^人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元整$/);
        expect(readCapitals(text.replace('人民币', '').replace('元整', ''))).toBe(BigInt(yuan));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a part of a yuan and what is not a number', () => {
    expect(() => capitalMoney(0.5)).toThrow(RangeError);
    expect(() => capitalNumber(Number.NaN)).toThrow(RangeError);
  });
});
