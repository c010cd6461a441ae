import { z } from 'zod';
import { Finding, MultiPolygon } from '../imports/schema.ts';
import { intakeActions, intakeStates } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });

/** One parcel of the files. A row that belongs to no parcel is a file's own: `ref` is then its name and it is rejected. */
export const IntakeRow = z.object({
  ref: z.string(),
  action: z.enum(intakeActions),
  findings: z.array(Finding),
  name: z.string().nullable(),
  areaBeforeM2: z.number().nullable(),
  areaAfterM2: z.number().nullable(),
  /** [lon, lat] EPSG:4490; absent where there is no shape. */
  geometryBefore: MultiPolygon.optional(),
  geometryAfter: MultiPolygon.optional(),
  /** Where it lies on a public parcel or on a draft of the own department; of others' drafts nothing is told. */
  overlap: MultiPolygon.optional(),
  /** The file of this batch that drew it, and the system it was read in, e.g. `EPSG:4549`; absent where none of them did. */
  drawnIn: z.object({ file: z.string(), crs: z.string(), guessed: z.boolean() }).optional(),
});
export type IntakeRow = z.infer<typeof IntakeRow>;

const counts = z.object(Object.fromEntries(intakeActions.map((action) => [action, z.int()])));

export const IntakeSummary = z.object({
  id: z.int(),
  state: z.enum(intakeStates),
  department: z.string(),
  fileNames: z.array(z.string()),
  openedBy: z.object({ accountId: z.int(), name: z.string() }),
  openedAt: Instant,
  settledAt: Instant.nullable(),
  /** Until when a committed batch can be undone; null for others. */
  undoUntil: Instant.nullable(),
  counts,
});
export type IntakeSummary = z.infer<typeof IntakeSummary>;

/** 批量导入: what files hold, with what it would change. */
export const Intake = IntakeSummary.extend({ rows: z.array(IntakeRow) });
export type Intake = z.infer<typeof Intake>;

export const IntakeList = z.object({ items: z.array(IntakeSummary) });

export const IntakePath = z.strictObject({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});

/** `withoutRejected: true` says that the rejected rows stay out knowingly. */
export const CommitRequest = z.strictObject({ withoutRejected: z.boolean().default(false) });

/** What a commit or an undo wrote. */
export const SettledIntake = z.object({
  id: z.int(),
  state: z.enum(intakeStates),
  settledAt: Instant,
  written: z.array(z.string()),
});
export type SettledIntake = z.infer<typeof SettledIntake>;
