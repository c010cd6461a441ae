import { z } from 'zod';
import { Finding } from '../imports/schema.ts';

/** 体检: `GET /api/parcels/{code}/check`. */
export const ParcelCheckAnswer = z.object({
  code: z.string(),
  /** Of the draft that was looked at; null where it was a version. */
  revision: z.int().nullable(),
  /** The version that was looked at; null where it was a draft. */
  version: z.int().nullable(),
  checkedAt: z.iso.datetime({ offset: true }),
  /** A rule that needs a shape does not run without one. */
  rulesRun: z.int(),
  rulesPassed: z.int(),
  /** Errors first; with an error the parcel cannot be submitted or published. */
  findings: z.array(Finding),
});
export type ParcelCheckAnswer = z.infer<typeof ParcelCheckAnswer>;
