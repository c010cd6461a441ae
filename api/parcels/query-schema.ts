import { z } from 'zod';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';
import { ParcelStatus } from '../city/schema.ts';
import { indicatorCondition, parcelCode, parcelSorts } from './terms.ts';

/** A decimal as people write it: no blanks, signs, exponents or other bases. */
const decimal = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,4})?$/, 'write a plain decimal number')
  .transform(Number);
const mu = decimal.pipe(z.number().max(1_000_000));
const list = (pattern: RegExp, most: number) =>
  z
    .string()
    .min(1)
    .max(600)
    .transform((text) => [...new Set(text.split(','))])
    .refine((codes) => codes.length <= most, `at most ${most} values`)
    .refine((codes) => codes.every((code) => pattern.test(code)), 'a value is malformed');

/** Plain decimals only: a blank or `0x10` is a number for JavaScript, and here a mistake. */
function decimals(text: string): number[] {
  return text.split(',').map((part) => (/^-?\d{1,3}(\.\d{1,17})?$/.test(part) ? Number(part) : NaN));
}

/** Shared by `/api/parcels` and `/api/parcels.geojson`. Lists are comma-separated and mean "any of". */
export const ParcelConditions = z.strictObject({
  /** Parcel code, name, park, town or industry; every word must be found. */
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    // PostgreSQL text cannot hold U+0000, so it is refused here by name.
    .refine((text) => !text.includes('\u0000'), 'U+0000 is not text')
    .optional(),
  /** GB/T 4754 digits, matched as a prefix. */
  industry: list(/^\d{2,4}$/, 50).optional(),
  /**
   * GB/T 4754 digits: the industry whose requirements are looked at, before those of `industry`. It narrows nothing: a
   * parcel that does not admit it is looked at as without it.
   */
  for: z
    .string()
    .regex(/^\d{2,4}$/, 'write the digits of one industry')
    .optional(),
  /** GB/T 2260, six digits. */
  district: list(/^\d{6}$/, 50).optional(),
  park: list(/^park-[a-z0-9-]{1,40}$/, 50).optional(),
  status: list(/^[a-z-]{4,20}$/, 12)
    .pipe(z.array(ParcelStatus))
    .optional(),
  use: list(/^\w{2,12}$/, 50).optional(),
  minMu: mu.optional(),
  maxMu: mu.optional(),
  /** Integer yuan, start price at most. A parcel without a price does not match. */
  maxPrice: decimal.pipe(z.int().max(1e13)).optional(),
  /** All of these must be ready. */
  readiness: list(/^[a-z][a-z0-9_]{1,39}$/, 20).optional(),
  indicator: z
    .union([z.string(), z.array(z.string())])
    .transform((written) => [written].flat())
    .pipe(z.array(z.string().regex(indicatorCondition, 'write key<=number, e.g. tax_per_mu<=30')).max(10))
    .optional(),
  /** west,south,east,north EPSG:4490 */
  bbox: z
    .string()
    .max(120)
    .transform(decimals)
    .pipe(
      z.tuple([
        z.number().min(-180).max(180),
        z.number().min(-90).max(90),
        z.number().min(-180).max(180),
        z.number().min(-90).max(90),
      ]),
    )
    .refine(([west, south, east, north]) => west < east && south < north, 'write west,south,east,north')
    .optional(),
  /** lon,lat,km */
  near: z
    .string()
    .max(80)
    .transform(decimals)
    .pipe(
      z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90), z.number().positive().max(500)]),
    )
    .optional(),
});
export type ParcelConditions = z.infer<typeof ParcelConditions>;

export const ParcelSort = z.enum(parcelSorts);
export type ParcelSort = z.infer<typeof ParcelSort>;

/** Key of the city's indicator set. */
const IndicatorKey = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'write the key of an indicator');

export const ParcelQuery = ParcelConditions.extend({
  /** The indicator that `sort=indicator` means; without it the pack's own. */
  theme: IndicatorKey.optional(),
  sort: ParcelSort.default('code'),
  limit: decimal.pipe(z.int().min(1).max(500)).default(100),
  cursor: z
    .string()
    .min(1)
    .max(400)
    .regex(/^[\w-]+$/)
    .optional(),
});
export type ParcelQuery = z.infer<typeof ParcelQuery>;

/** A parcel's code as it stands in a path. */
export const ParcelCode = z.string().regex(parcelCode, 'not a parcel code');

/** Parcels by name: `code` repeated, in the order wanted. */
export const RecordsQuery = z.strictObject({
  code: z
    .union([z.string(), z.array(z.string())])
    .transform((codes) => [...new Set([codes].flat())])
    .pipe(z.array(ParcelCode).min(1).max(100)),
});
export type RecordsQuery = z.infer<typeof RecordsQuery>;

/** A past instant. An unencoded `+` of the offset arrives as a blank and is taken for what it was. */
export const ParcelAsOf = z.strictObject({
  asOf: z
    .string()
    .max(40)
    .transform((text) => text.replace(' ', '+'))
    .pipe(z.iso.datetime({ offset: true }).regex(ourYears, outOfOurYears))
    .optional(),
});
export type ParcelAsOf = z.infer<typeof ParcelAsOf>;
