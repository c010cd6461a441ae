import { describe, expect, it } from 'vitest';
import { loadBaseMap } from '../web/map/base-map.ts';
import { baseMapOfStyle } from '../web/map/foreign-style.ts';

const still = new AbortController().signal;

describe('an approved base map', () => {
  it('is none where the sketch is wanted', async () => {
    expect(await loadBaseMap({ kind: 'sketch' }, still)).toBeNull();
  });

  it('asks 天地图 for WMTS tiles with its key, on all of its hosts', async () => {
    const base = await loadBaseMap({ kind: 'tianditu', key: 'a b&c' }, still);
    const source = base?.sources['base:vec'];
    if (source?.type !== 'raster') throw new Error('天地图 is a raster source');
    expect(source.tiles).toHaveLength(8);
    const [first = ''] = source.tiles ?? [];
    expect(first).toMatch(/^https:\/\/t0\.tianditu\.gov\.cn\/vec_w\/wmts\?/);
    expect(first).toMatch(/TILEMATRIX=\{z\}&TILEROW=\{y\}&TILECOL=\{x\}$/);
    expect(new URL(first).searchParams.get('tk')).toBe('a b&c');
    expect(base?.layers.map(({ id }) => id)).toEqual(['base:vec', 'base:cva']);
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
