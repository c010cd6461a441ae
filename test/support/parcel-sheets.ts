import writeExcelFile from 'write-excel-file/node';
import { readBatch } from '../../api/imports/batch.ts';
import type { InputFile } from '../../api/imports/batch-files.ts';
import { smallPack } from './small-pack.ts';

/** A cell as a workbook is made of. */
export type Value = string | number | Date | boolean | null;

/** A workbook of sheets by their names; `name` is the file’s. */
export async function workbook(sheets: Record<string, Value[][]>, name = '地块.xlsx'): Promise<InputFile> {
  const data = Object.entries(sheets).map(([sheet, data]) => ({
    sheet,
    data: data.map((row) =>
      row.map((value) => (value instanceof Date ? { value, format: 'yyyy-mm-dd hh:mm' } : value)),
    ),
  }));
  return { name, bytes: new Uint8Array(await writeExcelFile(data).toBuffer()) };
}

/** What the import makes of one workbook. */
export async function readSheets(sheets: Record<string, Value[][]>) {
  return readBatch([await workbook(sheets)], { pack: smallPack });
}

/** What the import makes of one parcel with one value under a header of the sheet 地块. */
export async function readParcel(header: string, value: Value) {
  const { drafts, findings } = await readSheets({
    地块: [
      ['地块编号', header],
      ['A-1', value],
    ],
  });
  return {
    fields: drafts[0]?.fields,
    limits: drafts[0]?.limits,
    rules: findings.map(({ rule }) => rule),
    findings,
  };
}
