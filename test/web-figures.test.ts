import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndicatorDefinition } from '../api/city/schema.ts';
import type { Admission, Fact } from '../api/parcels/schema.ts';
import { formatDay, formatShortDay, formatTime } from '../web/ui/dates.ts';
import { higher, lower, settle, stopHeights } from '../web/ui/sheet.ts';
import { asListed, chosenAdmission, isReplaced } from '../web/parcels/chosen-admission.ts';
import { telephoneLink } from '../web/parcels/contact-words.ts';
import { nextDeadline } from '../web/parcels/deadlines.ts';
import { differsFromGroup, factAt } from '../web/parcels/facts.ts';
import {
  commitmentsOf,
  daysUntil,
  depositShareOf,
  floorAreaOf,
  unitPricesOf,
} from '../web/parcels/figures.ts';
import { footprintPath } from '../web/parcels/footprint.ts';
import { shortIndustryName } from '../web/parcels/industry-words.ts';
import { floorColumns, moneyText, priceColumns } from '../web/parcels/money-text.ts';
import { requirementText } from '../web/parcels/requirement-text.ts';
import { timelineStops, todayIndex } from '../web/parcels/timeline.ts';
import { parcelRecord } from './support/parcel-records.ts';

const perMu = (key: string, kind: 'investment' | 'tax'): IndicatorDefinition => ({
  key,
  label: { 'zh-CN': key, en: key },
  short: { 'zh-CN': key, en: key },
  unit: { 'zh-CN': '万元/亩', en: 'CNY k/mu', enFactor: 10 },
  operator: '>=',
  phase: 'completion',
  decimals: 1,
  basic: true,
  breaks: null,
  perMu: kind,
  synonyms: [],
});
const definitions = [perMu('invest', 'investment'), perMu('tax', 'tax')];
const atLeast = (value: number) => ({ op: '>=', value, upperOp: null, upper: null, unit: '' }) as const;

function admission(code: string, invest: number | null, tax: number): Admission {
  const row = (value: number) => ({ ...atLeast(value), phase: 'completion' as const, basis: null });
  const industry = { code, name: code, nameEn: code };
  return {
    industry,
    note: null,
    indicators: { invest: invest === null ? null : row(invest), tax: row(tax) },
  };
}

describe('figures derived from a parcel', () => {
  // 75,706.67 m² are 113.56 亩 (and 0.000005), the parcel of the customer's example.
  const offeredAreaM2 = 75_706.67;

  it('convert what is asked per 亩 to the whole parcel, never below it', () => {
    const least = commitmentsOf(admission('36', 380, 32), offeredAreaM2, definitions);
    expect(least.investment).toBe(431_528_019);
    expect(least.tax).toBe(36_339_202);
  });

  it('ask for no yuan that only binary fractions ask for', () => {
    // 380 万元/亩 on 10,000.28 m² are 57,001,596 元 exactly; as binary fractions a hair more.
    expect(commitmentsOf(admission('36', 380, 32), 10_000.28, definitions).investment).toBe(57_001_596);
  });

  it('leave unknown what is not published, and do not read a ceiling as a minimum', () => {
    expect(commitmentsOf(admission('36', null, 32), offeredAreaM2, definitions).investment).toBeNull();
    const capped = admission('36', 380, 32);
    const invest = { ...atLeast(380), op: '<=' as const, phase: 'completion' as const, basis: null };
    expect(commitmentsOf({ ...capped, indicators: { invest } }, offeredAreaM2, definitions)).toEqual({
      investment: null,
      tax: null,
    });
  });

  it('show a minimum rounded up, so that the sum named always meets the requirement', () => {
    expect(moneyText(floorColumns(431_528_019, 'zh-CN'))).toBe('4.32 亿元');
    expect(moneyText(floorColumns(36_339_202, 'zh-CN'))).toBe('3,634 万元');
    expect(moneyText(floorColumns(36_339_202, 'en'))).toBe('CNY 36.4 m');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), (yuan) => {
        const { value, unit } = floorColumns(yuan, 'zh-CN');
        const factor = unit === '亿元' ? 1e8 : unit === '万元' ? 1e4 : 1;
        expect(Math.round(Number(value.replaceAll(',', '')) * factor)).toBeGreaterThanOrEqual(yuan);
      }),
    );
  });

  it('give the floor area that the plot ratio demands and allows', () => {
    const ratio = { op: '>=', value: 1.5, upperOp: '<=', upper: 2.5, unit: '' } as const;
    expect(floorAreaOf(ratio, 10_000)).toEqual({ minimum: 15_000, maximum: 25_000 });
    expect(floorAreaOf({ ...atLeast(1), op: '<=' }, 10_000)).toEqual({ minimum: null, maximum: 10_000 });
    expect(floorAreaOf(null, 10_000)).toEqual({ minimum: null, maximum: null });
  });

  it('give prices per unit and the deposit as a share, and nothing for a price that is not there', () => {
    expect(unitPricesOf(15_000_000, 20_000)).toEqual({ perSqm: 750, perMu: 500_000 });
    expect(unitPricesOf(null, 20_000)).toBeNull();
    expect(depositShareOf({ start: 50_000_000, deposit: 10_000_000 })).toBe(0.2);
    expect(depositShareOf({ start: null, deposit: 10_000_000 })).toBeNull();
    expect(moneyText(priceColumns(54_505_000, 'zh-CN'))).toBe('5,450.5 万元');
    expect(moneyText(priceColumns(54_500_000, 'en'))).toBe('CNY 54.5 m');
  });

  it('count days by the calendar of Shanghai', () => {
    const lateEvening = new Date('2026-11-21T23:30:00+08:00');
    expect(daysUntil('2026-11-22T00:10:00+08:00', lateEvening)).toBe(1);
    expect(daysUntil('2026-11-21T01:00:00+08:00', lateEvening)).toBe(0);
    expect(daysUntil('2026-12-14T16:00:00+08:00', lateEvening)).toBe(23);
    expect(daysUntil('2026-11-20T16:00:00Z', lateEvening)).toBe(0);
  });
});

