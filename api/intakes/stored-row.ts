import { z } from 'zod';
import { Finding, MultiPolygon, ParcelDraft } from '../imports/schema.ts';
import { intakeActions } from './terms.ts';

/** The draft that stood there before, as undoing puts it back. */
export const DraftBefore = z.object({
  content: z.json(),
  revision: z.int(),
  state: z.enum(['draft', 'submitted', 'returned']),
  baseVersion: z.int().nullable(),
  createdAt: z.string(),
  updatedBy: z.int().nullable(),
  updatedAt: z.string(),
  authors: z.array(z.int()),
});
export type DraftBefore = z.infer<typeof DraftBefore>;

/** A row as it is kept in `intake.rows`. */
export const StoredRow = z.object({
  ref: z.string(),
  action: z.enum(intakeActions),
  findings: z.array(Finding),
  /** The whole parcel as it is to be; null where nothing can be written. */
  content: ParcelDraft.nullable(),
  before: DraftBefore.nullable(),
  /** The version that stood then: a newer one makes the row stale. */
  standingVersion: z.int().nullable(),
  baseVersion: z.int().nullable(),
  shapeBefore: MultiPolygon.nullable(),
  areaBeforeM2: z.number().nullable(),
  /** Where it lies on a public parcel or a draft of the own department. */
  overlap: MultiPolygon.optional(),
  differences: z.array(z.json()),
  /** The file did not say its coordinate system: it was told from the numbers. */
  crsGuessed: z.boolean().optional(),
});
export type StoredRow = z.infer<typeof StoredRow>;
