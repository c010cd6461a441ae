import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthLine } from '../web/enquiries/figures/month-line.ts';
import { shortMonth, wholeMonth } from '../web/enquiries/figures/month-word.ts';
import { hoursOf, percentOf, spanOf } from '../web/enquiries/hours.ts';

const size = { width: 600, height: 176 };
const monthsOf = (medians: readonly (number | null)[]) =>
  medians.map((medianMinutes, index) => ({
    month: `2026-${String(index + 1).padStart(2, '0')}`,
    cases: 12,
    within: 11,
    late: 1,
    overdue: 0,
    spamLate: 0,
    medianMinutes,
    shareWithin: 11 / 12,
  }));

describe('the line of monthly medians', () => {
  it('does not bridge a month that has none', () => {
    const { strokes, points } = monthLine(monthsOf([60, 120, null, 90]), 8, size);
    expect(strokes).toHaveLength(2);
    expect(points.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-04']);
  });

  it('names the slowest month and the last that is known', () => {
    const { points } = monthLine(monthsOf([60, 252, 90, 100, null]), 8, size);
    expect(points.filter(({ isNamed }) => isNamed).map(({ hours }) => hours)).toEqual([252 / 60, 100 / 60]);
    expect(points.filter(({ isLast }) => isLast)).toHaveLength(1);
  });

  it('stays within its picture, the slower the higher, whatever the months are', () => {
    const medians = fc.array(fc.option(fc.integer({ min: 0, max: 6000 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(medians, (minutes) => {
        const { points, promiseY, ticks } = monthLine(monthsOf(minutes), 8, size);
        for (const { x, y } of points) {
          expect(x >= 0 && x <= size.width).toBe(true);
          expect(y >= 0 && y <= size.height).toBe(true);
        }
        for (const { hours, y } of points) expect(y <= promiseY).toBe(hours >= 8 || y === promiseY);
        expect(ticks.at(-1)?.hours ?? 0).toBeGreaterThanOrEqual(8);
      }),
    );
  });
});

describe('a figure in words', () => {
  it('is shown as all only when it is all', () => {
    expect([1, 0.9999, 39 / 42, 0].map(percentOf)).toEqual(['100.0', '99.9', '92.9', '0.0']);
  });

  it('has hours to one place, spans in hours and minutes, and months with or without their year', () => {
    expect(hoursOf(156)).toBe('2.6');
    expect([spanOf(134, 'zh-CN'), spanOf(120, 'en'), spanOf(46, 'zh-CN')]).toEqual([
      '2 小时 14 分',
      '2 h',
      '46 分',
    ]);
    expect([shortMonth('2026-02', 'zh-CN'), wholeMonth('2026-02', 'en')]).toEqual(['2月', 'Feb 2026']);
  });
});
