import { m } from '../../paraglide/messages.js';
import { causeWord } from '../admin/letter-words.ts';
import { wordList } from '../parcels/word-list.ts';
import type { AuditEntry } from './audit-log.svelte.ts';
import {
  causeValue,
  competenceValue,
  departmentValue,
  dutyValue,
  fieldValue,
  instantValue,
  kindValue,
  regionValue,
  roleValue,
  visibilityValue,
  type DetailReader,
  type ValueWord,
} from './detail-values.ts';

/** The log's own names of what it holds of an act. */
const known: Record<string, { label: () => string; word?: ValueWord }> = {
  agreement: { label: m.detail_agreement },
  approved: { label: m.detail_approved, word: competenceValue },
  askedBy: { label: m.detail_asked_by },
  ceremony: { label: m.detail_ceremony },
  project: { label: m.detail_project },
  talents: { label: m.detail_talents },
  areas: { label: m.detail_areas },
  attachment: { label: m.detail_attachment },
  baseVersion: { label: m.detail_base_version },
  batch: { label: m.detail_batch },
  bytes: { label: m.detail_bytes },
  cause: { label: m.detail_cause, word: causeValue },
  competences: { label: m.detail_competences, word: competenceValue },
  department: { label: m.detail_department, word: departmentValue },
  documents: { label: m.detail_documents },
  duty: { label: m.detail_duty, word: dutyValue },
  fields: { label: m.detail_fields, word: fieldValue },
  isTest: { label: m.detail_is_test },
  kind: { label: m.detail_kind, word: kindValue },
  kinds: { label: m.detail_kinds },
  locked: { label: m.detail_locked },
  needs: { label: m.detail_needs, word: competenceValue },
  parcels: { label: m.detail_parcels },
  picture: { label: m.detail_picture },
  protectedRows: { label: m.detail_protected_rows },
  publicFrom: { label: m.detail_public_from, word: instantValue },
  reasons: { label: m.detail_reasons },
  regions: { label: m.detail_regions, word: regionValue },
  resetSecondFactor: { label: m.detail_reset_second_factor },
  revision: { label: m.detail_revision },
  role: { label: m.detail_role, word: roleValue },
  rows: { label: m.detail_rows },
  schemaVersion: { label: m.detail_schema_version },
  sha256: { label: m.detail_sha256 },
  submission: { label: m.detail_submission },
  takenAt: { label: m.detail_taken_at, word: instantValue },
  version: { label: m.detail_version },
  visibility: { label: m.detail_visibility, word: visibilityValue },
  attempt: { label: m.detail_attempt },
  base: { label: m.detail_base },
  consent: { label: m.detail_consent },
  content: { label: m.detail_content },
  deadline: { label: m.detail_deadline, word: instantValue },
  draft: { label: m.detail_draft },
  enquiries: { label: m.detail_enquiries },
  entries: { label: m.detail_entries },
  event: { label: m.detail_event },
  rehearsal: { label: m.detail_rehearsal },
  exclusive: { label: m.detail_exclusive },
  gate: { label: m.detail_gate },
  hash: { label: m.detail_hash },
  item: { label: m.detail_item },
  of: { label: m.detail_of },
  seq: { label: m.detail_seq },
  items: { label: m.detail_items },
  mark: { label: m.detail_mark },
  on: { label: m.detail_on },
  party: { label: m.detail_party },
  signer: { label: m.detail_signer },
  signers: { label: m.detail_signers },
  stage: { label: m.detail_stage },
  template: { label: m.detail_template },
  tier: { label: m.detail_tier },
  by: { label: m.detail_by, word: roleValue },
  channel: { label: m.detail_channel },
  files: { label: m.detail_files },
  first: { label: m.detail_first },
  firstDay: { label: m.detail_first_day },
  letter: { label: m.detail_letter, word: causeWord },
  lastDay: { label: m.detail_last_day },
  mediaType: { label: m.detail_media_type },
  minutes: { label: m.detail_minutes },
  officer: { label: m.detail_officer },
  outcome: { label: m.detail_outcome },
  reason: { label: m.detail_reason },
  told: { label: m.detail_told },
  to: { label: m.detail_to, word: departmentValue },
  waitsFor: { label: m.detail_waits_for, word: competenceValue },
};

export type DetailLine = { key: string; label: string; value: string };

/** What else the log holds of an act, one line each: `版本 3`. What is not known here stands under its own name. */
export function detailLines(details: AuditEntry['details'], reader: DetailReader): DetailLine[] {
  return Object.entries(details).map(([key, value]) => ({
    key,
    label: known[key]?.label() ?? key,
    value: valueText(value, known[key]?.word, reader),
  }));
}

function valueText(value: unknown, word: ValueWord | undefined, reader: DetailReader): string {
  if (typeof value === 'string') return word?.(value, reader) ?? value;
  if (typeof value === 'boolean') return value ? m.yes() : m.no();
  if (value === null) return m.detail_none();
  if (!Array.isArray(value)) return JSON.stringify(value);
  const parts = value.map((part: unknown) => valueText(part, word, reader));
  return parts.length === 0 ? m.detail_none() : wordList(parts, reader.locale);
}
