import type { InflationBudget } from './archive.ts';
import { readArchive } from './archive.ts';
import type { TableReading } from './csv.ts';
import { readCsv } from './csv.ts';
import type { FileKind } from './file-kinds.ts';
import { baseName, readKind } from './file-kinds.ts';
import { readGeojson } from './geojson.ts';
import type { Finding } from './schema.ts';
import type { ShapefileParts } from './shapefile.ts';
import { readShapefile } from './shapefile.ts';
import type { Survey } from './survey.ts';
import type { Table } from './tables.ts';
import { readTxt } from './txt.ts';
import { readWorkbook } from './workbook.ts';

export type InputFile = { name: string; bytes: Uint8Array };

/** What all files of a batch say, before anything is matched: surveys still without a place, tables still without meaning. */
export type BatchContents = { surveys: Survey[]; tables: Table[]; findings: Finding[] };

type SortedFile = InputFile & { kind: FileKind };

/** Opens archives, tells the kinds apart and reads every file with its own reader. Findings carry the file's name. */
export async function readFiles(
  files: readonly InputFile[],
  budget: InflationBudget,
): Promise<BatchContents> {
  const contents: BatchContents = { surveys: [], tables: [], findings: [] };
  const sorted = files.flatMap((file) =>
    sortFile(file, { budget, findings: contents.findings, inArchive: false }),
  );
  const shapefileParts = new Map<string, Partial<ShapefileParts> & { file: string }>();
  for (const file of sorted) await readOne(file, { contents, budget, shapefileParts });
  for (const [stem, { shp, file, ...parts }] of shapefileParts) {
    if (shp === undefined) contents.findings.push({ ...shapeMissing(), file });
    else contents.surveys.push(readShapefile({ ...parts, shp, file: `${stem}.shp` }));
  }
  return contents;
}

type Sorting = { budget: InflationBudget; findings: Finding[]; inArchive: boolean };

function sortFile(file: InputFile, sorting: Sorting): SortedFile[] {
  if (baseName(file.name).startsWith('.')) return [];
  const reading = readKind(file.name, file.bytes);
  if (!reading.ok) {
    sorting.findings.push({ ...reading.finding, file: file.name });
    return [];
  }
  if (reading.kind !== 'zip') return [{ ...file, kind: reading.kind }];
  const archive = readArchive(file.bytes, sorting.budget);
  if (!archive.ok) {
    sorting.findings.push({ ...archive.finding, file: file.name });
    return [];
  }
  return archive.files.flatMap(({ name, bytes }) =>
    sortFile({ name: `${file.name}/${name}`, bytes }, { ...sorting, inArchive: true }),
  );
}

type Gathering = {
  contents: BatchContents;
  budget: InflationBudget;
  shapefileParts: Map<string, Partial<ShapefileParts> & { file: string }>;
};

async function readOne(
  { name, bytes, kind }: SortedFile,
  { contents, budget, shapefileParts }: Gathering,
): Promise<void> {
  switch (kind) {
    case 'txt':
      contents.surveys.push(readTxt(name, bytes));
      return;
    case 'geojson':
      contents.surveys.push(readGeojson(name, bytes));
      return;
    case 'csv':
      addTables(contents, readCsv(name, bytes), name);
      return;
    case 'xlsx':
      addTables(contents, await readWorkbook(name, bytes, budget), name);
      return;
    case 'shp':
    case 'dbf':
    case 'prj':
    case 'cpg': {
      const stem = name.replace(/\.[^./]+$/, '');
      const parts = shapefileParts.get(stem) ?? { file: name };
      shapefileParts.set(stem, { ...parts, [kind]: bytes });
      return;
    }
    case 'companion':
    case 'zip':
  }
}

function addTables(contents: BatchContents, { tables, findings }: TableReading, file: string): void {
  contents.tables.push(...tables);
  contents.findings.push(...findings.map((finding) => ({ ...finding, file })));
}

function shapeMissing(): Finding {
  return {
    rule: 'shp-parts-missing',
    severity: 'error',
    message: '有 .dbf、.prj 或 .cpg，却没有同名的 .shp。',
    remedy: '请把 .shp、.shx、.dbf、.prj（以及 .cpg）一起压缩成 ZIP 提交，文件名要一致。',
  };
}
