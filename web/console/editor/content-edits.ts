import type { Attachment } from '../../../api/attachments/schema.ts';
import type { DraftContent } from '../../../api/drafts/schema.ts';
import type { Interval, Provenance } from '../../../api/imports/schema.ts';

type Admission = DraftContent['admissions'][number];

export function withLimit(content: DraftContent, key: string, interval: Interval | null): DraftContent {
  return { ...content, limits: withEntry(content.limits, key, interval) };
}

export function withProvenance(
  content: DraftContent,
  path: string,
  provenance: Provenance | null,
): DraftContent {
  return { ...content, provenance: withEntry(content.provenance, path, provenance) };
}

export function withAdmission(content: DraftContent, admission: Admission): DraftContent {
  const { industry } = admission;
  const isKnown = content.admissions.some((row) => row.industry === industry);
  const admissions = isKnown
    ? content.admissions.map((row) => (row.industry === industry ? admission : row))
    : [...content.admissions, admission];
  return { ...content, admissions };
}

export function withIndicator(admission: Admission, key: string, interval: Interval | null): Admission {
  return { ...admission, indicators: withEntry(admission.indicators, key, interval) };
}

/** Its sources go with it. */
export function withoutAdmission(content: DraftContent, industry: string): DraftContent {
  const own = `admissions.${industry}`;
  const kept = Object.entries(content.provenance).filter(
    ([path]) => path !== own && !path.startsWith(`${own}.`),
  );
  return {
    ...content,
    admissions: content.admissions.filter((row) => row.industry !== industry),
    provenance: Object.fromEntries(kept),
  };
}

/** The first industry is the one that lists and the map show. */
export function withFirstAdmission(content: DraftContent, industry: string): DraftContent {
  const isFirst = (row: Admission) => row.industry === industry;
  const rest = content.admissions.filter((row) => !isFirst(row));
  return { ...content, admissions: [...content.admissions.filter(isFirst), ...rest] };
}

export function withRow<Row extends { key: string }>(
  rows: readonly Row[],
  key: string,
  row: Row | null,
): Row[] {
  if (row === null) return rows.filter((other) => other.key !== key);
  return rows.some((other) => other.key === key)
    ? rows.map((other) => (other.key === key ? row : other))
    : [...rows, row];
}

/** As it is to be, or null to take it out; one that was not there comes last. */
export function withAttachment(
  content: DraftContent,
  id: string,
  attachment: Attachment | null,
): DraftContent {
  const stood = content.attachments ?? [];
  const rest = stood.filter((row) => row.id !== id);
  const isKnown = rest.length < stood.length;
  const attachments =
    attachment === null
      ? rest
      : isKnown
        ? stood.map((row) => (row.id === id ? attachment : row))
        : [...stood, attachment];
  return { ...content, attachments };
}

function withEntry<Value>(
  entries: Record<string, Value>,
  key: string,
  value: Value | null,
): Record<string, Value> {
  const rest = Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));
  return value === null ? rest : { ...rest, [key]: value };
}
