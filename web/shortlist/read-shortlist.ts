import type { Decision, Entry, Shortlist } from './terms.ts';
import { dropReasons, longestDetail, longestNote, longestTitle, mostKept } from './terms.ts';

type Fields = Record<string, unknown>;

const longestName = 200;
const longestCode = 64;

/** Checks what this device kept or a link brought. Null when any part of it is not a shortlist within its limits. */
export function readShortlist(value: unknown): Shortlist | null {
  if (!isFields(value)) return null;
  const { title, createdAt, entries } = value;
  if (!isText(title, longestTitle) || !(createdAt === null || isInstant(createdAt))) return null;
  if (!Array.isArray(entries) || entries.length > mostKept) return null;
  const read = entries.map(readEntry).filter((entry) => entry !== null);
  const codes = new Set(read.map(({ code }) => code));
  if (read.length < entries.length || codes.size < read.length) return null;
  return { title, createdAt, entries: read };
}

function readEntry(value: unknown): Entry | null {
  if (!isFields(value)) return null;
  const { code, name, nameEn, keptAt, note } = value;
  const decision = readDecision(value['decision']);
  if (!isText(code, longestCode) || code === '' || decision === null) return null;
  if (!isText(name, longestName) || !isText(nameEn, longestName)) return null;
  if (!isText(note, longestNote) || !isInstant(keptAt)) return null;
  return { code, name, nameEn, keptAt, note, decision };
}

function readDecision(value: unknown): Decision | null {
  if (!isFields(value)) return null;
  if (value['kind'] === 'kept') return { kind: 'kept' };
  const reason = dropReasons.find((known) => known === value['reason']);
  const detail = value['detail'];
  if (value['kind'] !== 'dropped' || reason === undefined || !isText(detail, longestDetail)) return null;
  return { kind: 'dropped', reason, detail };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function isInstant(value: unknown): value is string {
  return isText(value, 40) && !Number.isNaN(Date.parse(value));
}
