import gcoord from 'gcoord';
import { z } from 'zod';
import { CityPack } from '../../api/city/schema.ts';
import type { Arc } from './boundary-arcs.ts';
import { boundaryArcs, ringsOf } from './boundary-arcs.ts';
import type { LabelGrid } from './label-grid.ts';
import { labelGridOf } from './label-grid.ts';
import type { PlanePoint } from './simplify-line.ts';
import { keptIndices } from './simplify-line.ts';

const Position = z.tuple([z.number(), z.number()]);
const Outlines = z.object({
  features: z.array(
    z.object({
      properties: z.object({ name: z.string() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position)) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(Position))) }),
      ]),
    }),
  ),
});

/** The source's coordinates are multiples of this (about 100 m), stair steps included. */
const sourceStepDegrees = 1 / 1024;
const toleranceM = 280;
const metresPerDegreeLat = 110_900;

type GeographicArc = { left: number; right: number; line: [number, number][] };

/** Outlines of the pack's districts as polygons (`county`) and each boundary once as a line (`county-line`). */
export function countyFeatures(outlines: unknown, pack: unknown): object[] {
  const districts = CityPack.parse(pack).regions.filter(({ level }) => level === 'district');
  const byName = new Map(
    Outlines.parse(outlines).features.map((feature) => [feature.properties.name, feature]),
  );
  const grid = labelGridOf(
    districts.map(({ name }) => {
      const geometry = byName.get(name['zh-CN'])?.geometry;
      if (geometry === undefined) throw new Error(`no outline of ${name['zh-CN']}`);
      return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    }),
    sourceStepDegrees,
  );
  const arcs = boundaryArcs(grid).map((arc) => generalised(arc, grid));
  const polygons = districts.map(({ code }, label) => ({
    type: 'Feature',
    properties: { kind: 'county', code },
    geometry: { type: 'Polygon', coordinates: ringsOf(label, arcs) },
  }));
  const lines = arcs.map(({ right, line }) => ({
    type: 'Feature',
    properties: { kind: 'county-line', outer: right === -1 },
    geometry: { type: 'LineString', coordinates: line },
  }));
  return [...polygons, ...lines];
}

/** An arc simplified on a local plane, moved from GCJ-02 to WGS 84 (≈ CGCS2000) and rounded to about 10 m. */
function generalised({ left, right, corners }: Arc, { west, south, step }: LabelGrid): GeographicArc {
  const positions = corners.map(([column, row]): [number, number] => [
    west + column * step,
    south + row * step,
  ]);
  const metresPerDegreeLon = 111_320 * Math.cos((south * Math.PI) / 180);
  const plane = positions.map(([lon, lat]): PlanePoint => [
    lon * metresPerDegreeLon,
    lat * metresPerDegreeLat,
  ]);
  const line = keptIndices(plane, toleranceM).map((index): [number, number] => {
    const [lon, lat] = gcoord.transform(positions[index] ?? [0, 0], gcoord.GCJ02, gcoord.WGS84);
    return [Number(lon.toFixed(4)), Number(lat.toFixed(4))];
  });
  return { left, right, line };
}
