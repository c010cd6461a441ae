import type { ColumnSpec } from './columns.ts';
import { normalHeader } from './columns.ts';
import { dayCell, textCell } from './cells.ts';
import type { Provenance } from './schema.ts';
import type { SheetRow } from './sheet-rows.ts';
import { factColumns, parcelColumns, provenanceColumns } from './spreadsheet-columns.ts';

/** Columns 数据来源, 核实日期 … of any sheet. */
export const provenanceSpecs: ColumnSpec[] = provenanceColumns.map(({ field, header, synonyms }) => ({
  key: `provenance.${field}`,
  names: [header, ...synonyms],
  required: false,
}));

/** What the row says of its own origin; undefined when it says nothing. */
export function rowProvenance(row: SheetRow): Provenance | undefined {
  const stated: Provenance = {
    source: textCell(row, 'provenance.source') ?? null,
    sourceNumber: textCell(row, 'provenance.sourceNumber') ?? null,
    verifiedBy: textCell(row, 'provenance.verifiedBy') ?? null,
    verifiedOn: dayCell(row, 'provenance.verifiedOn') ?? null,
    validUntil: dayCell(row, 'provenance.validUntil') ?? null,
  };
  return Object.values(stated).every((value) => value === null) ? undefined : stated;
}

export const factSpecs: ColumnSpec[] = [
  { key: 'path', names: [factColumns.path.header, ...factColumns.path.synonyms], required: true },
  ...provenanceSpecs,
];

const factPath = /^(?:fields|limits|admissions|utilities|costs|geometry)(?:\.[\w-]{1,60}){0,2}$/;

const spokenPaths = new Map<string, string>([
  ...parcelColumns.map(({ field, header }) => [normalHeader(header), `fields.${field}`] as const),
  ['图形', 'geometry'],
  ['界址', 'geometry'],
  ['规划条件', 'limits'],
  ['准入指标', 'admissions'],
]);

/** A fact path as it stands, or the header of a column of the sheet 地块. */
export function factPathOf(row: SheetRow): string | undefined {
  const text = row.text('path');
  if (factPath.test(text)) return text;
  const spoken = spokenPaths.get(normalHeader(text));
  if (spoken !== undefined) return spoken;
  row.report('path', {
    rule: 'fact-unknown',
    severity: 'error',
    values: { written: text.slice(0, 60) },
    message: `地块 ${row.code} 的事实「${text.slice(0, 60)}」不认识。`,
    remedy:
      '请写「地块」表的列名，或 fields.startPriceYuan、limits.far、admissions.36.tax_per_mu、geometry 这样的路径。',
  });
  return undefined;
}
