import type { LocalText } from '../city/schema.ts';
import type { CityPack } from '../city/schema.ts';
import type { EastNorth } from '../imports/crs.ts';
import type { Finding, ParcelDraft } from '../imports/schema.ts';
import type { ReferenceArea } from '../imports/shift.ts';
import type { DistrictOutline } from './outlines.ts';

/** A parcel that lies on the one checked. `code` null: another department's, not public yet, of which no more is told. */
export type Overlap = {
  code: string | null;
  /** `approved`: it becomes public at a later instant. */
  standing: 'public' | 'approved' | 'draft';
  areaM2: number;
  /** 2 × area ÷ perimeter of the common part: how wide it is on average. */
  widthM: number;
};

/** 区域评估 that touches the parcel. Days are days in Asia/Shanghai. */
export type TouchingEvaluation = { kind: string; reportNumber: string | null; validUntil: string | null };

/** What the database knows of a parcel's shape and place. */
export type SpatialFacts = {
  /** Why the shape is no valid polygon (PostGIS's words); null when it is one. */
  invalidReason: string | null;
  /** Area of the parts of it that are narrower than `narrowM`, m². */
  narrowAreaM2: number;
  overlaps: Overlap[];
  /** Area within 永久基本农田 or 生态保护红线, m²; of these nothing else is ever known. */
  protectedAreaM2: number;
  evaluations: TouchingEvaluation[];
};

/** Everything a rule may look at. A rule is a function of this and nothing else. */
export type CheckSubject = {
  content: ParcelDraft;
  /** What turning names into codes found. */
  resolution: Finding[];
  districtCode: string | null;
  pack: CityPack;
  districts: readonly DistrictOutline[];
  /** The parks, and the shape the parcel has in public. */
  references: readonly ReferenceArea[];
  /** Phones of the department's duty officers, else of the department itself. */
  phones: readonly string[];
  industryNames: ReadonlyMap<string, LocalText>;
  /** Day in Asia/Shanghai. */
  today: string;
};

/** A subject that has a shape. */
export type ShapedSubject = CheckSubject & {
  geometry: NonNullable<ParcelDraft['geometry']>;
  /** Rings of each polygon on the city's Gauss–Krüger plane. */
  planePolygons: EastNorth[][][];
  /** On the same plane, m². */
  areaM2: number;
  /** What makes its coordinates look shifted to GCJ-02 or BD-09; undefined where nothing does. */
  shift: Finding | undefined;
  spatial: SpatialFacts;
};

/** One or more rules that are decided together; `rules` are the ids their findings may carry. */
export type Check =
  | { rules: readonly string[]; of: 'content'; find: (subject: CheckSubject) => Finding[] }
  | { rules: readonly string[]; of: 'shape'; find: (subject: ShapedSubject) => Finding[] };
