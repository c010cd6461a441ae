import { describe, expect, it } from 'vitest';
import { namePlaces } from '../web/map/locator.ts';

describe('names on the still map', () => {
  it('stand below their mark', () => {
    expect(namePlaces([{ name: '武义县', x: 100, y: 100, radius: 12 }])[0]?.nameAt).toEqual({
      x: 100,
      y: 123,
    });
  });

  it('move away from the mark of a neighbour', () => {
    const [upper, lower] = namePlaces([
      { name: '婺城区', x: 100, y: 100, radius: 19 },
      { name: '武义县', x: 110, y: 147, radius: 12 },
    ]);
    expect(upper?.nameAt).toEqual({ x: 100, y: 70 });
    expect(lower?.nameAt).toEqual({ x: 110, y: 170 });
  });

  it('are never cut off at the side of the picture', () => {
    const [mark] = namePlaces([{ name: 'Wucheng District', x: 60, y: 100, radius: 19 }], 400);
    const [west, east] = [mark?.nameAt.x ?? 0, 400 - (mark?.nameAt.x ?? 0)];
    expect(Math.min(west, east)).toBeGreaterThan(45);
    const crowded = [
      { name: 'Wucheng District', x: 40, y: 100, radius: 19 },
      { name: 'Wuyi County', x: 50, y: 150, radius: 12 },
    ];
    for (const { nameAt } of namePlaces(crowded, 400)) expect(nameAt.x).toBeGreaterThan(30);
  });
});
