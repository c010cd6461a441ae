import { z } from 'zod';
import { duties } from '../accounts/terms.ts';
import { parcelStatuses } from './terms.ts';

/** Text in both languages of the portal; zh-CN is the original, en is complete. */
export const LocalText = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
export type LocalText = z.infer<typeof LocalText>;

const Key = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);
const LonLat = z.tuple([z.number().min(73).max(136), z.number().min(3).max(54)]);

/** GB/T 2260 six digits for 市 and 县, GB/T 10114 nine digits for 镇街, the city's own `park-…` for 园区. */
export const RegionCode = z.string().regex(/^(\d{6}|\d{9}|park-[a-z0-9-]{1,40})$/);

/** The four levels of the region tree: 市, 县(市、区), 镇街, 园区. */
export const RegionLevel = z.enum(['city', 'district', 'town', 'park']);
export type RegionLevel = z.infer<typeof RegionLevel>;

export const Region = z.strictObject({
  code: RegionCode,
  /** Code of the region it lies in; null only for the city. A park hangs on its district. */
  parent: RegionCode.nullable(),
  level: RegionLevel,
  name: LocalText,
  /** Where its label or count marker stands, [lon, lat] EPSG:4490. */
  anchor: LonLat.nullable(),
});
export type Region = z.infer<typeof Region>;

export const Operator = z.enum(['>=', '>', '<=', '<']);
export type Operator = z.infer<typeof Operator>;

/** When an indicator is checked: 规划, 竣工, 达产, 年度. */
export const Phase = z.enum(['planning', 'completion', 'full-production', 'annual']);
export type Phase = z.infer<typeof Phase>;

/** How a unit reads in each language; English values are the stored value × `enFactor` (万元 → CNY k is × 10). */
const Unit = z.strictObject({ 'zh-CN': z.string(), en: z.string(), enFactor: z.number().positive() });

