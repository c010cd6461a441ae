import { describe, expect, it } from 'vitest';
import { readInputs } from '../scripts/demo/inputs.ts';
import { blockRectangle, ringOf } from '../scripts/demo/park-frame.ts';
import { sitesOf } from '../scripts/demo/site.ts';
import type { DrawnFeature } from './support/demo-city.ts';
import { outlineOf, readFeatures, readPack, readSurveys, surveyNames } from './support/demo-city.ts';
import { contains, linesCross } from './support/outlines.ts';

const pack = readPack();
const inputs = readInputs('data/demo/inputs');
const sites = sitesOf(inputs.parks, [], pack.crs.zone);
const surveys = readSurveys(surveyNames());
const plans = readFeatures('data/cities/jinhua/parks.geojson');
const sketch = readFeatures('data/cities/jinhua/basemap.geojson');
const parkOutlines = plans.filter(({ properties }) => properties.kind === 'park');

function isWater({ properties }: DrawnFeature): boolean {
  return properties.kind === 'water';
}

describe('the park plans', () => {
  it('hold every parcel inside one block of its own park', () => {
    const outside = inputs.parcels.filter(({ code, park, block }) => {
      const ring = surveys.find((survey) => survey.code === code)?.ring ?? [];
      const site = sites.find((candidate) => candidate.park.code === park);
      if (site === undefined || ring.length === 0) return true;
      const corners = ringOf(blockRectangle(site.frame, block)).map(site.ground.survey);
      return !ring.every((point) => contains(corners, point));
    });
    expect(outside.map(({ code }) => code)).toEqual([]);
  });

  it('hold every parcel inside the boundary of its own park', () => {
    const outside = inputs.parcels.filter(({ code, park }) => {
      const outline = parkOutlines.find(({ properties }) => properties.park === park);
      const site = sites.find((candidate) => candidate.park.code === park);
      const ring = surveys
        .find((survey) => survey.code === code)
        ?.ring.map((point) => site?.ground.onEarth(point));
      return !outline || !ring?.every((point) => point && contains(outlineOf(outline), point));
    });
    expect(outside.map(({ code }) => code)).toEqual([]);
  });

  it('let no two parcels overlap', () => {
    const pairs = surveys.flatMap((first, index) =>
      surveys.slice(index + 1).map((second) => [first, second] as const),
    );
    const overlapping = pairs.filter(
      ([first, second]) =>
        linesCross(first.ring, second.ring) ||
        first.ring.some((point) => contains(second.ring, point)) ||
        second.ring.some((point) => contains(first.ring, point)),
    );
    expect(overlapping.map(([first, second]) => `${first.code} ${second.code}`)).toEqual([]);
  });

  it('draw a boundary, blocks, green and named streets of both classes for every park of the city', () => {
    const parks = pack.regions.filter(({ level }) => level === 'park').map(({ code }) => code);
    expect(parkOutlines.map(({ properties }) => properties.park).sort()).toEqual(parks.sort());
    for (const park of parks) {
      const shapes = plans.filter(({ properties }) => properties.park === park);
      expect(new Set(shapes.map(({ properties }) => properties.kind))).toEqual(
        new Set(['park', 'block', 'green', 'street', ...(shapes.some(isWater) ? ['water'] : [])]),
      );
      const streets = shapes.filter(({ properties }) => properties.kind === 'street');
      expect(new Set(streets.map(({ properties }) => properties.class))).toEqual(new Set(['main', 'local']));
      expect(streets.filter(({ properties }) => !properties.nameZh || !properties.nameEn)).toEqual([]);
    }
  });

  it('lie wholly in the district of their park', () => {
    for (const outline of parkOutlines) {
      const district = pack.regions.find(({ code }) => code === outline.properties.park)?.parent;
      const county = sketch.find(
        ({ properties }) => properties.kind === 'county' && properties.code === district,
      );
      if (county === undefined) throw new Error(`no outline of ${district}`);
      const ring = outlineOf(county);
      expect(
        outlineOf(outline).every((point) => contains(ring, point)),
        outline.properties.park,
      ).toBe(true);
      expect(linesCross(ring, outlineOf(outline)), outline.properties.park).toBe(false);
    }
  });

  it('stay clear of the rivers, motorways and railways of the sketch', () => {
    const lines = sketch.filter(({ properties }) => ['river', 'motorway', 'rail'].includes(properties.kind));
    expect(lines.length).toBeGreaterThan(10);
    const crossed = parkOutlines.flatMap((outline) =>
      lines
        .filter((line) => linesCross(outlineOf(outline), outlineOf(line)))
        .map((line) => `${outline.properties.park} ${String(line.properties.nameZh)}`),
    );
    expect(crossed).toEqual([]);
  });

  it('keep streams out of blocks and parcels', () => {
    const wet = plans.filter(isWater).flatMap((water) =>
      plans
        .filter(({ properties }) => properties.kind === 'block')
        .filter((block) => linesCross(outlineOf(water), outlineOf(block)))
        .map((block) => `${water.properties.park} ${block.properties.park}`),
    );
    expect(wet).toEqual([]);
  });

  it('hold the anchor of every park', () => {
    for (const outline of parkOutlines) {
      const anchor = pack.regions.find(({ code }) => code === outline.properties.park)?.anchor;
      expect(anchor && contains(outlineOf(outline), anchor), outline.properties.park).toBe(true);
    }
  });
});
