import type { ColumnSpec, FoundColumn } from './columns.ts';
import { findHeaderRow, matchColumns } from './columns.ts';
import type { Finding } from './schema.ts';
import { codeHeaders } from './spreadsheet-columns.ts';
import { normalCode } from './survey.ts';
import type { Cell, Table } from './tables.ts';
import { cellText, isBlank, maxTableRows } from './tables.ts';

/** One row of a sheet, with its cells by the key of their column. `report` fills in file, row and column. */
export type SheetRow = {
  code: string;
  file: string;
  row: number;
  cell(key: string): Cell;
  text(key: string): string;
  column(key: string): FoundColumn | undefined;
  report(key: string | undefined, finding: Omit<Finding, 'file' | 'row' | 'field'>): void;
};

const codeKey = 'code';

/**
 * The rows below the header row that belong to a parcel. Every finding goes into `findings` with file and row; a sheet
 * whose required columns are missing has no rows.
 */
export function readRows(table: Table, specs: readonly ColumnSpec[], findings: Finding[]): SheetRow[] {
  const { file } = table;
  if (table.excessRow !== undefined) findings.push({ ...tableTooLong(table), file, row: table.excessRow });
  const at = findHeaderRow(table.rows, codeHeaders);
  if (at === undefined) {
    if (table.rows.some((row) => row.some((cell) => !isBlank(cell)))) findings.push(noHeaderRow(table));
    return [];
  }
  const headerRow = table.rows[at] ?? [];
  const found = matchColumns(
    headerRow,
    [{ key: codeKey, names: codeHeaders, required: true }, ...specs],
    at + 1,
  );
  findings.push(...found.findings.map((finding) => ({ ...finding, file })));
  if (found.findings.some(({ severity }) => severity === 'error')) return [];
  const rows: SheetRow[] = [];
  for (const [index, cells] of table.rows.entries()) {
    if (index <= at || cells.every(isBlank)) continue;
    const row = index + 1;
    const cell = (key: string) => cells[found.columns.get(key)?.index ?? -1] ?? null;
    const code = normalCode(cellText(cell(codeKey)));
    if (code === null) {
      findings.push({ ...codeMissing(), file, row });
      continue;
    }
    rows.push({
      code,
      file,
      row,
      cell,
      text: (key) => cellText(cell(key)),
      column: (key) => found.columns.get(key),
      report: (key, finding) => {
        const field = key === undefined ? undefined : found.columns.get(key)?.header;
        findings.push({ ...finding, parcel: code, file, row, ...(field === undefined ? {} : { field }) });
      },
    });
  }
  return rows;
}

function tableTooLong({ sheet }: Table): Finding {
  return {
    rule: 'table-too-long',
    severity: 'error',
    values: { sheet: sheet.slice(0, 40), limit: maxTableRows },
    message: `工作表「${sheet.slice(0, 40)}」超过 ${maxTableRows} 行，从本行起没有读取。`,
    remedy: '请分成几个文件，分批提交。',
  };
}

function noHeaderRow({ file, sheet }: Table): Finding {
  return {
    rule: 'column-missing',
    severity: 'error',
    values: { sheet: sheet.slice(0, 40) },
    message: `工作表「${sheet}」的前 10 行中没有「${codeHeaders[0]}」列。`,
    file,
    remedy: '请把列名放在第一行；各表都以地块编号对应。',
  };
}

function codeMissing(): Omit<Finding, 'file' | 'row'> {
  return {
    rule: 'parcel-code-missing',
    severity: 'error',
    message: '这一行没有地块编号。',
    remedy: '请填写地块编号，或删除这一行；合并单元格请拆开逐行填写。',
  };
}