/** 控制指标: one indicator of the city's own set (Zhejiang 5+X, elsewhere 3+X). Values are stored in the zh-CN unit. */
export const IndicatorDefinition = z.strictObject({
  key: Key,
  label: LocalText,
  short: LocalText,
  unit: Unit,
  operator: Operator,
  phase: Phase,
  decimals: z.int().min(0).max(4),
  /** Four breaks between five classes of colour on the map, in the stored unit; null: it colours nothing. */
  breaks: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
  /** True for the indicators without which a parcel is not 标准地. */
  basic: z.boolean(),
  /** `total`: value × 亩 is a sum of money in 万元 that an investor computes by hand (minimum investment, yearly tax). */
  perMu: z.enum(['investment', 'tax']).nullable(),
  /** Spreadsheet header names besides the label, without units. */
  synonyms: z.array(z.string()),
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;

/** 规划条件: one planning limit of a parcel, an interval on a scale. */
export const LimitDefinition = z.strictObject({
  key: Key,
  label: LocalText,
  unit: Unit,
  decimals: z.int().min(0).max(4),
  /** Upper end of the drawn scale, in the stored unit. */
  scaleMax: z.number().positive(),
  /** Also one of the control indicators (容积率 is). */
  basic: z.boolean(),
  synonyms: z.array(z.string()),
});
export type LimitDefinition = z.infer<typeof LimitDefinition>;

const Labelled = z.strictObject({ key: Key, label: LocalText });

/** 配套: one utility whose readiness is a fact of its own (三通一平 … 七通一平 are derived from them). */
export const UtilityDefinition = z.strictObject({
  ...Labelled.shape,
  icon: z.string(),
  synonyms: z.array(z.string()),
});
export type UtilityDefinition = z.infer<typeof UtilityDefinition>;

/** 区域评估: one kind of regional evaluation and what it spares a project inside its area. */
export const EvaluationDefinition = z.strictObject({ ...Labelled.shape, meaning: LocalText });
export type EvaluationDefinition = z.infer<typeof EvaluationDefinition>;

/** 要素成本: one running cost. */
export const CostDefinition = z.strictObject({
  ...Labelled.shape,
  unit: LocalText,
  synonyms: z.array(z.string()),
});
export type CostDefinition = z.infer<typeof CostDefinition>;

/** Where a parcel stands; always derived from its dates and events, never typed. */
export const ParcelStatus = z.enum(parcelStatuses);
export type ParcelStatus = z.infer<typeof ParcelStatus>;

const DepartmentCode = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

export const Department = z.strictObject({
  code: DepartmentCode,
  name: LocalText,
  group: LocalText.nullable(),
  /** What it is for; only the promotion departments (招商) have parcels of their own and are shown to the public. */
  duty: z.enum(duties).default('promotion'),
  /** Regions (any level) whose parcels it answers for. */
  regions: z.array(RegionCode).min(1),
  phone: z.string().regex(/^\+86[- ]?[0-9][0-9 -]{5,15}$/),
  hours: LocalText,
  address: LocalText,
  officer: LocalText,
});
export type Department = z.infer<typeof Department>;

export const Footer = z.strictObject({
  host: LocalText,
  /** Whose facts stand in the map and the distances, as their licences ask to be named. */
  credits: LocalText.nullable(),
  /** ICP备案号, 公安备案号, 政府网站标识码: shown when set. A number is the same in both, what stands beside it is not. */
  icp: LocalText.nullable(),
  police: LocalText.nullable(),
  siteCode: LocalText.nullable(),
});

export const Demonstration = z.strictObject({
  /** Folder of survey files below `data/`, imported at the first start. */
  folder: z.string().regex(/^[a-z0-9/-]+$/),
  /** The day of the files' own calendar that the first start moves to today (in whole weeks). */
  referenceDay: z.iso.date(),
  /** The day on which the parcels were 推出. */
  releasedOn: z.iso.date(),
  releasedParcels: z.int().positive(),
  releasedAreaM2: z.number().positive(),
});

/** 城市包: everything that is one city's and not the product's. Read from `data/cities/<name>/pack.json`. */
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as 09:00');
const Day = z.iso.date();

/** When the city's offices work; `years` only where the holidays were announced after this version was built. */
const PackWorkingTime = z.strictObject({
  hours: z
    .array(z.strictObject({ from: Time, to: Time }))
    .min(1)
    .max(4),
  years: z
    .array(
      z.strictObject({ year: z.int().min(2020).max(2100), holidays: z.array(Day), workdays: z.array(Day) }),
    )
    .default([]),
});

export const CityPack = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  city: LocalText,
  title: LocalText,
  officialNotice: LocalText,
  /** CGCS2000 Gauss–Krüger zone of the city's survey files. */
  crs: z.strictObject({ degrees: z.union([z.literal(3), z.literal(6)]), zone: z.int().min(13).max(45) }),
  /** [west, south, east, north], EPSG:4490: nothing outside can be a parcel. */
  extent: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** The public geometry is rounded to a grid of about so many metres (1 m = 0.00001°). */
  publicPrecisionM: z.union([z.literal(1), z.literal(10), z.literal(100)]).default(10),
  regions: z.array(Region).min(2),
  departments: z.array(Department).min(1),
  indicators: z.array(IndicatorDefinition).min(1),
  limits: z.array(LimitDefinition).min(1),
  utilities: z.array(UtilityDefinition).min(1),
  evaluations: z.array(EvaluationDefinition),
  costs: z.array(CostDefinition),
  supplyModes: z.array(z.strictObject({ ...Labelled.shape, synonyms: z.array(z.string()) })).min(1),
  /** 土地用途: code and name of the classification in force (2023 分类). */
  uses: z.array(z.strictObject({ code: z.string().regex(/^\w{2,12}$/), label: LocalText })).min(1),
  /**
   * 关键信息, as fact paths: where the validity of one has ended, a parcel without a running notice is suspended until it
   * is verified anew.
   */
  criticalFacts: z.array(z.string().regex(/^[a-z]+(\.\w+){0,2}$/)).default([]),
  /** Whether the public sees 招商协调中 on a parcel that is being talked about. */
  showHolds: z.boolean().default(false),
  /** Words for the statuses and which of them count as 可供 (on offer now). */
  statuses: z
    .array(z.strictObject({ key: ParcelStatus, label: LocalText, onOffer: z.boolean() }))
    .length(parcelStatuses.length),
  /** The indicator that colours the map, with four breaks between five classes, in its stored unit. */
  theme: z.strictObject({
    indicator: Key,
    breaks: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  }),
  /** `department` answers what is asked of the city and of no parcel. */
  hotline: z.strictObject({ phone: z.string(), hours: LocalText, department: DepartmentCode }),
  workingTime: PackWorkingTime,
  colours: z.strictObject({ brand: z.string().regex(/^#[0-9a-f]{6}$/) }),
  footer: Footer,
  demonstration: Demonstration.nullable(),
});
export type CityPack = z.infer<typeof CityPack>;

/** A point of the transport table: station, airport, interchange, port, bonded zone. */
export const TransportNode = z.object({
  kind: z.enum(['interchange', 'rail', 'highspeed-rail', 'freight-rail', 'airport', 'port', 'bonded-zone']),
  name: z.string(),
  nameEn: z.string(),
  /** [lon, lat] EPSG:4490 */
  position: LonLat,
});
export type TransportNode = z.infer<typeof TransportNode>;

const Position = z.tuple([z.number(), z.number()]);
const Line = z.array(Position);

/** What lies under the parcels: the counties' sketch (示意图), or the schematic plans of the parks. [lon, lat] EPSG:4490. */
export const Sketch = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.looseObject({
        kind: z.string(),
        /** County that the feature outlines. */
        code: z.string().nullish(),
        /** Park that the feature belongs to. */
        park: z.string().nullish(),
        nameZh: z.string().nullish(),
        nameEn: z.string().nullish(),
        /** Route number of a motorway (G60). */
        ref: z.string().nullish(),
        /** Streets: `main` or `local`. */
        class: z.string().nullish(),
      }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Point'), coordinates: Position }),
        z.object({ type: z.literal('LineString'), coordinates: Line }),
        z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line) }),
        z.object({ type: z.literal('Polygon'), coordinates: z.array(Line) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Line)) }),
      ]),
    }),
  ),
});
export type Sketch = z.infer<typeof Sketch>;

