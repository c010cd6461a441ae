import { z } from 'zod';
import { Attachment } from '../attachments/schema.ts';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';
import { fieldBounds } from './terms.ts';

/**
 * One thing a check found. `remedy` says what to do; `file`, `line`, `row`, `field` say where, `path` at which fact
 * (`fields.offeredAreaM2`, `admissions.36.tax_per_mu`, `geometry`), `parcel` of which parcel where the place alone does
 * not tell. `values` are the numbers and names of the sentence, so that a page can say it in its own language.
 */
export const Finding = z.strictObject({
  rule: z.string().regex(/^[a-z0-9-]+$/),
  severity: z.enum(['error', 'warning', 'notice']),
  message: z.string(),
  parcel: z.string().optional(),
  path: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  file: z.string().optional(),
  line: z.int().positive().optional(),
  row: z.int().positive().optional(),
  field: z.string().optional(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;

const AreaM2 = z.number().positive().max(fieldBounds.area.most);
const Yuan = z.int().min(fieldBounds.money.least).max(fieldBounds.money.most);
const Bound = z.number().min(-1e12).max(1e12);

/** A calendar day in Asia/Shanghai. */
const Day = z.iso.date().regex(ourYears, outOfOurYears);
const Instant = z.iso.datetime({ offset: true }).regex(ourYears, outOfOurYears);

/** An interval with operators, e.g. 容积率 1.5–2.5, 绿地率 ≤20 %. Both bounds null: asked for but not known. */
export const Interval = z.strictObject({
  lower: Bound.nullable(),
  lowerOp: z.enum(['>=', '>']).nullable(),
  upper: Bound.nullable(),
  upperOp: z.enum(['<=', '<']).nullable(),
});
export type Interval = z.infer<typeof Interval>;

/** Who says so: 来源文件, 文号, 核实单位, 核实日期, 有效期至. Dates are calendar days in Asia/Shanghai. */
export const Provenance = z.strictObject({
  source: z.string().max(200).nullable(),
  sourceNumber: z.string().max(100).nullable(),
  verifiedBy: z.string().max(100).nullable(),
  verifiedOn: Day.nullable(),
  validUntil: Day.nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

/** What the sheet 地块 states of one parcel. A field that is not stated is absent; null would mean "known to be empty". */
export const ParcelFields = z
  .strictObject({
    name: z.string().min(1).max(100),
    nameEn: z.string().max(200),
    /** GB/T 2260 code or name of the 县(市、区); resolved against the city pack. */
    district: z.string(),
    town: z.string(),
    park: z.string(),
    /** Code of the department (招商部门) that answers for it. */
    department: z.string(),
    locationText: z.string().max(300),
    locationTextEn: z.string().max(300),
    /** 四至 */
    boundsText: z.string().max(300),
    /** 不动产单元号, 28 characters */
    unitNumber: z.string().regex(/^[0-9A-Z]{28}$/),
    landAreaM2: AreaM2,
    offeredAreaM2: AreaM2,
    useCode: z.string(),
    termYears: z.int().min(fieldBounds.years.least).max(fieldBounds.years.most),
    supplyMode: z.string(),
    withDesign: z.boolean(),
    netLand: z.boolean(),
    standardLand: z.boolean(),
    /** 推出日期: the day the parcel was first put before investors. */
    releasedOn: Day,
    noticeNumber: z.string().max(100),
    noticeUrl: z.url({ protocol: /^https?$/ }).max(500),
    startPriceYuan: Yuan,
    depositYuan: Yuan,
    ceilingPriceYuan: Yuan,
    incrementYuan: Yuan,
    /** 增价幅度 is per bid on the whole, or per 亩. */
    incrementPerMu: z.boolean(),
    reservePrice: z.boolean(),
    noticeAt: Instant,
    signupStartsAt: Instant,
    signupEndsAt: Instant,
    depositEndsAt: Instant,
    listingStartsAt: Instant,
    listingEndsAt: Instant,
    constructionStartDueOn: Day,
    completionDueOn: Day,
    fullProductionDueOn: Day,
  })
  .partial();
export type ParcelFields = z.infer<typeof ParcelFields>;

/** 进展: what happened to a parcel; with the dates it decides the status. */
export const ParcelEventKind = z.enum([
  'sold',
  'unsold',
  'suspended',
  'resumed',
  'withdrawn',
  'supplied',
  'construction-started',
  'production-started',
  'returned',
]);
export type ParcelEventKind = z.infer<typeof ParcelEventKind>;

export const ParcelEvent = z.strictObject({
  kind: ParcelEventKind,
  at: Instant,
  /** 成交价, integer yuan; only for `sold`. */
  amountYuan: Yuan.nullable(),
  document: z.string().max(200).nullable(),
});
export type ParcelEvent = z.infer<typeof ParcelEvent>;

export const UtilityState = z.enum(['none', 'planned', 'building', 'ready']);
export type UtilityState = z.infer<typeof UtilityState>;

const Position = z.tuple([z.number(), z.number()]);
export const MultiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  /** [lon, lat], EPSG:4490; outer rings counter-clockwise, closed (RFC 7946). */
  coordinates: z.array(z.array(z.array(Position).min(4)).min(1)).min(1),
});
export type MultiPolygon = z.infer<typeof MultiPolygon>;

/** One parcel as one batch of files states it. What is absent was not stated and stays as it was. */
export const ParcelDraft = z.strictObject({
  /** Not ending in `.geojson`, which is the address of a parcel's Feature. */
  code: z
    .string()
    .regex(/^(?!.*\.geojson$)[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff\-_.()（）[\]〔〕号]{0,63}$/),
  geometry: z
    .strictObject({
      multiPolygon: MultiPolygon,
      /** e.g. `EPSG:4528`: the system of the file's own numbers. */
      sourceCrs: z.string(),
      /** `drawn`: on the map, by staff. */
      format: z.enum(['txt', 'shp', 'geojson', 'drawn']),
      file: z.string(),
      /** On the Gauss–Krüger plane of the city's zone. */
      areaM2: AreaM2,
      surveyedOn: Day.nullable(),
    })
    .optional(),
  fields: ParcelFields,
  limits: z.record(z.string(), Interval),
  admissions: z.array(
    z.strictObject({
      /** GB/T 4754-2017 digits without the section letter, 2–4 of them. */
      industry: z.string().regex(/^\d{2,4}$/),
      note: z.string().max(300).nullable(),
      indicators: z.record(z.string(), Interval),
      basis: z.string().max(200).nullable(),
    }),
  ),
  utilities: z.array(
    z.strictObject({
      key: z.string(),
      state: UtilityState,
      capacity: z.string().max(100).nullable(),
      capacityEn: z.string().max(100).nullable(),
      readyOn: Day.nullable(),
    }),
  ),
  costs: z.array(
    z.strictObject({
      key: z.string(),
      value: z.number().nonnegative().max(1e12),
      note: z.string().max(200).nullable(),
    }),
  ),
  events: z.array(ParcelEvent),
  /** 附件: no file of an import states them; they are uploaded. */
  attachments: z.array(Attachment).optional(),
  /**
   * Keyed by fact path: `fields` (everything of the sheet 地块), `fields.startPriceYuan`, `limits`, `limits.far`,
   * `admissions.36`, `admissions.36.tax_per_mu`, `utilities.power`, `costs.power`, `geometry`. The longest match counts.
   */
  provenance: z.record(z.string(), Provenance),
  /** Where it was stated, by the first part of a fact path (`fields`, `admissions`, `geometry` …), for findings. */
  places: z.record(
    z.string(),
    z.strictObject({ file: z.string(), row: z.int().optional(), line: z.int().optional() }),
  ),
});
export type ParcelDraft = z.infer<typeof ParcelDraft>;
