import type { PublicGeometry } from '../../api/parcels/schema.ts';

const metresPerDegree = 111_195;
/** A glyph of any size shows a square of so many metres: one scale for all parcels, so that a big one looks big. */
const spanM = 480;
const marginPx = 2;

type Point = { x: number; y: number };

/** Outer rings in metres east (x) and south (y) of the middle of their extent; the drawing is north up. */
export function ringsInMetres(footprint: PublicGeometry): Point[][] {
  const rings = footprint.coordinates.map((polygon) => polygon[0] ?? []).filter((ring) => ring.length > 0);
  const lats = rings.flat().map(([, lat]) => lat);
  const lons = rings.flat().map(([lon]) => lon);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const lon = (Math.min(...lons) + Math.max(...lons)) / 2;
  const shrink = Math.cos((lat * Math.PI) / 180);
  return rings.map((ring) =>
    ring.map(([x, y]): Point => ({
      x: (x - lon) * shrink * metresPerDegree,
      y: (lat - y) * metresPerDegree,
    })),
  );
}

/**
 * The outer rings as SVG path data in a square of `sizePx`: true shape, north up, centred. A parcel longer than the
 * span is shrunk until it fits, and only then.
 */
export function footprintPath(footprint: PublicGeometry, sizePx: number): string {
  const metres = ringsInMetres(footprint);
  if (metres.length === 0) return '';
  const reach = Math.max(...metres.flat().map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
  const scale = Math.min(sizePx / spanM, (sizePx / 2 - marginPx) / reach);
  const write = ({ x, y }: Point) =>
    `${(sizePx / 2 + x * scale).toFixed(1)} ${(sizePx / 2 + y * scale).toFixed(1)}`;
  return metres.map((ring) => `M${ring.map(write).join('L')}Z`).join('');
}
