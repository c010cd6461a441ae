import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  overscanRows,
  rowByKey,
  rowsToDraw,
  scrollToRow,
  stretchesOf,
  wholeUpTo,
  type Sight,
} from '../web/ui/row-window.ts';

/** Any list, scrolled anywhere, also above its first row and, after it has become shorter, beyond its last. */
const sights: fc.Arbitrary<Sight> = fc.record({
  count: fc.integer({ min: 0, max: 6000 }),
  rowPx: fc.integer({ min: 20, max: 300 }),
  topPx: fc.integer({ min: -2000, max: 700_000 }),
  heightPx: fc.integer({ min: 0, max: 2000 }),
});

describe('the rows to draw', () => {
  it('lie in the list, and are all of a short one', () => {
    fc.assert(
      fc.property(sights, (sight) => {
        const { from, to } = rowsToDraw(sight);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(sight.count);
        if (sight.count <= wholeUpTo) expect({ from, to }).toEqual({ from: 0, to: sight.count });
      }),
    );
  });

  it('hold every row that is seen', () => {
    fc.assert(
      fc.property(sights, (sight) => {
        const { from, to } = rowsToDraw(sight);
        const missing = Array.from({ length: sight.count }, (_, row) => row).filter((row) => {
          const top = row * sight.rowPx - sight.topPx;
          const isSeen = top + sight.rowPx > 0 && top < sight.heightPx;
          return isSeen && (row < from || row >= to);
        });
        expect(missing).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('are few however long the list is', () => {
    fc.assert(
      fc.property(sights, (sight) => {
        fc.pre(sight.count > wholeUpTo);
        const { from, to } = rowsToDraw(sight);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(sight.heightPx / sight.rowPx) + 1 + 2 * overscanRows);
      }),
    );
  });
});

describe('the stretches of a list', () => {
  it('follow one another from the first row to the last without a hole or a row twice', () => {
    fc.assert(
      fc.property(sights, fc.array(fc.integer({ min: -1, max: 6000 }), { maxLength: 3 }), (sight, kept) => {
        const stretches = stretchesOf(sight.count, rowsToDraw(sight), kept);
        let next = 0;
        for (const stretch of stretches) {
          expect(stretch.kind === 'row' ? stretch.index : stretch.from).toBe(next);
          next += stretch.kind === 'row' ? 1 : stretch.rows;
        }
        expect(next).toBe(sight.count);
      }),
    );
  });

  it('keep the row that has the focus, wherever the list is scrolled to', () => {
    fc.assert(
      fc.property(sights, fc.nat(6000), (sight, focused) => {
        fc.pre(focused < sight.count);
        const stretches = stretchesOf(sight.count, rowsToDraw(sight), [focused]);
        expect(stretches.some((stretch) => stretch.kind === 'row' && stretch.index === focused)).toBe(true);
      }),
    );
  });
});

describe('scrolling to a row', () => {
  it('shows it whole where there is room for it, and moves nothing when it is', () => {
    fc.assert(
      fc.property(sights, fc.nat(6000), (sight, row) => {
        fc.pre(row < sight.count && sight.heightPx >= 3 * sight.rowPx);
        const aim = scrollToRow(row, sight) ?? sight.topPx;
        expect(row * sight.rowPx).toBeGreaterThanOrEqual(aim);
        expect((row + 1) * sight.rowPx).toBeLessThanOrEqual(aim + sight.heightPx);
        expect(scrollToRow(row, { ...sight, topPx: aim }) ?? aim).toBe(aim);
      }),
    );
  });
});

describe('a key in a list', () => {
  const sight: Sight = { count: 5000, rowPx: 44, topPx: 0, heightPx: 440 };

  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowUp', 0, 0],
    ['PageDown', 3, 12],
    ['PageUp', 20, 11],
    ['End', 3, 4999],
    ['Home', 4999, 0],
    ['PageDown', 4998, 4999],
    ['a', 3, null],
  ])('%s leads from row %i to row %s', (key, from, to) => {
    expect(rowByKey(key, from, sight)).toBe(to);
  });
});
