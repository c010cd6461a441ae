import { decodeNamed, mayBeUtf8 } from './text.ts';

/** Attribute rows of a shapefile in file order; a row marked as deleted is null. */
export type DbfTable =
  { ok: true; columns: string[]; rows: (string[] | null)[] } | { ok: false; reason: DbfFailure };
export type DbfFailure = 'truncated' | 'not-a-dbf' | 'encoding';

type Column = { nameBytes: Uint8Array; from: number; length: number };

const encodingNames: readonly (readonly [RegExp, string])[] = [
  [/^utf-?8$|^65001$/i, 'utf-8'],
  [/gb|936|chinese/i, 'gb18030'],
  [/big5|950/i, 'big5'],
  [/^(?:ansi |oem )?1252$|8859-?1$|latin-?1/i, 'latin1'],
];

/** Language driver 0x4D in the header stands for code page 936, GBK. */
const gbkDriver = 0x4d;

/**
 * dBASE III table. All counts are checked against the bytes before anything is allocated. Values stay text: what a number
 * or a date means is decided by whoever knows the column.
 * @param codePage contents of the `.cpg` beside it, if there is one.
 */
export function readDbf(bytes: Uint8Array, codePage: string | undefined): DbfTable {
  if (bytes.length < 33) return { ok: false, reason: 'truncated' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const rowLength = view.getUint16(10, true);
  if (headerLength < 33 || rowLength < 2) return { ok: false, reason: 'not-a-dbf' };
  if (headerLength + count * rowLength > bytes.length) return { ok: false, reason: 'truncated' };
  const columns = readColumns(bytes, headerLength);
  const width = columns.reduce((sum, column) => sum + column.length, 1);
  if (columns.length === 0 || width !== rowLength) return { ok: false, reason: 'not-a-dbf' };
  const rows = Array.from({ length: count }, (_, index) => {
    const at = headerLength + index * rowLength;
    return bytes.subarray(at, at + rowLength);
  });
  const encoding = encodingOf(codePage, bytes[29]) ?? detectEncoding(columns, rows);
  // Names and values are cut at their width, also in the middle of a character.
  const read = (value: Uint8Array) =>
    decodeNamed(value, encoding)
      ?.replace(/\0.*$/s, '')
      .trim()
      .replace(/\ufffd$/, '') ?? '';
  const names = columns.map((column) => read(column.nameBytes));
  const table = rows.map((row) =>
    row[0] === 0x2a ? null : columns.map(({ from, length }) => read(row.subarray(from, from + length))),
  );
  const isGarbled = [names, ...table].some((row) => row?.some((value) => value.includes('\ufffd')));
  return isGarbled ? { ok: false, reason: 'encoding' } : { ok: true, columns: names, rows: table };
}

function readColumns(bytes: Uint8Array, headerLength: number): Column[] {
  const columns: Column[] = [];
  let from = 1;
  for (let at = 32; at + 32 < headerLength + 1 && bytes[at] !== 0x0d; at += 32) {
    const length = bytes[at + 16] ?? 0;
    const nameEnd = bytes.subarray(at, at + 11).indexOf(0);
    columns.push({ nameBytes: bytes.subarray(at, at + (nameEnd < 0 ? 11 : nameEnd)), from, length });
    from += length;
  }
  return columns;
}

function encodingOf(codePage: string | undefined, driver: number | undefined): string | undefined {
  const named = encodingNames.find(([pattern]) => pattern.test((codePage ?? '').trim()))?.[1];
  return named ?? (driver === gbkDriver ? 'gb18030' : undefined);
}

/** Neither `.cpg` nor driver: UTF-8 if every value is, else GBK, which desktop GIS on Chinese Windows writes. */
function detectEncoding(columns: readonly Column[], rows: readonly Uint8Array[]): string {
  const namesAreUtf8 = columns.every(({ nameBytes }) => mayBeUtf8(nameBytes));
  const valuesAreUtf8 = rows.every((row) =>
    columns.every(({ from, length }) => mayBeUtf8(row.subarray(from, from + length))),
  );
  return namesAreUtf8 && valuesAreUtf8 ? 'utf-8' : 'gb18030';
}
