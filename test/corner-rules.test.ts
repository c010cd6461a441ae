import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublicGeometry } from '../api/parcels/schema.ts';
import { addCorner, cornersOf, moveCorner, removeCorner } from '../web/console/editor/corner-rules.ts';

const at = (x: number, y: number): [number, number] => [119.6 + x / 1000, 29.1 + y / 1000];
const ring = (...corners: [number, number][]) =>
  [...corners, ...corners.slice(0, 1)].map(([x, y]) => at(x, y));
const square: PublicGeometry = {
  type: 'MultiPolygon',
  coordinates: [[ring([0, 0], [10, 0], [10, 10], [0, 10]), ring([4, 4], [4, 6], [6, 6], [6, 4])]],
};
const outer = (index: number) => ({ part: 0, ring: 0, at: index });

describe('corners of an outline', () => {
  it('are listed once each, those of holes too', () => {
    expect(cornersOf(square).map(({ ring: of, at: place }) => [of, place])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  it('move, and the first takes the closing point along', () => {
    const moved = moveCorner(square, outer(0), at(-2, -3));
    if (!moved.ok) throw new Error(moved.reason);
    const [moving = []] = moved.shape.coordinates[0] ?? [];
    expect([moving[0], moving.at(-1)]).toEqual([at(-2, -3), at(-2, -3)]);
    expect(moved.shape.coordinates[0]?.[1]).toEqual(square.coordinates[0]?.[1]);
  });

  it('do not move across the boundary, onto it, into the hole or off the country', () => {
    const refused = (x: number, y: number) => moveCorner(square, outer(0), at(x, y));
    expect(refused(12, 5)).toEqual({ ok: false, reason: 'crosses' });
    expect(refused(10, 5)).toEqual({ ok: false, reason: 'crosses' });
    expect(refused(5, 5)).toEqual({ ok: false, reason: 'crosses' });
    expect(refused(10, 0)).toEqual({ ok: false, reason: 'crosses' });
    expect(moveCorner(square, { part: 0, ring: 1, at: 0 }, at(-1, 4))).toMatchObject({ reason: 'crosses' });
    expect(moveCorner(square, outer(0), [29.1, 119.6])).toEqual({ ok: false, reason: 'off-earth' });
    expect(moveCorner(square, outer(0), [NaN, 29])).toEqual({ ok: false, reason: 'off-earth' });
  });

  it('are added halfway to the next, also after the last, and removed down to three', () => {
    const added = addCorner(square, outer(3));
    expect(cornersOf(added)[4]?.position).toEqual(at(0, 5).map((degrees) => Number(degrees.toFixed(9))));
    const three = removeCorner(square, outer(1));
    expect(three).toMatchObject({ ok: false, reason: 'crosses' });
    const bare: PublicGeometry = { type: 'MultiPolygon', coordinates: [[square.coordinates[0]?.[0] ?? []]] };
    const removed = removeCorner(bare, outer(1));
    if (!removed.ok) throw new Error(removed.reason);
    expect(removeCorner(removed.shape, outer(0))).toEqual({ ok: false, reason: 'too-few' });
  });

  it('come back as they were when one that was added is removed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1 }), (index, of) => {
        const place = { part: 0, ring: of, at: index };
        const back = removeCorner(addCorner(square, place), { ...place, at: index + 1 });
        expect(back).toEqual({ ok: true, shape: square });
      }),
    );
  });
});
