import { z } from 'zod';
import { competences } from '../accounts/terms.ts';
import { AttachmentChoices } from '../attachments/schema.ts';
import { ParcelStatus } from '../city/schema.ts';
import { Finding, MultiPolygon, ParcelDraft, ParcelFields } from '../imports/schema.ts';
import { ParcelCode } from '../parcels/query-schema.ts';
import { draftStates, staffSorts } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });
const Competence = z.enum(competences);

/** A shape as it is drawn or was read from a file: [lon, lat] EPSG:4490, closed rings. Its area is computed here. */
const DrawnGeometry = ParcelDraft.shape.geometry
  .unwrap()
  .omit({ areaM2: true })
  .extend({
    multiPolygon: MultiPolygon,
    sourceCrs: z.string().max(40).default('EPSG:4490'),
    format: z.enum(['txt', 'shp', 'geojson', 'drawn']).default('drawn'),
    file: z.string().max(200).default(''),
    surveyedOn: ParcelDraft.shape.geometry.unwrap().shape.surveyedOn.default(null),
  });

function standOnce(keys: string[]): boolean {
  return new Set(keys).size === keys.length;
}

const provenancePath = z
  .string()
  .regex(/^(fields|limits|admissions|utilities|costs|geometry)(\.\w{1,60}){0,2}$/);

const parts = {
  geometry: DrawnGeometry.nullable(),
  fields: ParcelFields.nullable(),
  limits: ParcelDraft.shape.limits.nullable(),
  /** 准入: each industry once, the first one first in lists. */
  admissions: ParcelDraft.shape.admissions
    .max(50)
    .refine((rows) => standOnce(rows.map((row) => row.industry)), 'an industry stands twice')
    .nullable(),
  utilities: ParcelDraft.shape.utilities
    .max(50)
    .refine((rows) => standOnce(rows.map((row) => row.key)), 'a utility stands twice')
    .nullable(),
  costs: ParcelDraft.shape.costs
    .max(50)
    .refine((rows) => standOnce(rows.map((row) => row.key)), 'a cost stands twice')
    .nullable(),
  /** 进展 to be recorded when the draft is published; what is recorded already is not repeated. */
  events: ParcelDraft.shape.events.max(20).nullable(),
  /** 附件: files that were uploaded for this parcel; one that is left out is taken out. */
  attachments: AttachmentChoices.nullable(),
  provenance: z.record(provenancePath, ParcelDraft.shape.provenance.valueType).nullable(),
};

/** Parts of a parcel: a part that is given replaces that part as a whole, null empties it, what is absent stays. */
const ContentChange = z.strictObject(parts).partial();
export type ContentChange = z.infer<typeof ContentChange>;

/** `POST /api/parcels`: begins a parcel that does not exist yet. */
export const NewDraft = ContentChange.extend({ code: ParcelDraft.shape.code });
export type NewDraft = z.infer<typeof NewDraft>;

/**
 * `PATCH /api/parcels/{code}`. `baseVersion` takes the parcel's newer public version as what the draft is compared with,
 * after somebody has looked at what changed meanwhile.
 */
export const DraftChange = ContentChange.extend({ baseVersion: z.int().positive().optional() });
export type DraftChange = z.infer<typeof DraftChange>;

/** `If-Match: "<n>"`: the draft's revision; where there is no draft yet, the version it begins from. */
export const IfMatch = z.object({
  'if-match': z.string().regex(/^"(draft-)?\d{1,9}"$/, 'write If-Match: "<revision>"'),
});

export const CodePath = z.strictObject({ code: ParcelCode });

/** What a write answers; `revision` is the next If-Match. */
export const SavedDraft = z.object({
  code: z.string(),
  revision: z.int(),
  baseVersion: z.int().nullable(),
  updatedAt: Instant,
  /** Of the shape, on the city's Gauss–Krüger plane. */
  areaM2: z.number().nullable(),
});
export type SavedDraft = z.infer<typeof SavedDraft>;

/** The whole content of a draft or a version. */
export const DraftContent = ParcelDraft.omit({ code: true, places: true });
export type DraftContent = z.infer<typeof DraftContent>;

/**
 * One difference between two contents. `path` is a fact path (`fields.startPriceYuan`, `limits.far`, `admissions.36`,
 * `admissions.36.tax_per_mu`, `admissions.order`, `utilities.power`, `costs.power`, `geometry`, `provenance.limits.far`,
 * `events.sold.2026-11-01T02:00:00.000Z`, `attachments.<id>`). null: was not there, or is no longer. A shape comes as {areaM2, points, sourceCrs, …}.
 */
