import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { expect } from 'vitest';

type SavedSheets = {
  /** The CSV, each row by its heads. */
  lines: Record<string, string>[];
  /** The workbook's sheet 地块: a row of heads, a row of units, then a row for each parcel. */
  heads: unknown[];
  units: unknown[];
  rows: unknown[][];
  /** Its sheets 来源 and 说明. */
  sources: unknown[][];
  notes: Record<string, unknown>;
};

/** Saves a page's Excel and CSV, and reads both with other libraries than those that wrote them. */
export async function saveSheets(page: Page): Promise<SavedSheets> {
  const workbook = await readExcelFile(readFileSync(await save(page, /Excel/, 'xlsx')));
  const text = readFileSync(await save(page, /^CSV/, 'csv'), 'utf8');
  const lines: Record<string, string>[] = parse(text, { bom: true, columns: true });
  const rowsOf = (name: string): unknown[][] => workbook.find(({ sheet }) => sheet === name)?.data ?? [];
  const [heads = [], units = [], ...rows] = rowsOf('地块');
  const notes = Object.fromEntries(rowsOf('说明').map(([label, words]) => [String(label), words]));
  return { lines, heads, units, rows, sources: rowsOf('来源'), notes };
}

async function save(page: Page, name: RegExp, ending: string): Promise<string> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
  return file.path();
}