/** One row of GB/T 4754-2017: section (letter), division (2 digits), group (3), class (4, when loaded). */
export const Industry = z.object({
  code: z.string(),
  parent: z.string().nullable(),
  name: z.string(),
  nameEn: z.string(),
});
export type Industry = z.infer<typeof Industry>;

/** An industry as the pages search it: by code, name, or the pinyin initials of its name (`qczzy` of 汽车制造业). */
export const ListedIndustry = Industry.extend({ initials: z.string() });
export type ListedIndustry = z.infer<typeof ListedIndustry>;

/** `GET /api/city`: the pack as the pages need it, and what this installation adds. */
export const PublicCity = CityPack.omit({ demonstration: true, crs: true }).extend({
  /** Those that bring parcels in; who reviews them is no choice of an investor's. */
  departments: z.array(Department.omit({ duty: true })).min(1),
  demonstration: Demonstration.omit({ folder: true, referenceDay: true })
    /** All dates of the demonstration files were moved by so many days at the first start. */
    .extend({ shiftedDays: z.int() })
    .nullable(),
  transport: z.array(TransportNode),
  mapApprovalNumber: z.string().nullable(),
  /** The embedded sketch (示意图，非审定地图), or an approved base map. */
  basemap: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('sketch') }),
    z.object({ kind: z.literal('tianditu'), key: z.string(), nodes: z.array(z.string()) }),
    z.object({ kind: z.literal('style'), url: z.string(), hosts: z.array(z.string()) }),
  ]),
});
export type PublicCity = z.infer<typeof PublicCity>;
