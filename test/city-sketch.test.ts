import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outlineOf, readFeatures, readPack } from './support/demo-city.ts';
import type { Position, Segment } from './support/outlines.ts';
import { areaOf, contains, cross, segmentsOf } from './support/outlines.ts';

const path = 'data/cities/jinhua/basemap.geojson';
const pack = readPack();
const features = readFeatures(path);
const counties = features.filter(({ properties }) => properties.kind === 'county');
const borders = features.filter(({ properties }) => properties.kind === 'county-line');
const kmPerDegree = { lat: 110.9, lon: 111.32 * Math.cos((29.1 * Math.PI) / 180) };

function edgeKey(segment: Segment): string {
  return segment.map(String).sort().join(' ');
}

function plane([lon, lat]: Position): Position {
  return [lon * kmPerDegree.lon, lat * kmPerDegree.lat];
}

function distanceKm(first: Position, second: Position): number {
  const [[ax, ay], [bx, by]] = [plane(first), plane(second)];
  return Math.hypot(ax - bx, ay - by);
}

describe('the sketch of the counties', () => {
  it('outlines the nine districts of the pack', () => {
    const districts = pack.regions.filter(({ level }) => level === 'district').map(({ code }) => code);
    expect(counties.map(({ properties }) => properties.code)).toEqual(districts);
    expect(districts).toHaveLength(9);
  });

  it('draws every border once, between two counties or between one and the outside', () => {
    const uses = new Map<string, number>();
    for (const edge of counties.flatMap((county) => segmentsOf(outlineOf(county)))) {
      uses.set(edgeKey(edge), (uses.get(edgeKey(edge)) ?? 0) + 1);
    }
    const drawn = borders.flatMap((border) =>
      segmentsOf(outlineOf(border)).map((edge) => ({ key: edgeKey(edge), outer: border.properties.outer })),
    );
    expect(new Set(drawn.map(({ key }) => key)).size).toBe(drawn.length);
    expect(drawn.length).toBe(uses.size);
    expect(drawn.filter(({ key, outer }) => uses.get(key) !== (outer === true ? 1 : 2))).toEqual([]);
  });

  it('has no borders that cross, so that no two counties overlap', () => {
    const edges = borders.flatMap((border) => segmentsOf(outlineOf(border)));
    const crossings = edges.flatMap((first, index) =>
      edges.slice(index + 1).filter((second) => cross(first, second)),
    );
    expect(crossings).toEqual([]);
  });

  it('keeps the area of the prefecture within one percent of 10,942 km²', () => {
    const km2 = counties.reduce((sum, county) => sum + areaOf(outlineOf(county).map(plane)), 0);
    expect(Math.abs(km2 / 10_942 - 1)).toBeLessThan(0.01);
  });

  it('stands every county name inside its county and at least 5 km from any park marker', () => {
    const parks = pack.regions.filter(({ level }) => level === 'park');
    for (const county of counties) {
      const region = pack.regions.find(({ code }) => code === county.properties.code);
      if (!region?.anchor) throw new Error(`${county.properties.code} has no anchor`);
      const { anchor } = region;
      expect(contains(outlineOf(county), anchor), region.name.en).toBe(true);
      const nearest = Math.min(...parks.map((park) => distanceKm(park.anchor ?? [0, 0], anchor)));
      expect(nearest, region.name.en).toBeGreaterThan(5);
    }
  });

  it('says that it is a sketch and stays small', () => {
    expect(readFileSync(path, 'utf8')).toContain('示意图，非审定地图');
    expect(statSync(path).size).toBeLessThan(150_000);
  });
});
