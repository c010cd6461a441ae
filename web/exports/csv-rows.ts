import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Cell } from './cell.ts';
import type { ExportColumn, Source } from './column.ts';
import type { CsvValue } from './csv.ts';
import type { ParcelExport } from './export-parcels.ts';
import { missingText, partsOf } from './parts.ts';

type CsvColumn = { head: string; values: CsvValue[] };

/**
 * One header row with units in brackets, then one row a parcel. Behind a value stand its source and the day on which it
 * was verified; before the bounds of a requirement, the requirement as it is written: ≥ 21.0.
 */
export function csvRows({ records, columns, locale, extra = [], missing = [] }: ParcelExport): CsvValue[][] {
  const asked = [...records, ...missing];
  const own = extra.map(({ label, value }): CsvColumn => ({
    head: label,
    values: asked.map(({ code }) => value(code)),
  }));
  const written = columns.map((column, index) => {
    // 出让面积 in m², 亩 and 公顷 is one value with one source.
    const named = columns.slice(0, index).some(({ label }) => label === column.label);
    const values = valueColumns(column, records, locale).map(({ head, values }) => ({
      head,
      values: [...values, ...missing.map((parcel) => missingText(column, parcel))],
    }));
    return [...values, ...(named ? [] : provenance(column, records, locale))];
  });
  // One's own words belong to the parcel's name, before everything that is the record's.
  const names = columns.filter(({ key }) => key === 'code' || key === 'name').length;
  const all = [...written.slice(0, names).flat(), ...own, ...written.slice(names).flat()];
  return [all.map(({ head }) => head), ...asked.map((_, row) => all.map(({ values }) => values[row] ?? ''))];
}

function valueColumns(column: ExportColumn, records: readonly Parcel[], locale: Locale): CsvColumn[] {
  const parts = partsOf(column, records, locale);
  const requirements = records.map(column.read);
  const asWritten = requirements.some(({ kind }) => kind === 'requirement')
    ? [{ head: m.export_as_written({ label: column.label }, { locale }), values: requirements.map(textOf) }]
    : [];
  const values = parts.map(({ label, unit, cells }) => ({
    head: headOf({ label, unit }, locale),
    values: cells.map(valueOf),
  }));
  return [...asWritten, ...values];
}

function headOf({ label, unit }: { label: string; unit: string }, locale: Locale): string {
  if (unit === '') return label;
  return locale === 'en' ? `${label} (${unit})` : `${label}（${unit}）`;
}

function valueOf(cell: Cell): CsvValue {
  return cell.kind === 'number' ? cell.value : textOf(cell);
}

function textOf(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
    case 'requirement':
      return cell.text;
    case 'unknown':
      return cell.words;
    case 'number':
      return String(cell.value);
    case 'day':
      return cell.day;
    case 'time':
      return cell.time;
  }
}

function provenance(
  { label, sources, approved = false }: ExportColumn,
  records: readonly Parcel[],
  locale: Locale,
): CsvColumn[] {
  if (sources === undefined) return [];
  const joined = (read: (source: Source) => string) =>
    records.map((record) =>
      [...new Set(sources(record).map(read))]
        .filter((words) => words !== '')
        .join(locale === 'en' ? '; ' : '；'),
    );
  return [
    {
      head: m.export_source_of({ label }, { locale }),
      values: joined(({ document, number }) => [document, number].filter(Boolean).join(' ')),
    },
    {
      head: approved
        ? m.export_approved_on_of({ label }, { locale })
        : m.export_verified_on_of({ label }, { locale }),
      values: joined(({ verifiedOn }) => verifiedOn ?? ''),
    },
  ];
}
