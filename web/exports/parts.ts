import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Cell, NumberCell } from './cell.ts';
import type { ExportColumn } from './column.ts';
import type { MissingParcel } from './export-parcels.ts';

/** One column as it stands in a file: a requirement with two bounds takes two. */
export type Part = { label: string; unit: string; cells: Cell[]; column: ExportColumn };

/**
 * A column's cells for all records. Bounds of requirements stand apart, each a number; a bound that no record has takes
 * no column, and where a record has none of both its word stands in the first.
 */
export function partsOf(column: ExportColumn, records: readonly Parcel[], locale: Locale): Part[] {
  const cells = records.map(column.read);
  const { label, unit } = column;
  const has = (side: 'lower' | 'upper') =>
    cells.some((cell) => cell.kind === 'requirement' && cell[side] !== null);
  const sides = (['lower', 'upper'] as const).filter(has);
  const [first] = sides;
  if (first === undefined) return [{ label, unit, cells, column }];
  const labels = {
    lower: m.export_at_least({ label }, { locale }),
    upper: m.export_at_most({ label }, { locale }),
  };
  return sides.map((side) => ({
    label: sides.length === 1 ? label : labels[side],
    unit,
    cells: cells.map((cell) => boundOf(cell, side, side === first)),
    column,
  }));
}

/** What a row of a missing parcel says in a column. */
export function missingText(
  { key }: Pick<ExportColumn, 'key'>,
  { code, name, state }: MissingParcel,
): string {
  return { code, name, status: state }[key] ?? '';
}

const nothing: Cell = { kind: 'text', text: '' };

function boundOf(cell: Cell, side: 'lower' | 'upper', first: boolean): Cell {
  if (cell.kind !== 'requirement') return first ? cell : nothing;
  const bound: NumberCell | null = cell[side];
  return bound ?? nothing;
}