export const Difference = z.object({
  path: z.string(),
  /** Who decides about it. */
  competence: Competence,
  before: z.json(),
  after: z.json(),
});
export type Difference = z.infer<typeof Difference>;

export const Person = z.object({ accountId: z.int(), name: z.string() });
export type Person = z.infer<typeof Person>;

/** One save of a draft: what the conflict view shows. */
export const DraftEdit = z.object({
  revision: z.int(),
  by: Person,
  at: Instant,
  differences: z.array(Difference),
});
export type DraftEdit = z.infer<typeof DraftEdit>;

/** `GET /api/staff/parcels/{code}/changes?since=<revision>`: the saves after a revision, oldest first. */
export const EditsQuery = z.strictObject({
  since: z.coerce.number().int().min(0).max(999_999_999).default(0),
});
export const DraftEdits = z.object({ items: z.array(DraftEdit) });
export type DraftEdits = z.infer<typeof DraftEdits>;

export const DraftState = z.enum(draftStates);
export type DraftState = z.infer<typeof DraftState>;

export const StaffSort = z.enum(staffSorts);
export type StaffSort = z.infer<typeof StaffSort>;

/** How many of each severity the last health check found; null: not checked yet. */
export const FindingCounts = z.object({ error: z.int(), warning: z.int(), notice: z.int() });

const BoundsLonLat = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** A parcel as staff see it in the table. Areas m²; the shape is the survey's, thinned to a metre. */
export const StaffParcelRow = z.object({
  code: z.string(),
  name: z.string().nullable(),
  departmentCode: z.string(),
  parkCode: z.string().nullable(),
  /** As it is written in a draft where it is no park of the city. */
  park: z.string().nullable(),
  areaM2: z.number().nullable(),
  industryCode: z.string().nullable(),
  /** Of the first industry: the indicator that colours the map. */
  intensity: z
    .object({ lower: z.number().nullable(), upper: z.number().nullable(), operator: z.string().nullable() })
    .nullable(),
  state: DraftState,
  /** What the public sees now; null: nothing. */
  status: ParcelStatus.nullable(),
  findings: FindingCounts.nullable(),
  updatedAt: Instant,
  bbox: BoundsLonLat.nullable(),
  centroid: z.tuple([z.number(), z.number()]).nullable(),
  footprint: MultiPolygon.nullable(),
});
export type StaffParcelRow = z.infer<typeof StaffParcelRow>;

/** `GET /api/staff/parcels` */
export const StaffParcelsQuery = z.strictObject({
  q: z.string().trim().min(1).max(100).optional(),
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(DraftState).min(1).max(draftStates.length))
    .optional(),
  park: z.string().max(60).optional(),
  /** `1`: only with errors in the last check. */
  errors: z.enum(['1']).optional(),
  /** Something of it expires, or its sign-up closes, within so many days. */
  expiring: z.coerce.number().int().min(1).max(365).optional(),
  sort: StaffSort.default('code'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(400).optional(),
});
export type StaffParcelsQuery = z.infer<typeof StaffParcelsQuery>;

export const StaffParcels = z.object({
  /** Of all pages together. */
  total: z.int(),
  areaM2: z.number(),
  /** How many are in each state, whatever `state` and `errors` ask for; for the tabs. */
  states: z.record(DraftState, z.int()),
  /** How many have an error, whatever `state` and `errors` ask for. */
  withErrors: z.int(),
  items: z.array(StaffParcelRow),
  next: z.string().nullable(),
});
export type StaffParcels = z.infer<typeof StaffParcels>;

const Review = z.object({
  competence: Competence,
  outcome: z.enum(['approved', 'returned']),
  reasons: z.array(z.object({ path: z.string(), reason: z.string() })),
  by: Person,
  at: Instant,
  /** The day that the land bureau named: not public before. */
  publicFrom: Instant.nullable(),
});

/** 送审 as it was handed in. */
export const Submission = z.object({
  id: z.int(),
  code: z.string(),
  state: z.enum(['waiting', 'returned', 'taken-back', 'published']),
  revision: z.int(),
  baseVersion: z.int().nullable(),
  departmentCode: z.string(),
  by: Person,
  at: Instant,
  note: z.string().nullable(),
  needs: z.array(Competence),
  /** Whose decision is still missing. */
  open: z.array(Competence),
  reviews: z.array(Review),
  findings: z.array(Finding),
  decidedAt: Instant.nullable(),
  publishedVersion: z.int().nullable(),
});
export type Submission = z.infer<typeof Submission>;

/** 紧急撤回 as staff see it. */
const ShownRecall = z.object({
  cause: z.enum(['secrecy', 'gross-error']),
  reason: z.string(),
  by: Person,
  at: Instant,
  outcome: z.enum(['confirmed', 'lifted']).nullable(),
});
export type ShownRecall = z.infer<typeof ShownRecall>;

