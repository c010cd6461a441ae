import type { Competence } from '../accounts/terms.ts';
import { comparableText } from '../parcels/comparable-rules.ts';
import { competenceOfDifference } from '../reviews/competence-rules.ts';
import type { Difference, DraftContent } from './schema.ts';

type Json = Difference['before'];

/** One difference with its values as they are; `path` as on the wire. null: was not there, or is no longer. */
export type ContentDifference = { path: string; before: unknown; after: unknown };

export const emptyContent: DraftContent = {
  fields: {},
  limits: {},
  admissions: [],
  utilities: [],
  costs: [],
  events: [],
  provenance: {},
};

/**
 * What differs between two contents, fact by fact. Complete: applying every row to the first gives the second, where the
 * order of utilities, costs and events, which nothing shows, does not count.
 */
export function contentDifferences(before: DraftContent, after: DraftContent): ContentDifference[] {
  return [
    ...rowOf('geometry', before.geometry, after.geometry),
    ...rowsOf('fields', before.fields, after.fields),
    ...rowsOf('limits', before.limits, after.limits),
    ...admissionRows(before.admissions, after.admissions),
    ...rowsOf(
      'utilities',
      by(before.utilities, ({ key }) => key),
      by(after.utilities, ({ key }) => key),
    ),
    ...rowsOf(
      'costs',
      by(before.costs, ({ key }) => key),
      by(after.costs, ({ key }) => key),
    ),
    ...rowsOf('events', by(before.events, eventKey), by(after.events, eventKey)),
    ...attachmentRows(before.attachments ?? [], after.attachments ?? []),
    ...rowsOf('provenance', before.provenance, after.provenance),
  ];
}

function rowOf(path: string, before: unknown, after: unknown): ContentDifference[] {
  if (comparableText(before) === comparableText(after)) return [];
  return [{ path, before: before ?? null, after: after ?? null }];
}

function rowsOf(
  group: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): ContentDifference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => rowOf(`${group}.${key}`, before[key], after[key]));
}

function by<Row>(rows: readonly Row[], key: (row: Row) => string): Record<string, Row> {
  return Object.fromEntries(rows.map((row) => [key(row), row]));
}

function eventKey({ kind, at }: DraftContent['events'][number]): string {
  return `${kind}.${new Date(at).toISOString()}`;
}

type Attachments = NonNullable<DraftContent['attachments']>;

/** Each file with what is said of it; last their order, where keeping and appending does not give it. */
function attachmentRows(before: Attachments, after: Attachments): ContentDifference[] {
  const [old, young] = [before.map(({ id }) => id), after.map(({ id }) => id)];
  const files = rowsOf(
    'attachments',
    by(before, ({ id }) => id),
    by(after, ({ id }) => id),
  );
  return [...files, ...orderRow('attachments.order', old, young)];
}

/** The order of keys, where what stood and then what is new is not in it. */
function orderRow(path: string, old: string[], young: string[]): ContentDifference[] {
  const expected = [
    ...old.filter((key) => young.includes(key)),
    ...young.filter((key) => !old.includes(key)),
  ];
  return comparableText(expected) === comparableText(young) ? [] : rowOf(path, old, young);
}

type Admissions = DraftContent['admissions'];

/** An industry's own row, then its indicators each; last their order, where keeping and appending does not give it. */
function admissionRows(before: Admissions, after: Admissions): ContentDifference[] {
  const [old, young] = [industriesOf(before), industriesOf(after)];
  const industries = [...new Set([...old, ...young])];
  return [
    ...industries.flatMap((industry) => {
      const [was, is] = [before, after].map((rows) => rows.find((row) => row.industry === industry));
      return [
        ...rowOf(`admissions.${industry}`, wordsOf(was), wordsOf(is)),
        ...rowsOf(`admissions.${industry}`, was?.indicators ?? {}, is?.indicators ?? {}),
      ];
    }),
    ...orderRow('admissions.order', old, young),
  ];
}

function industriesOf(admissions: Admissions): string[] {
  return admissions.map(({ industry }) => industry);
}

function wordsOf(admission: Admissions[number] | undefined) {
  return admission && { note: admission.note, basis: admission.basis };
}

/** Rows as the wire carries them: with who decides, and a shape by its measure instead of its points. */
export function shownDifferences(
  rows: readonly ContentDifference[],
  planningIndicators: ReadonlySet<string>,
): Difference[] {
  return rows.map(({ path, before, after }) => ({
    path,
    competence: competenceOfDifference({ path, before, after }, planningIndicators),
    before: path === 'geometry' ? measureOf(before) : jsonOf(before),
    after: path === 'geometry' ? measureOf(after) : jsonOf(after),
  }));
}

function jsonOf(value: unknown): Json {
  const json: Json = JSON.parse(JSON.stringify(value ?? null));
  return json;
}

function measureOf(value: unknown): Json {
  const json = jsonOf(value);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  const { multiPolygon, ...rest } = json;
  return { ...rest, points: countPositions(multiPolygon) };
}

function countPositions(value: Json | undefined): number {
  if (Array.isArray(value)) {
    return typeof value[0] === 'number'
      ? 1
      : value.reduce<number>((sum, part) => sum + countPositions(part), 0);
  }
  return value !== null && typeof value === 'object' ? countPositions(value['coordinates']) : 0;
}

/** The competences that a change touches. */
export function competencesOf(differences: readonly Difference[]): Competence[] {
  return [...new Set(differences.map(({ competence }) => competence))];
}
