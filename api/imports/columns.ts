import { halfWidth } from '../units/rules.ts';
import type { Finding } from './schema.ts';
import type { Cell } from './tables.ts';
import { cellText } from './tables.ts';

/** One column that a sheet may have, by any of its names; `unit` is what stands in brackets behind the header. */
export type ColumnSpec = { key: string; names: readonly string[]; required: boolean };
export type FoundColumn = { index: number; header: string; unit: string | undefined };
export type FoundColumns = { columns: Map<string, FoundColumn>; findings: Finding[] };

/** Header texts are compared half-width, without blanks, case, stars and 必填 marks. */
export function normalHeader(text: string): string {
  return halfWidth(text)
    .replace(/[*★]/g, '')
    .replace(/\((?:必填|选填|可选)\)/g, '')
    .toLowerCase();
}

/** `出让面积(亩)` → `出让面积` and `亩`; a name that itself ends in brackets, such as 县(市、区), is tried whole first. */
function splitUnit(header: string): { base: string; unit: string } | undefined {
  const match =
    /^(.+?)[([【]([^()[\]【】]{1,20})[)\]】]$/.exec(header) ?? /^(.{2,}?)[_/]([^_/]{1,8})$/.exec(header);
  return match === null ? undefined : { base: match[1] ?? '', unit: match[2] ?? '' };
}

/** The row of the column headers: the first of ten in which one of the names of the key column stands. */
export function findHeaderRow(rows: readonly Cell[][], keyNames: readonly string[]): number | undefined {
  const wanted = new Set(keyNames.map(normalHeader));
  const index = rows
    .slice(0, 10)
    .findIndex((row) => row.some((cell) => wanted.has(normalHeader(cellText(cell)))));
  return index < 0 ? undefined : index;
}

/** Which column is which. What is unknown is said, what stands twice is refused, what is required and missing is said. */
export function matchColumns(
  headerRow: readonly Cell[],
  specs: readonly ColumnSpec[],
  row: number,
): FoundColumns {
  const keysByName = new Map(
    specs.flatMap(({ key, names }) => names.map((name) => [normalHeader(name), key] as const)),
  );
  const columns = new Map<string, FoundColumn>();
  const findings: Finding[] = [];
  for (const [index, cell] of headerRow.entries()) {
    const header = cellText(cell);
    if (header === '') continue;
    const whole = normalHeader(header);
    const split = splitUnit(whole);
    const key = keysByName.get(whole) ?? keysByName.get(split?.base ?? '');
    if (key === undefined) {
      findings.push(unknownColumn(header, row));
      continue;
    }
    const earlier = columns.get(key);
    if (earlier !== undefined) {
      findings.push(repeatedColumn([earlier.header, header], row));
      continue;
    }
    columns.set(key, { index, header, unit: keysByName.has(whole) ? undefined : split?.unit });
  }
  const missing = specs.filter(({ key, required }) => required && !columns.has(key));
  findings.push(...missing.map(({ names }) => missingColumn(names[0] ?? '', row)));
  return { columns, findings };
}

function unknownColumn(header: string, row: number): Finding {
  return {
    rule: 'column-unknown',
    severity: 'warning',
    message: `不认识的列「${header.slice(0, 40)}」，未读取。`,
    row,
    field: header.slice(0, 40),
    remedy: '如需导入，请改用模板中的列名；否则可以忽略。',
  };
}

function repeatedColumn(headers: [string, string], row: number): Finding {
  return {
    rule: 'column-repeated',
    severity: 'error',
    values: { first: headers[0] },
    message: `列「${headers[0]}」和「${headers[1]}」表示同一项内容。`,
    row,
    field: headers[1],
    remedy: '请只保留其中一列。',
  };
}

function missingColumn(name: string, row: number): Finding {
  return {
    rule: 'column-missing',
    severity: 'error',
    message: `缺少必需的列「${name}」。`,
    row,
    field: name,
    remedy: `请补上「${name}」列；可从导入页面下载模板对照。`,
  };
}