/** `GET /api/staff/submissions/{id}`: everything that a reviewer looks at. */
export const SubmissionReading = Submission.extend({
  /** Whether `before` is, or will be, public: not after it was withdrawn or recalled. */
  isPublic: z.boolean(),
  /** The recall that stands. */
  recall: ShownRecall.nullable(),
  before: DraftContent.nullable(),
  after: DraftContent,
  differences: z.array(Difference),
  /** The competences the reader may decide with; empty, with the reason, when it is not theirs. */
  yours: z.array(Competence),
  whyNot: z.enum(['own-department', 'own-hand', 'other-competence', 'decided', 'not-reviewer']).nullable(),
});
export type SubmissionReading = z.infer<typeof SubmissionReading>;

/** `GET /api/staff/parcels/{code}` */
export const StaffParcel = z.object({
  code: z.string(),
  departmentCode: z.string(),
  state: DraftState,
  status: ParcelStatus.nullable(),
  /** What PATCH takes as If-Match now: `"draft-7"` fits that draft alone, `"7"` where there is none the version. */
  ifMatch: z.string(),
  draft: z
    .object({
      revision: z.int(),
      state: z.enum(['draft', 'submitted', 'returned']),
      content: DraftContent,
      baseVersion: z.int().nullable(),
      /** True: the public version is a newer one than the draft began from. */
      isStale: z.boolean(),
      by: Person.nullable(),
      at: Instant,
      authors: z.array(Person),
      findings: z.array(Finding).nullable(),
      checkedAt: Instant.nullable(),
      differences: z.array(Difference),
    })
    .nullable(),
  /** The version that is or will be public, or was last. */
  base: z
    .object({
      version: z.int(),
      publicFrom: Instant.nullable(),
      publicUntil: Instant.nullable(),
      content: DraftContent,
    })
    .nullable(),
  submission: Submission.nullable(),
  withdrawalRequest: z.object({ id: z.int(), by: Person, at: Instant, reason: z.string() }).nullable(),
  recall: ShownRecall.nullable(),
});
export type StaffParcel = z.infer<typeof StaffParcel>;

/** One entry of 公开历史, the newest first. */
export const HistoryEntry = z.object({
  kind: z.enum([
    'imported',
    'submitted',
    'taken-back',
    'approved',
    'returned',
    'published',
    'withdrawal-requested',
    'withdrawal-refused',
    'withdrawn',
    'recalled',
    'recall-confirmed',
    'recall-lifted',
  ]),
  at: Instant,
  /** Null: the command line or the demonstration. */
  by: Person.nullable(),
  competence: Competence.nullable(),
  submission: z.int().nullable(),
  version: z.int().nullable(),
  publicFrom: Instant.nullable(),
  publicUntil: Instant.nullable(),
  why: z.string().nullable(),
  reasons: z.array(z.object({ path: z.string(), reason: z.string() })),
  differences: z.array(Difference),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const ParcelHistory = z.object({ items: z.array(HistoryEntry) });
export type ParcelHistory = z.infer<typeof ParcelHistory>;

/** One line of the work list. Texts are the page's: `kind` and the numbers say what they are about. */
export const WorkItem = z.object({
  kind: z.enum([
    'returned',
    'review',
    'withdrawal-request',
    'recall-review',
    'winner',
    'gate',
    'template',
    'intake',
    'draft',
    'waiting-review',
    'waiting-withdrawal',
    'waiting-recall-review',
    'waiting-winner',
    'fact-expires',
    'evaluation-expires',
    'signup-ends',
    'listing-starts',
    'done',
  ]),
  code: z.string().nullable(),
  name: z.string().nullable(),
  /** A submission, request, recall, winner, agreement, intake or a template's version; of what was done, its row in the log. */
  id: z.int().nullable(),
  /** Since when it waits, or when it was done. */
  at: Instant.nullable(),
  /** When it is due. */
  due: Instant.nullable(),
  by: Person.nullable(),
  /** Fact path, evaluation kind, what was done (`parcel.submit`), an agreement's number or a template's key. */
  subject: z.string().nullable(),
  /** Competences that are waited for. */
  open: z.array(Competence),
});
export type WorkItem = z.infer<typeof WorkItem>;

/** `GET /api/staff/work` */
export const WorkList = z.object({
  mine: z.array(WorkItem),
  due: z.array(WorkItem),
  others: z.array(WorkItem),
  done: z.array(WorkItem),
  at: Instant,
});
export type WorkList = z.infer<typeof WorkList>;

export const SubmissionPath = z.strictObject({
  id: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 52),
});
