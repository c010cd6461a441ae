import type { Fact, Parcel } from '../../api/parcels/schema.ts';
import { factAt } from '../parcels/facts.ts';
import type { Cell } from './cell.ts';

/** One column of a file about parcels, in one language. */
export type ExportColumn = {
  /** Shared with the columns of the table view. */
  key: string;
  label: string;
  /** Empty for what has none. */
  unit: string;
  read: (parcel: Parcel) => Cell;
  /** Where the value comes from; none for what names the parcel or is counted from today. */
  sources?: (parcel: Parcel) => Source[];
  /** Its documents are approved by an authority (批准), which nobody verifies again. */
  approved?: boolean;
};

/** 来源: which document says so, who checked or approved it and when. */
export type Source = {
  /** What of the column this is about, where it has parts; else empty. */
  part: string;
  document: string | null;
  number: string | null;
  verifiedBy: string | null;
  verifiedOn: string | null;
  validUntil: string | null;
  /** Null where the document states its own end, as an evaluation does. */
  fact: Fact | null;
  state: string | null;
};

/** The provenance of the value at a path of the record: the longest recorded prefix, else what holds for all fields. */
export function sourceAt(parcel: Pick<Parcel, 'facts'>, path: string): Source {
  const fact = factAt(parcel.facts, path) ?? parcel.facts['fields'] ?? null;
  return {
    part: '',
    document: fact?.source ?? null,
    number: fact?.sourceNumber ?? null,
    verifiedBy: fact?.verifiedBy ?? null,
    verifiedOn: fact?.verifiedOn ?? null,
    validUntil: fact?.validUntil ?? null,
    fact,
    state: null,
  };
}

export function from(path: string): Pick<ExportColumn, 'sources'> {
  return { sources: (parcel) => [sourceAt(parcel, path)] };
}

/** What every file says of every parcel: which it is, where it is read, as of when, and whether it is a sample. */
const always: readonly string[] = ['code', 'name', 'link', 'asOf', 'sample'];

/** The columns named and those no file goes without, in the order of `columns`. */
export function chosenColumns(columns: ExportColumn[], keys: readonly string[]): ExportColumn[] {
  return columns.filter(({ key }) => always.includes(key) || keys.includes(key));
}