describe('words and places of values', () => {
  it('multiply for English readers and keep the operator apart', () => {
    const [definition] = definitions;
    if (definition === undefined) throw new Error('no definition');
    expect(requirementText(atLeast(32), definition, 'zh-CN')).toEqual({
      operator: '≥',
      value: '32.0',
      unit: '万元/亩',
    });
    expect(requirementText(atLeast(32), definition, 'en')).toEqual({
      operator: '≥',
      value: '320',
      unit: 'CNY k/mu',
    });
    const between = { op: '>=', value: 1.5, upperOp: '<=', upper: 2.5, unit: '' } as const;
    expect(
      requirementText(between, { ...definition, unit: { 'zh-CN': '', en: '', enFactor: 1 } }, 'en').value,
    ).toBe('1.5–2.5');
  });

  it('write days and hours of Shanghai in both languages, wherever the reader is', () => {
    expect(formatDay('2026-12-14T16:30:00Z', 'zh-CN')).toBe('2026-12-15');
    expect(formatDay('2026-12-14', 'en')).toBe('14 Dec 2026');
    expect(formatShortDay('2026-03-02', 'zh-CN')).toBe('03-02');
    expect(formatTime('2026-12-14T08:00:00Z')).toBe('16:00');
  });

  it('shorten the name of an industry where its code stands beside it', () => {
    const named = { name: '汽车制造业', nameEn: 'Manufacture of automobiles' };
    expect(shortIndustryName(named, 'zh-CN')).toBe('汽车');
    expect(shortIndustryName(named, 'en')).toBe('Automobiles');
    expect(shortIndustryName({ name: '林业', nameEn: 'Forestry' }, 'zh-CN')).toBe('林业');
  });

  it('dial digits only', () => {
    expect(telephoneLink('+86 579-0000 0107')).toBe('tel:+8657900000107');
  });

  it('draw every footprint to one scale, north up', () => {
    const square = (side: number) => {
      const ring: [number, number][] = [
        [119.6, 29],
        [119.6 + side, 29],
        [119.6 + side, 29 + side],
        [119.6, 29 + side],
        [119.6, 29],
      ];
      return footprintPath({ type: 'MultiPolygon', coordinates: [[ring]] }, 48);
    };
    const height = (path: string) => {
      const ys = [...path.matchAll(/ (-?[\d.]+)/g)].map((match) => Number(match[1]));
      return Math.max(...ys) - Math.min(...ys);
    };
    expect(height(square(0.002))).toBeCloseTo(2 * height(square(0.001)), 0);
    expect(height(square(0.1))).toBeLessThanOrEqual(48);
    expect(square(0.001).startsWith('M')).toBe(true);
  });
});

