import { attachmentKinds } from '../../../api/attachments/terms.ts';
import type { PublicCity } from '../../../api/city/schema.ts';
import type { Difference } from '../../../api/drafts/schema.ts';
import type { Bounds } from '../../../api/units/intervals.ts';
import { formatInterval } from '../../../api/units/intervals.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatArea, formatNumber } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { moneyText, priceColumns } from '../../parcels/money-text.ts';
import { fileSizeText, attachmentKindWord, visibilityWord } from '../../parcels/attachment-words.ts';
import { formatDay, formatTime } from '../../ui/dates.ts';
import { industryLabel } from './fact-labels.ts';
import { fieldKinds, isFieldKey, type FieldKind } from './field-terms.ts';
import { wordList } from './word-list.ts';
import { regionName } from './region-names.ts';

export type Json = Difference['before'];
type JsonRow = Record<string, Json>;
export type Reader = { city: PublicCity; locale: Locale };

/** A value of a content as a difference would carry it; a shape by its measure instead of its points. */
export function jsonOf(value: unknown): Json {
  const json: Json = JSON.parse(JSON.stringify(value ?? null));
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return json;
  const { multiPolygon: _points, ...rest } = json;
  return rest;
}

/** One side of a difference as it is read; null: nothing stands there. */
export function factText(path: string, value: Json, reader: Reader): string | null {
  if (value === null) return null;
  const [group = '', key = '', indicator] = path.split('.');
  if (group === 'fields' && isFieldKey(key)) return fieldText(fieldKinds[key], value, reader);
  if (path === 'attachments.order') return Array.isArray(value) ? formatNumber(value.length, reader) : '';
  if (path === 'admissions.order') return listText(value, reader.locale);
  if (!isRow(value)) return plainText(value, reader.locale);
  switch (group) {
    case 'geometry':
      return shapeText(value, reader.locale);
    case 'limits':
      return intervalText(key, value, reader);
    case 'admissions':
      return indicator === undefined ? wordsText(value) : intervalText(indicator, value, reader);
    case 'utilities':
      return utilityText(value, reader.locale);
    case 'costs':
      return costText(key, value, reader);
    case 'events':
      return eventText(value, reader.locale);
    case 'attachments':
      return attachmentText(value, reader.locale);
    case 'provenance':
      return provenanceText(value, reader.locale);
    default:
      return JSON.stringify(value);
  }
}

function fieldText(kind: FieldKind, value: Json, { city, locale }: Reader): string {
  if (kind === 'yes-no') return value === true ? m.yes() : m.no();
  if (typeof value === 'number') return numberText(kind, value, locale);
  if (typeof value !== 'string') return plainText(value, locale);
  switch (kind) {
    case 'day':
      return formatDay(value, locale);
    case 'instant':
      return `${formatDay(value, locale)} ${formatTime(value)}`;
    case 'use':
      return named(city.uses.find(({ code }) => code === value)?.label, value, locale);
    case 'supply-mode':
      return named(city.supplyModes.find(({ key }) => key === value)?.label, value, locale);
    case 'department':
      return named(city.departments.find(({ code }) => code === value)?.name, value, locale);
    case 'district':
    case 'park':
      return regionName(value, city, locale);
    default:
      return value;
  }
}

function numberText(kind: FieldKind, value: number, locale: Locale): string {
  if (kind === 'money') return moneyText(priceColumns(value, locale));
  if (kind === 'years') return `${value} ${m.years()}`;
  if (kind !== 'area') return formatNumber(value, { locale });
  const square = formatArea(value, 'm²', { locale, fixed: true });
  const mu = formatArea(value, 'mu', { locale, fixed: true });
  const inMu = `${mu.value} ${mu.unit}`;
  return locale === 'en'
    ? `${square.value} ${square.unit} (${inMu})`
    : `${square.value} ${square.unit}（${inMu}）`;
}

function named(label: { 'zh-CN': string; en: string } | undefined, written: string, locale: Locale): string {
  return label === undefined ? written : label[locale];
}

function shapeText({ areaM2, points }: JsonRow, locale: Locale): string {
  const area = typeof areaM2 === 'number' ? formatArea(areaM2, 'mu', { locale, fixed: true }) : null;
  const count = typeof points === 'number' ? m.fact_points({ count: points }) : null;
  return joined([area && `${area.value} ${area.unit}`, count]);
}

