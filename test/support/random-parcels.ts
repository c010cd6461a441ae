import fc from 'fast-check';
import type { ParcelDraft } from '../../api/imports/schema.ts';
import { parcelDraft, square } from './parcels.ts';

const places = [
  { district: '武义县', park: 'park-wy-equipment', department: 'wuyi' },
  { district: '永康市', park: 'park-yk-hardware', department: 'yongkang' },
];
export const industries = ['36', '361', '381', '38', '33', '271', '39'];
export const utilities = ['power', 'water', 'heat'];

const interval = fc
  .tuple(fc.integer({ min: -20, max: 400 }), fc.constantFrom('lower', 'upper'))
  .map(([tenths, side]) =>
    side === 'lower'
      ? { lower: tenths / 10, lowerOp: '>=' as const, upper: null, upperOp: null }
      : { lower: null, lowerOp: null, upper: tenths / 10, upperOp: '<=' as const },
  );

const admission = fc.record({
  industry: fc.constantFrom(...industries),
  note: fc.constant(null),
  basis: fc.constant(null),
  indicators: fc.dictionary(fc.constantFrom('tax_per_mu', 'rd_ratio'), interval),
});

const random = fc.record({
  place: fc.constantFrom(...places),
  areaM2: fc.integer({ min: 1_000_00, max: 400_000_00 }).map((hundredths) => hundredths / 100),
  price: fc.option(fc.integer({ min: 1, max: 90_000_000 })),
  use: fc.constantFrom('100101', '100102'),
  notice: fc.option(fc.constantFrom('2026-10-01T09:00:00+08:00', '2026-12-01T09:00:00+08:00')),
  admissions: fc.uniqueArray(admission, { maxLength: 3, selector: ({ industry }) => industry }),
  ready: fc.subarray(utilities),
});

/** Parcels of all kinds, side by side on a grid; the same seed gives the same parcels. */
export function randomParcels(count: number, seed: number): ParcelDraft[] {
  return fc.sample(random, { numRuns: count, seed }).map((drawn, index) =>
    parcelDraft(`R-${index}`, {
      geometry: square(119.5 + (index % 8) * 0.05, 28.8 + Math.floor(index / 8) * 0.05),
      admissions: drawn.admissions,
      utilities: drawn.ready.map((key) => ({
        key,
        state: 'ready',
        capacity: null,
        capacityEn: null,
        readyOn: null,
      })),
      fields: {
        ...drawn.place,
        offeredAreaM2: drawn.areaM2,
        landAreaM2: drawn.areaM2,
        useCode: drawn.use,
        ...(drawn.price !== null && { startPriceYuan: drawn.price }),
        ...(drawn.notice !== null && { noticeAt: drawn.notice }),
      },
    }),
  );
}
