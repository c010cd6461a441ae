import type { Locale } from '../../api/units/rules.ts';
import { formatArea, formatNumber } from '../../api/units/rules.ts';
import { badgeWords } from '../exports/badge-words.ts';
import { m } from '../paraglide/messages.js';
import { floorColumns, glanceColumns, moneyText, priceColumns } from '../parcels/money-text.ts';
import { requirementText } from '../parcels/requirement-text.ts';
import { formatDay, formatMoment } from '../ui/dates.ts';
import type { Note, Row, Value } from './comparison.ts';

/** A value apart as it is set: sign or currency before the number, unit behind it where the row does not name it. */
export type ValueText = { before: string; value: string; unit: string };

type Definition = Pick<Row, 'unit' | 'decimals' | 'enFactor'>;

/** A value in the reader's language; a requirement's unit stands at the head of its row. */
export function valueText(value: Value, definition: Definition, locale: Locale): ValueText {
  switch (value.kind) {
    case 'requirement': {
      const { unit, decimals, enFactor } = definition;
      const written = requirementText(
        { ...value, unit: '' },
        { unit: { ...unit, enFactor }, decimals },
        locale,
      );
      return { before: written.operator, value: written.value, unit: '' };
    }
    case 'money': {
      const { prefix, value: amount, unit } = priceColumns(value.yuan, locale);
      return { before: prefix, value: amount, unit };
    }
    case 'years':
      return { before: '', value: String(value.years), unit: m.years({}, { locale }) };
    case 'count':
      return { before: '', value: String(value.count), unit: `/ ${value.of}` };
    default:
      return { before: '', value: plainText(value, locale), unit: '' };
  }
}

type Plain = Exclude<Value, { kind: 'requirement' | 'money' | 'years' | 'count' }>;

function plainText(value: Plain, locale: Locale): string {
  switch (value.kind) {
    case 'area':
      return formatArea(value.areaM2, 'mu', { locale, fixed: true }).value;
    case 'distance':
      return formatNumber(value.distanceM / 1000, { locale, decimals: 1, fixed: true });
    case 'instant':
      return formatMoment(value.at, locale);
    case 'day':
      return formatDay(value.day, locale);
    case 'yesNo':
      return value.yes ? m.yes({}, { locale }) : m.no({}, { locale });
    case 'text':
      return value.text[locale];
    case 'utility':
      return utilityText(value, locale);
    case 'fact':
      return badgeWords(value, locale);
  }
}

function utilityText({ state, readyOn }: Extract<Value, { kind: 'utility' }>, locale: Locale): string {
  const date = readyOn === null ? null : formatDay(readyOn, locale);
  const words = { locale };
  switch (state) {
    case 'ready':
      return m.utility_state_ready({}, words);
    case 'building':
      return date === null
        ? m.utility_state_building({}, words)
        : m.utility_state_building_until({ date }, words);
    case 'planned':
      return date === null
        ? m.utility_state_planned({}, words)
        : m.utility_state_planned_until({ date }, words);
    default:
      return m.utility_state_none({}, words);
  }
}

/** What stands muted beside a value; for a utility its capacity. */
export function noteText(value: Value, note: Note | null, locale: Locale): string {
  if (value.kind === 'utility') return (locale === 'en' ? value.capacityEn : value.capacity) ?? '';
  return note === null ? '' : derivedText(note, locale);
}

function derivedText(note: Note, locale: Locale): string {
  switch (note.kind) {
    case 'least': {
      const amount = moneyText(floorColumns(note.yuan, locale));
      return note.yearly
        ? m.compare_comes_to_yearly({ amount }, { locale })
        : m.compare_comes_to({ amount }, { locale });
    }
    case 'hectares': {
      const { value, unit } = formatArea(note.areaM2, 'hectare', { locale, decimals: 2, fixed: true });
      return `${value} ${unit}`;
    }
    case 'perMu':
      return m.per_mu({ amount: moneyText(glanceColumns(note.yuan, locale)) }, { locale });
    case 'shareOfStart': {
      const percent = formatNumber(note.share * 100, { locale, decimals: 1 });
      return m.share_of_start({ percent }, { locale });
    }
    case 'daysLeft':
      return m.compare_days_left({ days: note.days }, { locale });
    case 'floorArea':
      return floorAreaText(note, locale);
    case 'text':
      return note.text[locale];
  }
}

function floorAreaText(note: Extract<Note, { kind: 'floorArea' }>, locale: Locale): string {
  const [least, most] = [note.minimumM2, note.maximumM2].map((area) =>
    area === null ? null : formatNumber(Math.round(area), { locale }),
  );
  const range = least == null ? `≤ ${most ?? ''}` : most == null ? `≥ ${least}` : `${least}–${most}`;
  return m.floor_area_range({ range }, { locale });
}
