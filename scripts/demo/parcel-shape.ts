import type { Easting, Ground } from './ground.ts';
import type { Corner, ParcelInput, PlanePoint } from './inputs.ts';
import type { Rectangle } from './park-frame.ts';
import { signedArea } from './plane-shapes.ts';

/** Parcels keep so far from the street side of their block. */
const insetM = 4;

/** The parcel as drawn: the part of its block, with its corner taken out. Open ring, counter-clockwise. */
export function drawnShape({ span, cut }: ParcelInput, block: Rectangle): PlanePoint[] {
  const [width, height] = [block.east - block.west - 2 * insetM, block.north - block.south - 2 * insetM];
  const west = block.west + insetM + span[0] * width;
  const south = block.south + insetM + span[1] * height;
  const [partWidth, partHeight] = [(span[2] - span[0]) * width, (span[3] - span[1]) * height];
  return unitShape(cut).map(([u, v]) => [west + u * partWidth, south + v * partHeight]);
}

const unitCorners: { corner: Corner; at: PlanePoint }[] = [
  { corner: 'sw', at: [0, 0] },
  { corner: 'se', at: [1, 0] },
  { corner: 'ne', at: [1, 1] },
  { corner: 'nw', at: [0, 1] },
];

function unitShape(cut: ParcelInput['cut']): PlanePoint[] {
  return unitCorners.flatMap(({ corner, at: [u, v] }): PlanePoint[] => {
    if (cut?.corner !== corner) return [[u, v]];
    const inwardU = u === 0 ? cut.width : 1 - cut.width;
    const inwardV = v === 0 ? cut.height : 1 - cut.height;
    const alongU: PlanePoint = [inwardU, v];
    const alongV: PlanePoint = [u, inwardV];
    const inner: PlanePoint[] = cut.kind === 'notch' ? [[inwardU, inwardV]] : [];
    // Counter-clockwise a south-east or north-west corner is reached along its horizontal side.
    return corner === 'se' || corner === 'nw' ? [alongU, ...inner, alongV] : [alongV, ...inner, alongU];
  });
}

function scaled(ring: PlanePoint[], factor: number): PlanePoint[] {
  const us = ring.map(([u]) => u);
  const vs = ring.map(([, v]) => v);
  const middle: PlanePoint = [
    (Math.min(...us) + Math.max(...us)) / 2,
    (Math.min(...vs) + Math.max(...vs)) / 2,
  ];
  return ring.map(([u, v]) => [middle[0] + factor * (u - middle[0]), middle[1] + factor * (v - middle[1])]);
}

const finestM = 0.001;
const reach = 6;

function moved(ring: Easting[], index: number, [east, north]: Easting): Easting[] {
  return ring.map(([easting, northing], other) =>
    other === index
      ? [Number((easting + east * finestM).toFixed(3)), Number((northing + north * finestM).toFixed(3))]
      : [easting, northing],
  );
}

/**
 * Survey points whose area rounds to the offered area: the shape is scaled to it, its points rounded to the millimetre,
 * then two neighbouring points moved by a few millimetres, because rounding alone leaves some tenths of a square metre.
 */
export function fittedSurvey(
  ring: PlanePoint[],
  ground: Ground,
  areaM2: number,
): { ring: Easting[]; scale: number } {
  const scale = Math.sqrt(areaM2 / signedArea(ring));
  const start = scaled(ring, scale).map(ground.survey);
  // Neighbours, not opposite corners: those turn on the same diagonal and reach far fewer areas.
  const steps = Array.from({ length: 2 * reach + 1 }, (_, step) => step - reach);
  const moves = steps.flatMap((east) => steps.map((north): Easting => [east, north]));
  let best = { ring: start, error: Math.abs(signedArea(start) - areaM2) };
  for (const first of moves) {
    const partly = moved(start, 0, first);
    for (const second of moves) {
      const candidate = moved(partly, 1, second);
      const error = Math.abs(signedArea(candidate) - areaM2);
      if (error < best.error) best = { ring: candidate, error };
      if (best.error < 0.001) return { ring: best.ring, scale };
    }
  }
  throw new Error(`no survey points of ${areaM2} m² found, ${best.error} m² remain`);
}
