import { competences, duties, roles } from '../../../api/accounts/terms.ts';
import { attachmentKinds, attachmentVisibilities } from '../../../api/attachments/terms.ts';
import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { competenceWord, dutyWord, roleWord } from '../../accounts/role-words.ts';
import { m } from '../../paraglide/messages.js';
import { attachmentKindWord, visibilityWord } from '../../parcels/attachment-words.ts';
import { formatDay } from '../../ui/dates.ts';
import { regionName } from '../parcels/region-names.ts';
import { exactTime } from './exact-time.ts';

export type DetailReader = { city: PublicCity; locale: Locale };

/** How one value of the log reads; null leaves it as the log has it. */
export type ValueWord = (value: string, reader: DetailReader) => string | null;

export const competenceValue: ValueWord = (value) => wordOf(competences, value, competenceWord);
export const dutyValue: ValueWord = (value) => wordOf(duties, value, dutyWord);
export const roleValue: ValueWord = (value) => wordOf(roles, value, roleWord);
export const kindValue: ValueWord = (value) => wordOf(attachmentKinds, value, attachmentKindWord);
export const visibilityValue: ValueWord = (value) => wordOf(attachmentVisibilities, value, visibilityWord);
export const regionValue: ValueWord = (value, { city, locale }) => regionName(value, city, locale);

export const departmentValue: ValueWord = (value, { city, locale }) =>
  city.departments.find(({ code }) => code === value)?.name[locale] ?? null;

export const instantValue: ValueWord = (value, { locale }) =>
  Number.isNaN(Date.parse(value)) ? null : `${formatDay(value, locale)} ${exactTime(value)}`;

export const causeValue: ValueWord = (value) => {
  if (value === 'secrecy') return m.recall_secrecy();
  return value === 'gross-error' ? m.recall_gross_error() : null;
};

/** What was changed of an account or a department. */
const fields: Record<string, () => string> = {
  duty: m.detail_duty,
  locale: m.detail_locale,
  name: m.detail_name,
  nameEn: m.detail_name_en,
  nameZh: m.detail_name,
  officers: m.detail_officers,
  password: m.detail_password,
  regions: m.detail_regions,
};

export const fieldValue: ValueWord = (value) => fields[value]?.() ?? null;

function wordOf<Term extends string>(
  terms: readonly Term[],
  value: string,
  word: (term: Term) => string,
): string | null {
  const term = terms.find((candidate) => candidate === value);
  return term === undefined ? null : word(term);
}
