import type { PublicGeometry } from '../../api/parcels/schema.ts';
import { ringsInMetres } from '../parcels/footprint.ts';

/** Outlines as SVG path data, each centred in a box of `widthPx` × `heightPx`, all at one scale, north up. */
export type OutlinesAtOneScale = { paths: string[]; metresPerPx: number };

const marginPx = 4;

/** The scale is the largest at which every one of them fits. */
export function outlinesAtOneScale(
  footprints: PublicGeometry[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): OutlinesAtOneScale {
  const shapes = footprints.map(ringsInMetres);
  const points = shapes.flat(2);
  const reach = (axis: 'x' | 'y') => Math.max(1, ...points.map((point) => Math.abs(point[axis])));
  const metresPerPx = Math.max(reach('x') / (widthPx / 2 - marginPx), reach('y') / (heightPx / 2 - marginPx));
  const write = ({ x, y }: { x: number; y: number }) =>
    `${(widthPx / 2 + x / metresPerPx).toFixed(1)} ${(heightPx / 2 + y / metresPerPx).toFixed(1)}`;
  const paths = shapes.map((rings) => rings.map((ring) => `M${ring.map(write).join('L')}Z`).join(''));
  return { paths, metresPerPx };
}
