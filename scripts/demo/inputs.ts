import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Metres on a park's own plane: u to its east, v to its north before it is turned, from the park's middle. */
export const PlanePoint = z.tuple([z.number(), z.number()]);
export type PlanePoint = z.infer<typeof PlanePoint>;

const Cell = z.string().regex(/^\d,\d$/);
const Corner = z.enum(['ne', 'nw', 'se', 'sw']);
export type Corner = z.infer<typeof Corner>;

/** 名称, English name, class. A river among the streets is a band of green that a stream winds through. */
const GridLine = z.tuple([z.string(), z.string(), z.enum(['main', 'local', 'river'])]);
export type GridLine = z.infer<typeof GridLine>;

/** [中文, English] */
const Words = z.tuple([z.string(), z.string()]);

export const ParkInput = z.strictObject({
  code: z.string(),
  town: z.string(),
  /** 地籍区 and 地籍子区, three digits each: part of every 不动产单元号. */
  cadastralZone: z.string().regex(/^\d{6}$/),
  elevationM: z.number(),
  /** [lon, lat] EPSG:4490 */
  origin: z.tuple([z.number(), z.number()]),
  /** Degrees, counter-clockwise; `skew` leans the north–south streets. */
  bearing: z.number(),
  skew: z.number(),
  /** Sizes of the blocks in metres, west to east and south to north, streets not included. */
  columns: z.array(z.number().positive()),
  rows: z.array(z.number().positive()),
  verticals: z.array(GridLine),
  horizontals: z.array(GridLine),
  /** Corners of the park cut off by a straight line, `u` and `v` metres from the corner. */
  cuts: z.array(z.strictObject({ corner: Corner, u: z.number(), v: z.number() })),
  green: z.array(Cell),
  /** Blocks of the grid that do not belong to the park. */
  open: z.array(Cell),
  water: z.array(
    z.strictObject({ zh: z.string(), en: z.string(), width: z.number(), line: z.array(PlanePoint).min(3) }),
  ),
  roads: z.array(
    z.strictObject({
      zh: z.string(),
      en: z.string(),
      class: z.enum(['main', 'local']),
      line: z.array(PlanePoint).min(2),
    }),
  ),
  services: z.strictObject({
    road: Words,
    drainage: Words,
    sewage: Words,
    gas: Words,
    heat: Words,
    telecom: Words,
  }),
  /** In the order of the city pack's 要素成本. */
  costs: z.array(z.number()),
});
export type ParkInput = z.infer<typeof ParkInput>;

const Day = z.iso.date();
const Event = z.strictObject({
  kind: z.string(),
  on: Day,
  time: z.string().regex(/^\d\d:\d\d$/),
  document: z.string(),
});

export const ParcelInput = z.strictObject({
  code: z.string(),
  park: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  /** Block of the park's grid, counted from its south-west corner. */
  block: z.tuple([z.int(), z.int()]),
  /** Part of the block taken: west, south, east, north as shares of its sides. */
  span: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Corner taken out: a rectangle (`notch`, an L-shaped parcel) or a triangle (`chamfer`), as shares of the part. */
  cut: z
    .strictObject({
      corner: Corner,
      kind: z.enum(['notch', 'chamfer']),
      width: z.number(),
      height: z.number(),
    })
    .nullable(),
  /** 出让面积, m² with two decimals: the survey polygon is fitted to it. */
  offeredAreaM2: z.string().regex(/^\d+\.\d\d$/),
  /** 土地面积 where road or river land goes with it, else null for the same. */
  landAreaM2: z
    .string()
    .regex(/^\d+\.\d\d$/)
    .nullable(),
  use: z.string(),
  supplyMode: z.string(),
  termYears: z.int(),
  withDesign: z.boolean(),
  /** 容积率 [lower, upper], 建筑密度 lower, 限高 [生产性, 其他]. */
  far: z.tuple([z.number(), z.number()]),
  densityAtLeast: z.number(),
  heights: z.tuple([z.number(), z.number()]),
  industries: z
    .array(z.string().regex(/^\d{2,4}$/))
    .min(2)
    .max(5),
  /** Multiplies the industry's guide values: what this site asks more or less than the table. */
  demand: z.number().min(0.6).max(1.4),
  /** 万元/亩; null while it is not yet announced. */
  startPriceWanPerMu: z.number().nullable(),
  incrementWan: z.int().nullable(),
  reservePrice: z.boolean().nullable(),
  noticeOn: Day,
  listingFrom: Day,
  listingTo: Day,
  /** Services that are not ready yet: key → [state, day of readiness]. */
  pending: z.record(z.string(), z.tuple([z.enum(['none', 'planned', 'building']), Day.nullable()])),
  /** Days between verification and the reference day, for the sheets 地块, 准入指标, 配套, 要素成本. */
  verifiedDaysAgo: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  events: z.array(Event),
  /** 成交价 as a multiple of the start price, for events `sold`. */
  dealRatio: z.number().nullable(),
});
export type ParcelInput = z.infer<typeof ParcelInput>;

/** Guide values of one industry: 投资强度, 亩均税收, 亩均增加值, 单位能耗增加值, 单位排放增加值, 劳动生产率, 研发占比. */
export const IndustryGuide = z.strictObject({ code: z.string(), values: z.array(z.number()).length(7) });

/** One kind of 区域评估 over one park; `share` is the part of the park covered, from its west edge. */
export const EvaluationInput = z.strictObject({
  park: z.string(),
  kind: z.string(),
  number: z.string(),
  approvedBy: z.string(),
  approvedOn: Day,
  validUntil: Day,
  share: z.number().positive().max(1),
});
export type EvaluationInput = z.infer<typeof EvaluationInput>;

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The hand-written inputs of the demonstration city. */
export function readInputs(folder: string) {
  return {
    parks: z.object({ parks: z.array(ParkInput) }).parse(readJson(`${folder}/parks.json`)).parks,
    parcels: z.object({ parcels: z.array(ParcelInput) }).parse(readJson(`${folder}/parcels.json`)).parcels,
    guides: z.object({ guides: z.array(IndustryGuide) }).parse(readJson(`${folder}/industry-guides.json`))
      .guides,
    evaluations: z
      .object({ evaluations: z.array(EvaluationInput) })
      .parse(readJson(`${folder}/evaluations.json`)).evaluations,
  };
}
export type Inputs = ReturnType<typeof readInputs>;
