import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Industry } from './schema.ts';

const IndustryRow = z
  .object({
    code: z.string().regex(/^([A-T]|\d{2,4})$/),
    parent: z.string(),
    name_zh: z.string().min(1),
    name_en: z.string().min(1),
  })
  .transform((row): Industry => ({
    code: row.code,
    parent: row.parent || null,
    name: row.name_zh,
    nameEn: row.name_en,
  }));

/** Rows of GB/T 4754 from a CSV with the columns code, parent, name_zh, name_en, in the file's order. */
export async function readIndustries(file: string): Promise<Industry[]> {
  const rows: unknown = parse(await readFile(file), { columns: true, skip_empty_lines: true, bom: true });
  return z.array(IndustryRow).parse(rows);
}