/** `≥ 32 万元/亩·年`; asked for without a value: so it is said. */
function intervalText(key: string, value: JsonRow, { city, locale }: Reader): string {
  const definition = [...city.indicators, ...city.limits].find((candidate) => candidate.key === key);
  const factor = locale === 'en' ? (definition?.unit.enFactor ?? 1) : 1;
  const text = formatInterval(boundsOf(value, factor), locale);
  if (text === null) return m.fact_asked_unknown();
  return [text.operator, text.value, definition?.unit[locale] ?? ''].filter((part) => part !== '').join(' ');
}

function boundsOf({ lower, lowerOp, upper, upperOp }: JsonRow, factor: number): Bounds {
  return {
    lower: typeof lower === 'number' ? lower * factor : null,
    lowerOp: lowerOp === '>' || lowerOp === '>=' ? lowerOp : null,
    upper: typeof upper === 'number' ? upper * factor : null,
    upperOp: upperOp === '<' || upperOp === '<=' ? upperOp : null,
  };
}

function utilityText({ state, capacity, capacityEn, readyOn }: JsonRow, locale: Locale): string {
  const word =
    state === 'ready'
      ? m.utility_state_ready()
      : state === 'building'
        ? m.utility_state_building()
        : state === 'planned'
          ? m.utility_state_planned()
          : m.utility_state_none();
  const size = locale === 'en' ? (textOf(capacityEn) ?? textOf(capacity)) : textOf(capacity);
  return joined([word, size, typeof readyOn === 'string' ? formatDay(readyOn, locale) : null]);
}

function costText(key: string, { value, note }: JsonRow, { city, locale }: Reader): string {
  const unit = city.costs.find((cost) => cost.key === key)?.unit[locale] ?? '';
  const amount = typeof value === 'number' ? `${formatNumber(value, { locale, decimals: 4 })} ${unit}` : null;
  return joined([amount, textOf(note)]);
}

function eventText({ at, amountYuan, document }: JsonRow, locale: Locale): string {
  const amount = typeof amountYuan === 'number' ? moneyText(priceColumns(amountYuan, locale)) : null;
  const time = typeof at === 'string' ? `${formatDay(at, locale)} ${formatTime(at)}` : null;
  return joined([time, amount, textOf(document)]);
}

/** `规划条件 · 规划条件通知书 · 公开 · 2.1 MB` */
function attachmentText({ kind, title, visibility, bytes }: JsonRow, locale: Locale): string {
  const known = attachmentKinds.find((candidate) => candidate === kind);
  return joined([
    known === undefined ? null : attachmentKindWord(known),
    textOf(title),
    visibilityWord(visibility === 'public' ? 'public' : 'staff'),
    typeof bytes === 'number' ? fileSizeText(bytes, locale) : null,
  ]);
}

/** 来源 · 文号 · 核实 · 有效期至, as far as they are stated. */
export function provenanceText(
  { source, sourceNumber, verifiedBy, verifiedOn, validUntil }: JsonRow,
  locale: Locale,
): string {
  const date = typeof verifiedOn === 'string' ? formatDay(verifiedOn, locale) : '';
  const who = textOf(verifiedBy) ?? '';
  const verified = who === '' && date === '' ? null : m.fact_verified_by({ who, date }).trim();
  const until =
    typeof validUntil === 'string' ? m.fact_valid_until({ date: formatDay(validUntil, locale) }) : null;
  return joined([textOf(source), textOf(sourceNumber), verified, until]);
}

function wordsText({ basis, note }: JsonRow): string {
  return joined([textOf(basis), textOf(note)]) || m.fact_admission();
}

function listText(value: Json, locale: Locale): string {
  const codes = Array.isArray(value) ? value : [];
  return wordList(
    codes.map((code) => (typeof code === 'string' ? industryLabel(code) : '')),
    locale,
  );
}

function plainText(value: Json, locale: Locale): string {
  if (typeof value === 'number') return formatNumber(value, { locale, decimals: 4 });
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

function isRow(value: Json): value is JsonRow {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
