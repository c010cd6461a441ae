import type { ParcelStatus } from '../../api/city/schema.ts';

/** One mark on a 10 × 10 square; every status has its own shape, so that none depends on colour. */
export type StatusShape = { outline?: string; dashed?: boolean; fill?: string };

const circle = 'M5 .8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 1 1 0-8.4z';
const square = 'M1.2 1.2h7.6v7.6h-7.6z';
const diamond = 'M5 .7L9.3 5 5 9.3.7 5z';
const triangle = 'M5 1.1l4.3 7.8H.7z';

export const statusShapes: Record<ParcelStatus, StatusShape> = {
  planned: { outline: circle, dashed: true },
  announced: { outline: circle, fill: 'M5 .8a4.2 4.2 0 0 0 0 8.4z' },
  listed: { outline: circle, fill: circle },
  'awaiting-result': { outline: circle, fill: 'M5 3.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 1 1 0-3.6z' },
  sold: { outline: square, fill: square },
  unsold: { outline: diamond },
  suspended: { outline: 'M3.2 1.2v7.6M6.8 1.2v7.6' },
  withdrawn: { outline: 'M1.5 1.5l7 7M8.5 1.5l-7 7' },
  supplied: { outline: square, fill: 'M3.4 3.4h3.2v3.2H3.4z' },
  'under-construction': { outline: triangle },
  'in-production': { outline: triangle, fill: triangle },
  returned: { outline: square, dashed: true },
};
