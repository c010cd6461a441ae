import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { decodeText } from '../imports/text.ts';
import type { Industry } from './schema.ts';

/** A table of industries that cannot be loaded; the message names its lines. */
export class IndustryTableError extends Error {
  override name = 'IndustryTableError';
}

const headers = {
  code: ['code', '代码', '行业代码'],
  name: ['name_zh', 'name', '名称', '类别名称', '行业名称'],
  nameEn: ['name_en', '英文名称'],
  parent: ['parent', '上级代码'],
} as const;

type Column = keyof typeof headers;
type Line = { line: number; text: (column: Column) => string };

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * Rows of GB/T 4754 in the file's order, from a CSV (UTF-8 or GBK) with a column for the code and one for the Chinese name, as
 * the standard's own table has them; `C3611` is read as `3611`. A parent that is not given is the code without its last
 * digit, for a division its section's letter where one stands before it, or the parent that it has in `known`. An English
 * name that is not given is the known one, else the Chinese name.
 * @throws IndustryTableError with every line that cannot be read, and for a table without these columns.
 */
export async function readIndustries(file: string, known: readonly Industry[] = []): Promise<Industry[]> {
  const lines = linesOf(await readFile(file));
  const knownByCode = new Map(known.map((industry) => [industry.code, industry]));
  const lineOfCode = new Map<string, number>();
  const problems: string[] = [];
  const read: { line: number; industry: Industry }[] = [];
  for (const line of lines) {
    const industry = readLine(line, knownByCode);
    if (typeof industry === 'string') {
      problems.push(`line ${line.line}: ${industry}`);
      continue;
    }
    const earlier = lineOfCode.get(industry.code);
    if (earlier !== undefined)
      problems.push(`line ${line.line}: code ${industry.code} already stands in line ${earlier}`);
    lineOfCode.set(industry.code, line.line);
    read.push({ line: line.line, industry });
  }
  for (const { line, industry } of read) {
    const { code, parent } = industry;
    if (parent !== null && !lineOfCode.has(parent) && !knownByCode.has(parent))
      problems.push(`line ${line}: the parent ${parent} of ${code} is neither in this table nor loaded`);
  }
  if (problems.length > 0) throw new IndustryTableError(firstOf(problems).join('\n'));
  return read.map(({ industry }) => industry);
}

function linesOf(bytes: Uint8Array): Line[] {
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw new IndustryTableError('not a CSV in UTF-8 or GBK');
  const [head, ...rows] = recordsOf(decoded.text);
  const titles = (head?.record ?? []).map((title) => title.normalize('NFKC').trim().toLowerCase());
  const at = (column: Column) => titles.findIndex((title) => headers[column].some((name) => name === title));
  const places = { code: at('code'), name: at('name'), nameEn: at('nameEn'), parent: at('parent') };
  for (const column of ['code', 'name'] as const)
    if (places[column] < 0)
      throw new IndustryTableError(`line 1: no column is called ${headers[column].join(' or ')}`);
  return rows
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
    .map(({ record, info }) => ({
      line: info.lines,
      text: (column) => (record[places[column]] ?? '').trim(),
    }));
}

function recordsOf(text: string) {
  try {
    return Records.parse(
      parse(text, { bom: true, info: true, relax_column_count: true, delimiter: [',', '\t'] }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new IndustryTableError(`not a CSV: ${error.message}`, { cause: error });
  }
}

/** The industry of one line, or what is wrong with it. */
function readLine({ text }: Line, known: ReadonlyMap<string, Industry>): Industry | string {
  const written = splitCode(text('code'));
  if (written === null)
    return `code "${text('code').slice(0, 40)}" is neither a section's letter nor 2 to 4 digits; a leading zero may have been lost`;
  const { section, code } = written;
  const name = text('name');
  if (name === '') return `${code} has no name`;
  const parent = parentOf(text('parent'), written) ?? known.get(code)?.parent;
  if (parent === undefined && /^\d\d$/.test(code))
    return `division ${code} needs its section: fill in the column parent, or write it as C${code}`;
  if (parent !== undefined && parent !== null && code.length > 2 && parent !== code.slice(0, -1))
    return `the parent of ${code} is ${code.slice(0, -1)}, not ${parent}`;
  if (section !== null && code.length === 2 && parent !== section)
    return `${section}${code} and its parent ${parent ?? ''} contradict each other`;
  const nameEn = text('nameEn') || known.get(code)?.nameEn || name;
  return { code, parent: parent ?? null, name, nameEn };
}

/** `C3611` → section C, code 3611; `C` alone is a section itself. */
function splitCode(text: string): { section: string | null; code: string } | null {
  const match = /^(?:([A-T])?(\d{2,4})|([A-T]))$/.exec(
    text.normalize('NFKC').replace(/\s/g, '').toUpperCase(),
  );
  const code = match?.[2] ?? match?.[3];
  return code === undefined ? null : { section: match?.[1] ?? null, code };
}

/** Null for a section, undefined where the code alone does not tell. */
function parentOf(given: string, { section, code }: { section: string | null; code: string }) {
  if (given !== '') return splitCode(given)?.code ?? given;
  if (/^[A-T]$/.test(code)) return null;
  return code.length > 2 ? code.slice(0, -1) : (section ?? undefined);
}

function firstOf(problems: string[]): string[] {
  const shown = 20;
  return problems.length <= shown
    ? problems
    : [...problems.slice(0, shown), `… and ${problems.length - shown} more lines`];
}
