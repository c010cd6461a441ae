import { z } from 'zod';
import { PublicAttachment } from '../attachments/schema.ts';
import { Operator, ParcelStatus, Phase } from '../city/schema.ts';

/** Name in both languages, as shown; `code` in the classification named by the field. */
const Named = z.object({ code: z.string(), name: z.string(), nameEn: z.string() });
export type Named = z.infer<typeof Named>;

/**
 * One requirement: `op value`, and when it is an interval also `upperOp upper`. Values in the stored (zh-CN) unit.
 * 容积率 1.5–2.5 is `{op: '>=', value: 1.5, upperOp: '<=', upper: 2.5, unit: ''}`; 绿地率 ≤20 % is `{op: '<=', value: 20}`.
 */
export const Requirement = z.object({
  op: Operator,
  value: z.number(),
  upperOp: z.enum(['<=', '<']).nullable(),
  upper: z.number().nullable(),
  unit: z.string(),
});
export type Requirement = z.infer<typeof Requirement>;

const Requirements = z.record(z.string(), Requirement);

/** [west, south, east, north], EPSG:4490, of the public geometry. */
export const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]);
/** [lon, lat], EPSG:4490, a point inside the public geometry. */
const LonLat = z.tuple([z.number(), z.number()]);
const Instant = z.iso.datetime({ offset: true });
const Day = z.iso.date();

export const PublicGeometry = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(LonLat))),
});
export type PublicGeometry = z.infer<typeof PublicGeometry>;

/** 地块 as it stands in a list. Areas m², money integer yuan, times Asia/Shanghai. null: not published. */
export const ParcelSummary = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  district: Named,
  town: Named.nullable(),
  park: Named,
  department: Named,
  areaM2: z.number(),
  offeredAreaM2: z.number(),
  use: Named,
  industries: z.array(Named),
  status: ParcelStatus,
  /** True for 可供: investors can still come into play. */
  onOffer: z.boolean(),
  startPrice: z.int().nullable(),
  noticeDate: Day.nullable(),
  signupEnds: Instant.nullable(),
  listingEnds: Instant.nullable(),
  bbox: Bbox,
  centroid: LonLat,
  /** Of the industry asked for, else of the first admitted one; planning limits that are indicators included. */
  indicators: Requirements,
  indicatorIndustry: z.string().nullable(),
  /** 配套: keys of the utilities that are ready, in the pack's order. */
  readyUtilities: z.array(z.string()),
  /** Verification of the shown indicators as a whole: the fact of `admissions.<indicatorIndustry>`, else of `fields`. */
  verified: z.lazy(() => Fact.pick({ badge: true, ageDays: true, verifiedOn: true })),
  /** The footprint drawn as icon: outer rings of the public geometry. */
  footprint: PublicGeometry,
  version: z.int(),
  asOf: Instant,
  demo: z.boolean(),
});
export type ParcelSummary = z.infer<typeof ParcelSummary>;

/** Provenance of a value and its badge, computed when read: verified ≤30 d `fresh`, ≤180 d `ageing`, later or past its validity `due`. */
export const Fact = z.object({
  source: z.string().nullable(),
  sourceNumber: z.string().nullable(),
  verifiedBy: z.string().nullable(),
  verifiedOn: Day.nullable(),
  validUntil: Day.nullable(),
  badge: z.enum(['fresh', 'ageing', 'due', 'unverified']),
  ageDays: z.int().nullable(),
});
export type Fact = z.infer<typeof Fact>;

export const AdmissionIndicator = Requirement.extend({ phase: Phase, basis: z.string().nullable() });

/** 准入: one industry the parcel admits; the winner chooses one and meets that row. */
export const Admission = z.object({
  industry: Named,
  note: z.string().nullable(),
  /** Keys of the pack's indicator set. An indicator that is asked for but not known is null. */
  indicators: z.record(z.string(), AdmissionIndicator.nullable()),
});
export type Admission = z.infer<typeof Admission>;

export const UtilityReadiness = z.object({
  state: z.enum(['none', 'planned', 'building', 'ready']).nullable(),
  capacity: z.string().nullable(),
  capacityEn: z.string().nullable(),
  readyOn: Day.nullable(),
});

/** 区域评估 whose area meets the parcel; a kind of which nothing is known has state `missing`. */
export const EvaluationResult = z.object({
  kind: z.string(),
  reportNumber: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  validUntil: Day.nullable(),
  state: z.enum(['valid', 'expiring', 'expired', 'missing']),
  /** Days until (positive) or since (negative) the end of validity. */
  daysLeft: z.int().nullable(),
  /** False where only part of the parcel lies in the evaluated area. */
  coversWhole: z.boolean().nullable(),
});
export type EvaluationResult = z.infer<typeof EvaluationResult>;

/** Straight-line distance from the parcel's centre, metres rounded to the public precision. */
export const Distance = z.object({
  kind: z.string(),
  name: z.string(),
  nameEn: z.string(),
  distanceM: z.int(),
});

export const Contact = z.object({
  organisation: z.string(),
  organisationEn: z.string(),
  group: z.string().nullable(),
  groupEn: z.string().nullable(),
  officer: z.string(),
  officerEn: z.string(),
  phone: z.string(),
  hours: z.string(),
  hoursEn: z.string(),
  address: z.string(),
  addressEn: z.string(),
});
export type Contact = z.infer<typeof Contact>;

