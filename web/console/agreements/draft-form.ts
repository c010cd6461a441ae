import type { z } from 'zod';
import type { Agreement, EditedAgreement } from '../../../api/agreements/agreement-schema.ts';
import type { DraftField, DraftReading } from '../../../api/agreements/draft-schema.ts';
import { formatDay } from '../../ui/dates.ts';
import { language } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import type { RefusedPlace } from '../client.ts';
import { codesIn, signatoryOf, yuanOf, type SignerFields } from './agreement-form.ts';

const yuanPerWan = 10_000;
const durationUnits = ['year', 'month', 'day', 'working-day'] as const;
type Duration = { amount: number; unit: (typeof durationUnits)[number] };
type Said = DraftField['said'];

/** What is said at a field, as it is typed; `unit` of a duration. */
export type SaidFields = { text: string; unit: string };

export type DraftForm = {
  where: {
    /** Codes, however they are separated. */
    parcels: string;
    /** A row that all parcels admit; empty: the first. */
    industry: string;
  };
  signers: SignerFields[];
  /** By the fields' keys. */
  said: Record<string, SaidFields>;
  /** A day in Shanghai. */
  deadline: string;
  publishName: boolean;
  publishAmount: boolean;
};

export function draftForm(draft: DraftReading): DraftForm {
  return {
    where: { parcels: draft.parcelCodes.join(' '), industry: draft.admissionIndustry ?? '' },
    signers: draft.parties.map(({ group, phone = '', authorisation = '', ...signer }) => ({
      ...signer,
      authorisation,
      group: String(group),
      phone,
    })),
    said: Object.fromEntries(draft.fields.map(({ key, kind, said }) => [key, written(kind, said)])),
    deadline: draft.deadline.slice(0, 10),
    publishName: draft.publishName,
    publishAmount: draft.publishAmount,
  };
}

/** The body of the change, and what of it cannot be read: numbers that are none. An empty field says nothing. */
export function editedDraft(
  form: DraftForm,
  { fields, deadline }: Pick<DraftReading, 'fields' | 'deadline'>,
): { body: z.input<typeof EditedAgreement>; unread: RefusedPlace[] } {
  const terms: Record<string, Exclude<Said, null>> = {};
  const details: Record<string, Exclude<Said, null>> = {};
  const unread: RefusedPlace[] = [];
  for (const field of fields) {
    const typed = form.said[field.key];
    if (typed === undefined || typed.text.trim() === '') continue;
    const value = readAs(field.kind, typed);
    if (value === null) unread.push({ path: field.path, message: wrongWord(field.kind) });
    else if (field.key.startsWith('terms.')) terms[field.key.slice('terms.'.length)] = value;
    else details[field.key] = value;
  }
  const industry = form.where.industry.trim();
  return {
    unread,
    body: {
      parcelCodes: codesIn(form.where.parcels),
      ...(industry !== '' && { admissionIndustry: industry }),
      parties: form.signers.map(signatoryOf),
      terms,
      details,
      // A deadline that was not touched keeps its hour.
      deadline: form.deadline === deadline.slice(0, 10) ? deadline : `${form.deadline}T23:59:00+08:00`,
      publishName: form.publishName,
      publishAmount: form.publishAmount,
    },
  };
}

/** Where something that is missing is said: at a field of the draft, in its project, or in the record of its parcel. */
export function placeOfMissing(
  key: string,
  fields: readonly DraftField[],
): 'field' | 'project' | 'parcel' | 'signers' {
  if (fields.some((field) => field.key === key)) return 'field';
  if (key.startsWith('project.') || key.endsWith('.registration')) return 'project';
  if (key.startsWith('parcel')) return 'parcel';
  return 'signers';
}

/** What falls with the next saving: gates that were passed or refused, sides that confirmed. */
export function fallingWith({ gates, confirmations }: Pick<Agreement, 'gates' | 'confirmations'>): number {
  return (
    gates.filter(({ outcome }) => outcome !== null).length +
    confirmations.filter(({ at }) => at !== null).length
  );
}

/** What stands there as long as nothing is said, as a person reads it. */
export function usualText(usual: Said): string | null {
  if (usual === null || usual === '') return null;
  if (typeof usual === 'boolean') return usual ? m.draft_yes() : m.draft_no();
  if (typeof usual === 'object') return `${usual.amount} ${unitWord(usual.unit)}`;
  if (typeof usual === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(usual))
    return formatDay(usual, language.current);
  return String(usual);
}

export function unitWord(unit: Duration['unit']): string {
  return {
    year: m.duration_year(),
    month: m.duration_month(),
    day: m.duration_day(),
    'working-day': m.duration_working_day(),
  }[unit];
}

export function unitOptions(): { value: string; label: string }[] {
  return durationUnits.map((value) => ({ value, label: unitWord(value) }));
}

/** Sums are typed in 万元, and kept in yuan. */
function written(kind: DraftField['kind'], said: Said): SaidFields {
  if (said === null) return { text: '', unit: 'month' };
  if (typeof said === 'object') return { text: String(said.amount), unit: said.unit };
  if (typeof said === 'boolean') return { text: said ? 'yes' : 'no', unit: '' };
  return { text: String(kind === 'money' ? Number(said) / yuanPerWan : said), unit: '' };
}

function readAs(kind: DraftField['kind'], { text, unit }: SaidFields): Exclude<Said, null> | null {
  const plain = text.trim();
  if (kind === 'text' || kind === 'date') return plain;
  if (kind === 'choice') return plain === 'yes';
  if (kind === 'money') return yuanOf(plain);
  const number = /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
  if (kind === 'area' || number === null) return number;
  if (!Number.isInteger(number) || number === 0) return null;
  if (kind === 'count') return number;
  return { amount: number, unit: durationUnits.find((one) => one === unit) ?? 'month' };
}

function wrongWord(kind: DraftField['kind']): string {
  return kind === 'money' ? m.project_sum_wrong() : m.draft_number_wrong();
}
