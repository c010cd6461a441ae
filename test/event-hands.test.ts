import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { handMs, pathOf, strokeTimes } from '../web/events/hand-rules.ts';

const point = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
});
const strokes = fc.array(fc.array(point, { maxLength: 20 }), { maxLength: 12 });

describe('the handwriting of a ceremony', () => {
  it('is written stroke after stroke, each hand after the one before and within its 2.5 s', () => {
    fc.assert(
      fc.property(strokes, fc.nat({ max: 5 }), (hand, index) => {
        const times = strokeTimes(hand, index);
        expect(times).toHaveLength(hand.length);
        let end = index * handMs;
        for (const { beginMs, lastsMs } of times) {
          expect(beginMs).toBeGreaterThanOrEqual(end - 1e-6);
          end = beginMs + lastsMs;
        }
        expect(end).toBeLessThanOrEqual((index + 1) * handMs + 1e-6);
      }),
    );
  });

  it('takes as long for a stroke as it is long', () => {
    const line = (length: number) => [
      { x: 0, y: 0.5 },
      { x: length, y: 0.5 },
    ];
    const [short, long] = strokeTimes([line(0.2), line(0.6)], 0);
    expect((long?.lastsMs ?? 0) / (short?.lastsMs ?? 1)).toBeCloseTo(3);
    expect(strokeTimes([line(0.2), line(0.6)], 1)[0]?.beginMs).toBe(2_500);
  });

  it('is drawn at the place of the file, 168 by 92', () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 0.5, y: 0.5 },
        { x: 1, y: 1 },
      ]),
    ).toBe('M0 0L84 46L168 92');
    expect(pathOf([])).toBe('');
  });
});
