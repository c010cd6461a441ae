import type { City } from '../city/pack.ts';
import { Sketch } from '../city/schema.ts';
import { isInsideRing, type GridPoint } from '../imports/crossings.ts';
import { parkReferences } from '../imports/references.ts';
import type { MultiPolygon } from '../imports/schema.ts';
import type { ReferenceArea } from '../imports/shift.ts';

/** A 县(市、区) as the sketch draws it: rings as [lon, lat], EPSG:4490. */
export type DistrictOutline = { code: string; rings: GridPoint[][] };

export type CityOutlines = { districts: DistrictOutline[]; parks: ReferenceArea[] };

const outlinesOf = new WeakMap<City, CityOutlines>();

/** Districts and parks of a city's sketch; read once, since a city's files do not change while it is served. */
export function cityOutlines(city: City): CityOutlines {
  const known = outlinesOf.get(city);
  if (known !== undefined) return known;
  const sketch = Sketch.parse(JSON.parse(city.basemap));
  const outlines = { districts: sketch.features.flatMap(districtOutline), parks: parkReferences(city) };
  outlinesOf.set(city, outlines);
  return outlines;
}

function districtOutline({ properties, geometry }: Sketch['features'][number]): DistrictOutline[] {
  if (properties.kind !== 'county' || typeof properties.code !== 'string') return [];
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return [];
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return [{ code: properties.code, rings: rings.map((ring) => ring.slice(0, -1).map(pointOf)) }];
}

function pointOf([lon, lat]: readonly [number, number]): GridPoint {
  return { x: lon, y: lat };
}

const earthRadiusM = 6_371_000;
const metresPerDegree = (Math.PI / 180) * earthRadiusM;

/** How far the farthest corner of a shape lies outside an outline, m; 0 when all of it lies inside. */
export function metresOutside({ coordinates }: MultiPolygon, { rings }: DistrictOutline): number {
  const corners = coordinates.flatMap(([outer = []]) => outer.map(pointOf));
  return corners.reduce((farthest, corner) => Math.max(farthest, distanceToM(corner, rings)), 0);
}

function distanceToM(point: GridPoint, rings: readonly GridPoint[][]): number {
  const insideOf = rings.filter((ring) => isInsideRing(point, ring) !== false).length;
  if (insideOf % 2 === 1) return 0;
  const lonScale = metresPerDegree * Math.cos((point.y * Math.PI) / 180);
  const inMetres = ({ x, y }: GridPoint) => ({
    x: (x - point.x) * lonScale,
    y: (y - point.y) * metresPerDegree,
  });
  let nearest = Infinity;
  for (const ring of rings)
    for (const [index, from] of ring.entries())
      nearest = Math.min(
        nearest,
        distanceToOrigin(inMetres(from), inMetres(ring[(index + 1) % ring.length] ?? from)),
      );
  return nearest;
}

function distanceToOrigin(from: GridPoint, to: GridPoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(from.x * dx + from.y * dy) / length));
  return Math.hypot(from.x + share * dx, from.y + share * dy);
}
