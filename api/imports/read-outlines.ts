import { newBudget } from './archive.ts';
import type { BatchOptions } from './batch.ts';
import type { InputFile } from './batch-files.ts';
import { readFiles } from './batch-files.ts';
import { nothingFound, readOption, sizeFinding } from './batch-limits.ts';
import type { GaussKrueger } from './crs.ts';
import type { PlacedSurvey } from './placement.ts';
import { placeSurvey } from './placement.ts';
import type { Finding, MultiPolygon } from './schema.ts';
import type { Survey } from './survey.ts';

/** One parcel as a survey file draws it, whether the file names it or not. */
export type Outline = {
  file: string;
  format: Survey['format'];
  code: string | null;
  name: string | null;
  /** [lon, lat], EPSG:4490. */
  geometry: MultiPolygon;
  /** The system of the file's own numbers, e.g. `EPSG:4528`. */
  sourceCrs: string;
  surveyedOn: string | null;
  /** On the plane of the city's zone. */
  areaM2: number;
  /** What the file itself says. */
  declaredAreaM2: number | null;
};

export type Outlines = { outlines: Outline[]; findings: Finding[] };

/** Every outline that survey files hold; their tables are not asked. Nothing is written. */
export async function readOutlines(files: readonly InputFile[], options: BatchOptions): Promise<Outlines> {
  const { pack } = options;
  const told = readOption(options.crs);
  if (!told.ok) return { outlines: [], findings: [told.finding] };
  const { surveys, findings } = await readFiles(files, newBudget());
  const tooMuch = sizeFinding(surveys);
  if (tooMuch !== undefined) return { outlines: [], findings: [...findings, tooMuch] };
  const plane: GaussKrueger = { kind: 'gauss-krueger', ...pack.crs, prefixed: false };
  const placed = surveys.map((survey) => ({
    survey,
    placed: placeSurvey(survey, { told: told.crs, plane, extent: pack.extent }),
  }));
  const outlines = placed.flatMap(outlinesOf);
  const found = [
    ...findings,
    ...placed.flatMap(({ survey: { file }, placed: { findings: ofSurvey } }) =>
      ofSurvey.map((finding) => ({ ...finding, file })),
    ),
  ];
  if (outlines.length === 0 && found.every(({ severity }) => severity !== 'error'))
    found.push(...files.map(({ name }) => nothingFound(name)));
  return { outlines, findings: found };
}

function outlinesOf({ survey, placed }: { survey: Survey; placed: PlacedSurvey }): Outline[] {
  const { file, format, surveyedOn } = survey;
  return placed.shapes.map(({ shape, placed: { multiPolygon, areaM2 } }) => ({
    file,
    format,
    code: shape.code,
    name: shape.name,
    geometry: multiPolygon,
    sourceCrs: placed.sourceCrs ?? '',
    surveyedOn,
    areaM2,
    declaredAreaM2: shape.statedAreaM2,
  }));
}