describe('choices and states of a parcel', () => {
  it('show the industry of the link, else the one searched for, else the first', () => {
    const admissions = ['3670', '38', '34'].map((code) => admission(code, 1, 1));
    const chosen = (named: string | null, searched: string[]) =>
      chosenAdmission({ admissions }, named, searched)?.industry.code;
    expect(chosen('38', ['34'])).toBe('38');
    expect(chosen('99', ['34'])).toBe('34');
    expect(chosen(null, ['36'])).toBe('3670');
    expect(chosen(null, [])).toBe('3670');
    expect(chosenAdmission({ admissions: [] }, '36', [])).toBeNull();
    // Of several searched for the parcel's own order counts, as in the list.
    expect(chosen(null, ['34', '38'])).toBe('38');
  });

  it('tell when the industry of the link is not admitted, a part of it or all above it being enough', () => {
    const parcel = { admissions: ['3670', '38'].map((code) => admission(code, 1, 1)) };
    const replaced = ['39', '99', '36', '3670', '381'].filter((code) => isReplaced(parcel, code));
    expect(replaced).toEqual(['39', '99']);
    expect(isReplaced(parcel, null)).toBe(false);
  });

  it('show a whole record with the requirements of the industry that is looked at, as its row in a list', () => {
    const parcel = parcelRecord('A', { admissions: [admission('36', 250, 32), admission('34', null, 23.5)] });
    expect(asListed(parcel, null, []).indicators).toMatchObject({ tax: { value: 32 } });
    const listed = asListed(parcel, '34', ['36']);
    expect(listed).toMatchObject({ indicatorIndustry: '34', indicators: { tax: { value: 23.5 } } });
    expect(Object.keys(listed.indicators)).not.toContain('invest');
  });

  it('take provenance from the longest recorded path', () => {
    const fact = (ageDays: number): Fact => {
      const unknown = {
        source: null,
        sourceNumber: null,
        verifiedBy: null,
        verifiedOn: null,
        validUntil: null,
      };
      return { ...unknown, badge: 'fresh', ageDays };
    };
    const facts = { limits: fact(1), 'limits.far': fact(2), fields: fact(3) };
    expect(factAt(facts, 'limits.far')?.ageDays).toBe(2);
    expect(factAt(facts, 'limits.green')?.ageDays).toBe(1);
    expect(factAt(facts, 'costs.power')).toBeNull();
    expect(differsFromGroup(facts, 'limits', 'limits.far')).toBe(true);
    expect(differsFromGroup(facts, 'limits', 'limits.green')).toBe(false);
  });

  it('name the next deadline only while a door still closes', () => {
    const now = new Date('2026-11-21T12:00:00+08:00');
    const signupEnds = '2026-11-20T16:00:00+08:00';
    const listingEnds = '2026-12-01T10:00:00+08:00';
    expect(nextDeadline({ status: 'listed', signupEnds, listingEnds }, now)).toBe(listingEnds);
    expect(nextDeadline({ status: 'announced', signupEnds, listingEnds }, now)).toBeNull();
    expect(nextDeadline({ status: 'sold', signupEnds: listingEnds, listingEnds }, now)).toBeNull();
  });

  it('put today before the first stop that is still ahead', () => {
    const dates = {
      notice: '2026-11-01T09:00:00+08:00',
      signupStarts: '2026-11-10T09:00:00+08:00',
      signupEnds: '2026-12-14T16:00:00+08:00',
      depositEnds: null,
      listingStarts: null,
      listingEnds: '2026-12-16T10:00:00+08:00',
      deal: null,
      constructionStartDue: '2027-06-30',
      completionDue: null,
      fullProductionDue: null,
    };
    const stops = timelineStops(dates, new Date('2026-11-21T12:00:00+08:00'));
    expect(stops.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'next',
      'unknown',
      'later',
      'later',
      'unknown',
      'unknown',
    ]);
    expect(todayIndex(stops)).toBe(2);
    const sold = timelineStops(
      { ...dates, deal: '2026-12-16T10:00:00+08:00' },
      new Date('2028-01-01T00:00:00Z'),
    );
    expect(sold.flatMap(({ kinds }) => kinds)).toContain('deal');
    expect(sold).toHaveLength(7);
    expect(todayIndex(sold)).toBe(5);
  });

  it('leave the map its part of every window, however low', () => {
    expect(stopHeights(844, 120)).toEqual({ peek: 140, half: 476, full: 724 });
    for (const windowPx of [320, 450, 568, 667, 932]) {
      const { peek, half, full } = stopHeights(windowPx, 120);
      expect(half).toBeLessThan(windowPx * 0.6);
      expect([peek, half, full]).toEqual([peek, half, full].toSorted((a, b) => a - b));
    }
  });

  it('leave room for the tools of the map under a half-open sheet, unless the window has none at all', () => {
    for (const windowPx of [450, 568, 667, 844]) {
      for (const topPx of [68, 120, 176]) {
        const { peek, half } = stopHeights(windowPx, topPx);
        if (half > peek) expect(windowPx - topPx - half).toBeGreaterThanOrEqual(222);
      }
    }
    expect(stopHeights(844, 176).half).toBe(446);
    expect(stopHeights(450, 68).half).toBe(160);
  });

  it('let a sheet rest at the stop it was going to', () => {
    const heights = { peek: 140, half: 476, full: 724 };
    expect(settle(300, 0, heights)).toBe('peek');
    expect(settle(320, 0, heights)).toBe('half');
    expect(settle(500, 1.2, heights)).toBe('full');
    expect(settle(460, -2, heights)).toBe('peek');
    expect([higher('peek'), higher('full'), lower('full'), lower('peek')]).toEqual([
      'half',
      'full',
      'half',
      'peek',
    ]);
  });
});
