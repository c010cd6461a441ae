import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { badgeWords } from './badge-words.ts';
import { dayOr, text, textOr, type Cell } from './cell.ts';
import type { Source } from './column.ts';
import type { ParcelExport } from './export-parcels.ts';

/** 来源: for each parcel and each value its document, who verified it and when, and the badge as the pages show it. */
export function sourceRows({ records, columns, locale }: ParcelExport): Cell[][] {
  const words = { locale };
  const titles = [
    m.export_code({}, words),
    m.export_name({}, words),
    m.export_field({}, words),
    m.export_document({}, words),
    m.export_document_number({}, words),
    m.export_verified_by({}, words),
    m.export_verified_on({}, words),
    m.export_valid_until({}, words),
    m.verification({}, words),
  ];
  const sourced = columns.flatMap(({ key, label, unit, sources }) =>
    sources === undefined ? [] : [{ key, sources, label: unit === '' ? label : `${label} ${unit}` }],
  );
  const rows = records.flatMap((record) =>
    sourced.flatMap(({ label, sources }) =>
      sources(record).map((source) => [
        text(record.code),
        text(locale === 'en' ? record.nameEn : record.name),
        text(source.part === '' ? label : `${label}·${source.part}`),
        ...sourceCells(source, locale),
      ]),
    ),
  );
  return [titles.map(text), ...rows];
}

function sourceCells(source: Source, locale: Locale): Cell[] {
  const notStated = m.not_stated({}, { locale });
  return [
    textOr(source.document, notStated),
    textOr(source.number, notStated),
    textOr(source.verifiedBy, notStated),
    dayOr(source.verifiedOn, notStated),
    dayOr(source.validUntil, notStated),
    text(source.state ?? badgeWords(source.fact, locale)),
  ];
}
