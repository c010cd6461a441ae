import readExcelFile from 'read-excel-file/node';
import type { InflationBudget } from './archive.ts';
import { readArchive } from './archive.ts';
import type { TableReading } from './csv.ts';
import type { Finding } from './schema.ts';
import type { Cell, Table } from './tables.ts';
import { isBlank, maxTableRows } from './tables.ts';

/** A workbook has a part for each sheet, drawing and style; more than this is no list of parcels. */
const maxParts = 200;
const maxSheets = 30;

/** An .xlsx. Its ZIP is held to the limits of any archive, and its XML to no document type, before the reader sees it. */
export async function readWorkbook(
  file: string,
  bytes: Uint8Array,
  budget: InflationBudget,
): Promise<TableReading> {
  const archive = readArchive(bytes, budget, maxParts);
  if (!archive.ok) return { tables: [], findings: [archive.finding] };
  if (archive.files.some((part) => /\.(?:xml|rels)$/i.test(part.name) && declaresDocumentType(part.bytes))) {
    return { tables: [], findings: [refused('xml-document-type', '工作簿中的 XML 声明了 DTD，已拒绝。')] };
  }
  try {
    const sheets = await readExcelFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (sheets.length > maxSheets)
      return { tables: [], findings: [refused('workbook-unreadable', `工作表超过 ${maxSheets} 个。`)] };
    return { tables: sheets.map(({ sheet, data }) => tableOf(file, sheet, data)), findings: [] };
  } catch {
    return { tables: [], findings: [refused('workbook-unreadable', '工作簿已损坏，或不是 Excel 工作簿。')] };
  }
}

function tableOf(file: string, sheet: string, data: readonly unknown[][]): Table {
  const rows = data.slice(0, maxTableRows).map((row) => row.map(cellOf));
  const excess = data.findIndex(
    (row, index) => index >= maxTableRows && row.some((cell) => !isBlank(cellOf(cell))),
  );
  return { file, sheet, rows, ...(excess === -1 ? {} : { excessRow: excess + 1 }) };
}

function cellOf(cell: unknown): Cell {
  if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  return cell instanceof Date ? cell : null;
}

/** Document types carry entity bombs; a spreadsheet never has one. Looks at the prologue, where alone it may stand. */
function declaresDocumentType(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '');
  return /<!DOCTYPE|<!ENTITY/i.test(head);
}

function refused(rule: string, message: string): Finding {
  return { rule, severity: 'error', message, remedy: '请用 Excel 或 WPS 打开，另存为新的 .xlsx 后提交。' };
}
