import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCity } from '../api/city/pack.ts';

const cities = mkdtempSync(join(tmpdir(), 'zhaotu-cities-'));
afterAll(() => rmSync(cities, { recursive: true }));

describe('a city whose sketch the pages could not draw', () => {
  it.each([
    ['is no JSON', 'basemap.geojson', '{"type":', /basemap\.geojson is not JSON/],
    ['is no collection', 'parks.geojson', '{"type":"Feature"}', /parks\.geojson: /],
    [
      'has a line of single numbers',
      'basemap.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { kind: 'road' },
            geometry: { type: 'LineString', coordinates: [1, 2] },
          },
        ],
      }),
      /basemap\.geojson: [\s\S]*coordinates/,
    ],
  ])('because it %s is refused by name', async (...[, file, text, message]) => {
    cpSync('test/support/cities/xiaoshi', join(cities, 'xiaoshi'), { recursive: true });
    writeFileSync(join(cities, 'xiaoshi', file), text);
    await expect(readCity(cities, 'xiaoshi')).rejects.toThrow(message);
  });
});
