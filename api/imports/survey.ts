import { halfWidth } from '../units/rules.ts';
import type { ColumnOrder } from './crs-detection.ts';
import type { ToldCrs } from './crs-names.ts';
import type { Finding } from './schema.ts';

/** 界址点: two numbers in the order of the file, and the line they stand on where the file has lines. */
export type SurveyPoint = { first: number; second: number; line?: number };

/** One parcel as a survey file draws it: rings in file order, nothing decided yet about holes or systems. */
export type SurveyShape = {
  /** Null where the file names none; the batch then says so with its place. */
  code: string | null;
  name: string | null;
  rings: SurveyPoint[][];
  /** The area that the file itself states. */
  statedAreaM2: number | null;
  place: Place;
};

/** Where in a file a finding belongs: a text line, or the number of a record or feature, both counted from 1. */
export type Place = { line?: number; row?: number };

/** A survey file, read but not yet placed on the earth. */
export type Survey = {
  format: 'txt' | 'shp' | 'geojson';
  file: string;
  usualOrder: ColumnOrder;
  told: ToldCrs[];
  surveyedOn: string | null;
  shapes: SurveyShape[];
  findings: Finding[];
};

/** Hard limits of one parcel and of one batch; they hold before any geometry is computed. */
export const surveyLimits = {
  verticesPerParcel: 10_000,
  ringsPerParcel: 50,
  parcelsPerBatch: 2000,
  verticesPerBatch: 400_000,
} as const;

export function vertexCount(shape: SurveyShape): number {
  return shape.rings.reduce((sum, ring) => sum + ring.length, 0);
}

/** A 地块编号 in the one form that all files of a batch are matched by: half-width, without blanks; null when empty. */
export function normalCode(text: string): string | null {
  const code = halfWidth(text);
  return code === '' ? null : code;
}