/** The whole public record of a 地块. */
export const Parcel = ParcelSummary.extend({
  locationText: z.string().nullable(),
  locationTextEn: z.string().nullable(),
  boundsText: z.string().nullable(),
  unitNumber: z.string().nullable(),
  termYears: z.int().nullable(),
  supplyMode: Named.nullable(),
  withDesign: z.boolean().nullable(),
  netLand: z.boolean().nullable(),
  standardLand: z.boolean().nullable(),
  releasedOn: Day.nullable(),
  noticeNumber: z.string().nullable(),
  noticeUrl: z.string().nullable(),
  admissions: z.array(Admission),
  limits: z.record(z.string(), Requirement.nullable()),
  readiness: z.record(z.string(), UtilityReadiness),
  evaluations: z.array(EvaluationResult),
  costs: z.array(
    z.object({ key: z.string(), value: z.number(), unit: z.string(), note: z.string().nullable() }),
  ),
  prices: z.object({
    start: z.int().nullable(),
    deposit: z.int().nullable(),
    ceiling: z.int().nullable(),
    increment: z.object({ value: z.int(), per: z.enum(['bid', 'mu']) }).nullable(),
    reserve: z.boolean().nullable(),
    deal: z.int().nullable(),
  }),
  dates: z.object({
    notice: Instant.nullable(),
    signupStarts: Instant.nullable(),
    signupEnds: Instant.nullable(),
    depositEnds: Instant.nullable(),
    listingStarts: Instant.nullable(),
    listingEnds: Instant.nullable(),
    deal: Instant.nullable(),
    constructionStartDue: Day.nullable(),
    completionDue: Day.nullable(),
    fullProductionDue: Day.nullable(),
  }),
  events: z.array(z.object({ kind: z.string(), at: Instant, document: z.string().nullable() })),
  /** 文件: what staff have made public of them. */
  attachments: z.array(PublicAttachment),
  distances: z.array(Distance),
  contact: Contact,
  geometry: PublicGeometry,
  /** The public geometry is generalised to this many metres. */
  geometryPrecisionM: z.int(),
  surveyedOn: Day.nullable(),
  /** Keyed by path in this record; the longest prefix counts (`admissions.36.tax_per_mu`, `admissions.36`), else `fields`. */
  facts: z.record(z.string(), Fact),
  publishedAt: Instant,
  /** 暂停: a critical fact was valid to the end of this day; until it is verified anew the parcel is not offered. */
  suspension: z.object({ validUntil: Day }).nullable(),
  /** 招商协调中: a hold exists; it does not affect anyone's right to bid. Says nothing about whom. */
  holds: z.object({ since: Instant }).nullable(),
});
export type Parcel = z.infer<typeof Parcel>;

const Count = z.object({ code: z.string(), name: z.string(), nameEn: z.string(), count: z.int() });

/** Counts by value, each over the answer without its own condition, so that a facet shows what choosing would give. */
export const Facets = z.object({
  district: z.array(Count),
  park: z.array(Count),
  status: z.array(Count),
  industry: z.array(Count),
  use: z.array(Count),
  /** What adding this utility to the ones wanted would leave. */
  readiness: z.array(Count),
  /** All public parcels by offered area in whole 亩, and how many of them match all other conditions. */
  area: z.array(z.object({ mu: z.int(), count: z.int(), matching: z.int() })),
  /**
   * All public parcels by start price, rounded up to whole million yuan (100 万元), and how many of them match all
   * other conditions; those without a price (起始价待公告) stand in `unpriced`.
   */
  price: z.array(z.object({ yuan: z.int(), count: z.int(), matching: z.int() })),
  unpriced: z.object({ count: z.int(), matching: z.int() }),
  /**
   * Per indicator of the pack, in its order: the values asked for in the row of the wanted industry (else each parcel's
   * first), and how many match all conditions but those on this indicator. A parcel that does not state it is in `unknown`.
   */
  indicator: z.array(
    z.object({
      key: z.string(),
      values: z.array(z.object({ value: z.number(), count: z.int(), matching: z.int() })),
      unknown: z.object({ count: z.int(), matching: z.int() }),
    }),
  ),
});
export type Facets = z.infer<typeof Facets>;

export const ParcelAnswer = z.object({
  total: z.int(),
  /** Sum of the offered areas of all `total` parcels. */
  totalAreaM2: z.number(),
  /** Without any condition: every public parcel, and those on offer now. */
  all: z.object({ total: z.int(), areaM2: z.number(), onOffer: z.int(), onOfferAreaM2: z.number() }),
  /** Per park over the whole answer: what the map shows below z11. */
  parks: z.array(Named.extend({ count: z.int(), areaM2: z.number() })),
  items: z.array(ParcelSummary),
  next: z.string().nullable(),
  facets: Facets,
  asOf: Instant,
});
export type ParcelAnswer = z.infer<typeof ParcelAnswer>;

/** `GET /api/parcel-records`: whole public records of up to 100 parcels, for comparing, keeping and exporting. */
export const ParcelRecords = z.object({
  /** In the order asked for. */
  items: z.array(Parcel),
  /** What is not to be had: `unknown` never was public, `recalled` was public once. */
  gone: z.array(z.object({ code: z.string(), why: z.enum(['unknown', 'recalled']) })),
  asOf: Instant,
});
export type ParcelRecords = z.infer<typeof ParcelRecords>;

/** `GET /api/data-version`: opaque, another one whenever the public sees something else. */
export const DataVersion = z.object({ version: z.string(), changedAt: Instant });
export type DataVersion = z.infer<typeof DataVersion>;
