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
});
