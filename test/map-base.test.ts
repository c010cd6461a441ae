import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaseChoice } from '../web/map/base-map.ts';
import { baseChoices, chosenBase, loadBaseMap } from '../web/map/base-map.ts';
import { baseMapOfStyle } from '../web/map/foreign-style.ts';
import type { TileOutcome } from '../web/map/tile-health.ts';
import { healthAfter, healthy, isGivenUp } from '../web/map/tile-health.ts';

const still = new AbortController().signal;
const nodes = ['https://t0.node.example', 'https://t1.node.example'];
const tianditu = { kind: 'tianditu', key: 'a b&c', nodes } as const;
const style = { kind: 'style', url: 'https://maps.example/style.json', hosts: [] as string[] } as const;

async function tianditus(choice: BaseChoice) {
  const base = await loadBaseMap(tianditu, choice, still);
  if (base === null) throw new Error('天地图 is a base map');
  return base;
}

describe('the choice of a base map', () => {
  it('is none where only the sketch is there', async () => {
    expect(baseChoices({ kind: 'sketch' })).toEqual([]);
    expect(chosenBase({ kind: 'sketch' }, 'imagery')).toBe('sketch');
    expect(await loadBaseMap({ kind: 'sketch' }, 'vector', still)).toBeNull();
  });

  it('is the configured one unless a link asks for another that is there', () => {
    expect(chosenBase(tianditu, null)).toBe('vector');
    expect(chosenBase(tianditu, 'imagery')).toBe('imagery');
    expect(chosenBase(style, 'imagery')).toBe('vector');
    expect(chosenBase(style, 'sketch')).toBe('sketch');
  });

  it('is the sketch when a person wants it although a map is configured', async () => {
    expect(await loadBaseMap(tianditu, 'sketch', still)).toBeNull();
  });
});

describe('an approved base map', () => {
  it('asks 天地图 for WMTS tiles with its key, on every node that is configured', async () => {
    const source = (await tianditus('vector')).sources['base:vec'];
    if (source?.type !== 'raster') throw new Error('天地图 is a raster source');
    expect(source.tiles?.map((tile) => new URL(tile).origin)).toEqual(nodes);
    const [first = ''] = source.tiles ?? [];
    expect(first).toMatch(/^https:\/\/t0\.node\.example\/vec_w\/wmts\?/);
    expect(first).toMatch(/TILEMATRIX=\{z\}&TILEROW=\{y\}&TILECOL=\{x\}$/);
    expect(new URL(first).searchParams.get('tk')).toBe('a b&c');
  });

  it('lays the annotation of 天地图 over its drawing or its imagery', async () => {
    const [vector, imagery] = await Promise.all([tianditus('vector'), tianditus('imagery')]);
    expect(vector.layers.map(({ id }) => id)).toEqual(['base:vec', 'base:cva']);
    expect(imagery.layers.map(({ id }) => id)).toEqual(['base:img', 'base:cia']);
    expect([vector.imagery, imagery.imagery]).toEqual([false, true]);
  });

  it('takes a foreign style under names that cannot meet ours, and its attribution as plain text', () => {
    const base = baseMapOfStyle({
      version: 8,
      glyphs: 'https://maps.example/{fontstack}/{range}.pbf',
      sources: {
        parks: {
          type: 'raster',
          tiles: ['https://maps.example/{z}/{x}/{y}.png'],
          attribution: '<a href="#">&copy; Survey</a>',
        },
      },
      layers: [
        { id: 'background', type: 'background' },
        { id: 'park', type: 'raster', source: 'parks' },
      ],
    });
    expect(Object.keys(base.sources)).toEqual(['base:parks']);
    expect(base.layers).toEqual([
      { id: 'base:background', type: 'background' },
      { id: 'base:park', type: 'raster', source: 'base:parks' },
    ]);
    expect(base.attribution).toBe('© Survey');
  });

  it('refuses what is no style', () => {
    for (const answer of [
      null,
      {},
      { version: 7, sources: {}, layers: [] },
      { version: 8, sources: {}, layers: [{}] },
    ])
      expect(() => baseMapOfStyle(answer)).toThrow();
  });
});

describe('the health of a tile server', () => {
  const outcomes = (...all: TileOutcome[]) => all.reduce(healthAfter, healthy);

  it('ends with the fourth refusal in a row, not with the third', () => {
    expect(isGivenUp(outcomes('failed', 'failed', 'failed'))).toBe(false);
    expect(isGivenUp(outcomes('failed', 'failed', 'failed', 'failed'))).toBe(true);
  });

  it('bears tiles that are absent at the edge of an area, but not a window full of them', () => {
    const absent = (count: number) => outcomes(...Array.from({ length: count }, () => 'absent' as const));
    expect(isGivenUp(absent(11))).toBe(false);
    expect(isGivenUp(absent(12))).toBe(true);
  });

  it('is whole again with every tile that comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<TileOutcome>('came', 'failed', 'absent')), (before) => {
        expect(outcomes(...before, 'came')).toEqual(healthy);
      }),
    );
  });
});
