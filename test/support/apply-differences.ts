import type { ContentDifference } from '../../api/drafts/difference-rules.ts';
import type { DraftContent } from '../../api/drafts/schema.ts';

type Loose = Record<string, unknown>;
type Keyed = Loose & { key?: string; id?: string; industry?: string; indicators?: Loose };

/** What the rows say, done to a content: written apart from the rule that makes them. */
export function applyDifferences(content: DraftContent, rows: ContentDifference[]): DraftContent {
  const copy = structuredClone(content) as unknown as Record<string, Loose | Keyed[]>;
  for (const { path, after } of rows) applyRow(copy, path, after);
  return copy as unknown as DraftContent;
}

function applyRow(copy: Record<string, Loose | Keyed[]>, path: string, after: unknown): void {
  const dot = path.indexOf('.');
  const [group, key] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
  const part = copy[group];
  if (group === 'geometry') {
    if (after === null) delete copy[group];
    else copy[group] = after as Loose;
  } else if (group === 'attachments') copy[group] = appliedFiles((part ?? []) as Keyed[], key, after);
  else if (group === 'admissions') applyAdmission(part as Keyed[], key, after);
  else if (Array.isArray(part)) {
    const index = part.findIndex((row) => keyOf(group, row) === key);
    if (index >= 0) part.splice(index, 1);
    if (after !== null) part.push(after as Keyed);
  } else if (part !== undefined) {
    if (after === null) delete part[key];
    else part[key] = after;
  }
}

function appliedFiles(files: Keyed[], key: string, after: unknown): Keyed[] {
  if (key === 'order') {
    const order = after as string[];
    return files.toSorted((one, other) => order.indexOf(String(one.id)) - order.indexOf(String(other.id)));
  }
  if (after === null) return files.filter(({ id }) => id !== key);
  const isKnown = files.some(({ id }) => id === key);
  return isKnown
    ? files.map((file) => (file.id === key ? (after as Keyed) : file))
    : [...files, after as Keyed];
}

function keyOf(group: string, row: Keyed): string {
  return group === 'events' ? `${row['kind']}.${new Date(String(row['at'])).toISOString()}` : String(row.key);
}

function applyAdmission(rows: Keyed[], key: string, after: unknown): void {
  if (key === 'order') {
    const order = after as string[];
    rows.sort((one, other) => order.indexOf(String(one.industry)) - order.indexOf(String(other.industry)));
    return;
  }
  const [industry = '', indicator] = key.split('.');
  const row = rows.find((known) => known.industry === industry);
  if (indicator === undefined) {
    if (after === null) rows.splice(rows.indexOf(row ?? {}), 1);
    else if (row) Object.assign(row, after);
    else rows.push({ industry, indicators: {}, ...(after as Loose) });
  } else if (row?.indicators) {
    if (after === null) delete row.indicators[indicator];
    else row.indicators[indicator] = after;
  }
}
