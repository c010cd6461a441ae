import distance from '@turf/distance';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransportNode } from '../api/city/schema.ts';
import { circleAround, overlap } from '../web/map/area.ts';
import { searchedOutlines, transportPoints } from '../web/map/context-sources.ts';
import type { LonLatBounds } from '../web/map/mercator.ts';
import { mapStyle } from '../web/map/style/style.ts';
import { transportIconPx, transportImages } from '../web/map/transport-icons.ts';

const station = {
  kind: 'highspeed-rail' as const,
  name: '金华站',
  nameEn: 'Jinhua Railway Station',
  position: [119.631, 29.114] as [number, number],
};

describe('transport nodes', () => {
  it('carry their names in the language of the page', () => {
    const label = (locale: 'zh-CN' | 'en') =>
      transportPoints([station], locale).features[0]?.properties?.['label'];
    expect(label('zh-CN')).toBe('金华站');
    expect(label('en')).toBe('Jinhua Railway Station');
  });

  it('have an image and a layer for every kind, so that none is silently left out', () => {
    const images = transportImages().map(([name]) => name);
    const layers = JSON.stringify(mapStyle('map').layers.filter(({ id }) => id.startsWith('transport-')));
    for (const kind of TransportNode.shape.kind.options) {
      expect(images).toContain(`transport-${kind}`);
      expect(layers).toContain(`"${kind}"`);
    }
  });

  it('are drawn as a white disc with a glyph of their own, clear outside', () => {
    const images = new Map(transportImages());
    const [airport, port] = [images.get('transport-airport'), images.get('transport-port')];
    if (airport === undefined || port === undefined) throw new Error('both kinds have an image');
    expect(airport.width).toBe(transportIconPx * 2);
    expect(airport.data[3]).toBe(0);
    const opaque = airport.data.filter((_, index) => index % 4 === 3 && airport.data[index] === 255);
    expect(opaque.length).toBeGreaterThan(0.6 * airport.width * airport.height);
    expect([...airport.data]).not.toEqual([...port.data]);
  });

  it('give way to the figures of parcels and to the counts of parks, which are placed before them', () => {
    const ids = mapStyle('map').layers.map(({ id }) => id);
    const nodes = ids.filter((id) => id.startsWith('transport-')).map((id) => ids.indexOf(id));
    expect(nodes.length).toBeGreaterThan(0);
    expect(Math.max(...nodes)).toBeLessThan(ids.findIndex((id) => id.startsWith('parcel-figure')));
    expect(Math.max(...nodes)).toBeLessThan(ids.indexOf('blank'));
  });
});

describe('what is searched in', () => {
  it('is a circle whose every corner lies so many kilometres away', () => {
    const place = fc.record({
      lon: fc.double({ min: 73, max: 136, noNaN: true }),
      lat: fc.double({ min: 3, max: 54, noNaN: true }),
      km: fc.double({ min: 0.5, max: 500, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ lon, lat, km }) => {
        const ring = circleAround([lon, lat, km]);
        expect(ring[0]).toEqual(ring.at(-1));
        for (const corner of ring) expect(distance([lon, lat], corner) / km).toBeCloseTo(1, 5);
      }),
    );
  });

  it('is outlined with its words, and nothing is drawn when nothing is searched in', () => {
    expect(searchedOutlines({ area: null, near: null }, 'zh-CN').features).toEqual([]);
    const both = searchedOutlines({ area: [119, 29, 120, 30], near: [119.6, 29.1, 5] }, 'zh-CN').features;
    expect(both.map(({ geometry }) => geometry.type)).toEqual(['LineString', 'Point', 'LineString', 'Point']);
    expect(both.map(({ properties }) => properties?.['label'] as unknown)).toEqual([
      undefined,
      '搜索区域',
      undefined,
      '距此 5 km 内',
    ]);
    expect(both[1]?.geometry).toEqual({ type: 'Point', coordinates: [119, 30] });
  });

  it('overlaps itself wholly, a part by its share, and a place elsewhere not at all', () => {
    const area: LonLatBounds = [119, 29, 120, 30];
    expect(overlap(area, area)).toBe(1);
    expect(overlap(area, [119.5, 29, 120.5, 30])).toBeCloseTo(1 / 3, 9);
    expect(overlap(area, [121, 29, 122, 30])).toBe(0);
    expect(overlap(area, [121, 31, 122, 32])).toBe(0);
  });
});
