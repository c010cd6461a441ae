import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from './schema.ts';
import type { Table } from './tables.ts';
import { isBlank, maxTableRows } from './tables.ts';
import { decodeText } from './text.ts';

const maxRecordBytes = 100_000;

export type TableReading = { tables: Table[]; findings: Finding[] };

/** CSV (RFC 4180) in UTF-8 or GBK, with commas, semicolons or tabs; the name of the file stands for the sheet's. */
export function readCsv(file: string, bytes: Uint8Array): TableReading {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refused('文件编码既不是 UTF-8 也不是 GBK，或者不是文本。');
  const text = decoded.text.replace(/^\ufeff/, '');
  try {
    let excessRow: number | undefined;
    const rows = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: maxRecordBytes,
      on_record: (cells: string[], { records }) => {
        if (records <= maxTableRows) return cells;
        if (excessRow === undefined && !cells.every(isBlank)) excessRow = records;
        return null;
      },
    });
    const table: Table = { file, sheet: sheetOf(file), rows };
    return { tables: [excessRow === undefined ? table : { ...table, excessRow }], findings: [] };
  } catch (error) {
    const line = error instanceof CsvError && typeof error.lines === 'number' ? error.lines : undefined;
    return refused('CSV 无法解析：引号没有配对，或一行过长。', line);
  }
}

function delimiterOf(text: string): string {
  const firstLine = text.slice(0, 4000).split(/\r?\n/)[0] ?? '';
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: firstLine.split(mark).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function sheetOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.[^.]*$/, '');
}

function refused(message: string, line?: number): TableReading {
  const finding: Finding = {
    rule: 'csv-unreadable',
    severity: 'error',
    message,
    ...(line === undefined ? {} : { line }),
    remedy: '请用 Excel 或 WPS 另存为 .xlsx 后提交。',
  };
  return { tables: [], findings: [finding] };
}
