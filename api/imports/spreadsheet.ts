import type { CityPack } from '../city/schema.ts';
import { normalHeader } from './columns.ts';
import type { Finding, ParcelDraft } from './schema.ts';
import {
  admissionSpecs,
  costSpecs,
  eventSpecs,
  readAdmissionRow,
  readCostRow,
  readEventRow,
  readUtilityRow,
  utilitySpecs,
} from './sheet-details.ts';
import { parcelSpecs, readParcelRow } from './sheet-parcels.ts';
import { factPathOf, factSpecs, rowProvenance } from './sheet-provenance.ts';
import type { SheetRow } from './sheet-rows.ts';
import { readRows } from './sheet-rows.ts';
import {
  admissionSheet,
  costSheet,
  eventSheet,
  factSheet,
  parcelSheet,
  utilitySheet,
} from './spreadsheet-columns.ts';
import type { Table } from './tables.ts';
import { cellText, isBlank } from './tables.ts';

/** What the sheets state of one parcel. */
export type SheetParts = Pick<
  ParcelDraft,
  'fields' | 'limits' | 'admissions' | 'utilities' | 'costs' | 'events' | 'provenance' | 'places'
>;

export type SpreadsheetReading = { parts: Map<string, SheetParts>; findings: Finding[] };
export type SheetPack = Pick<CityPack, 'limits' | 'indicators' | 'utilities' | 'costs'>;

const sheetKinds = ['parcels', 'admissions', 'utilities', 'costs', 'events', 'facts'] as const;
type SheetKind = (typeof sheetKinds)[number];

const sheetNames: Record<SheetKind, string> = {
  parcels: parcelSheet,
  admissions: admissionSheet,
  utilities: utilitySheet,
  costs: costSheet,
  events: eventSheet,
  facts: factSheet,
};

/** Reading state: parts by parcel code, and where each thing was first stated, to name both places of a repetition. */
type Reading = SpreadsheetReading & { pack: SheetPack; firstStated: Map<string, SheetRow> };

/** All sheets of all spreadsheets of a batch, matched by parcel code. */
export function readTables(tables: readonly Table[], pack: SheetPack): SpreadsheetReading {
  const reading: Reading = { parts: new Map(), findings: [], pack, firstStated: new Map() };
  const told = new Set<string>();
  for (const table of tables) {
    const kind = kindOf(table);
    if (kind === undefined) {
      if (!/说明|readme|目录|字典/i.test(table.sheet) && !table.rows.flat().every(isBlank))
        reading.findings.push(unknownSheet(table));
      continue;
    }
    for (const row of readRows(table, specsOf(kind, pack), reading.findings)) {
      told.add(row.file);
      readRow(reading, kind, row);
    }
  }
  for (const { file } of reading.findings) if (file !== undefined) told.add(file);
  const silent = new Set(tables.map(({ file }) => file).filter((file) => !told.has(file)));
  reading.findings.push(...[...silent].map(emptyTable));
  return { parts: reading.parts, findings: reading.findings };
}

/** By the name of the sheet; a CSV or a renamed sheet by the columns that only one kind has. */
function kindOf({ sheet, rows }: Table): SheetKind | undefined {
  const named = sheetKinds.find((kind) => sheet.trim() === sheetNames[kind]);
  if (named !== undefined) return named;
  const headers = new Set(
    rows
      .slice(0, 10)
      .flat()
      .map((cell) => normalHeader(cellText(cell)).replace(/[([].*$/, '')),
  );
  if (headers.has('行业代码') || headers.has('准入行业代码')) return 'admissions';
  if (headers.has('事实')) return 'facts';
  if (headers.has('事件')) return 'events';
  if (headers.has('要素')) return 'costs';
  if (headers.has('配套') || headers.has('配套项目')) return 'utilities';
  const isParcels = ['地块名称', '出让面积', '起始价', '园区', '挂牌截止'].some((header) =>
    headers.has(header),
  );
  return isParcels ? 'parcels' : undefined;
}

function specsOf(kind: SheetKind, pack: SheetPack) {
  const specs = {
    parcels: () => parcelSpecs(pack),
    admissions: () => admissionSpecs(pack),
    utilities: () => utilitySpecs,
    costs: () => costSpecs,
    events: () => eventSpecs,
    facts: () => factSpecs,
  };
  return specs[kind]();
}

function readRow(reading: Reading, kind: SheetKind, row: SheetRow): void {
  const parts = partsOf(reading, row.code);
  const readers: Record<SheetKind, () => void> = {
    parcels: () => addParcel(reading, parts, row),
    admissions: () => addAdmissions(reading, parts, row),
    utilities: () => addUtilities(reading, parts, row),
    costs: () => addCosts(reading, parts, row),
    events: () => addEvents(reading, parts, row),
    facts: () => addFact(reading, parts, row),
  };
  readers[kind]();
}

function partsOf(reading: Reading, code: string): SheetParts {
  const known = reading.parts.get(code);
  if (known !== undefined) return known;
  const fresh: SheetParts = {
    fields: {},
    limits: {},
    admissions: [],
    utilities: [],
    costs: [],
    events: [],
    provenance: {},
    places: {},
  };
  reading.parts.set(code, fresh);
  return fresh;
}

/** False when the same thing was stated before; both places are then named. */
function isFirst(reading: Reading, row: SheetRow, { key, what }: { key: string; what: string }): boolean {
  const fullKey = `${row.code}\n${key}`;
  const earlier = reading.firstStated.get(fullKey);
  if (earlier === undefined) {
    reading.firstStated.set(fullKey, row);
    return true;
  }
  const place = earlier.file === row.file ? `第 ${earlier.row} 行` : `${earlier.file} 第 ${earlier.row} 行`;
  row.report(undefined, {
    rule: 'row-repeated',
    severity: 'error',
    values: { earlierFile: earlier.file, earlierRow: earlier.row },
    message: `地块 ${row.code} 的${what}出现了两次：${place}和本行（第 ${row.row} 行）。`,
    remedy: '请只保留其中一行。',
  });
  return false;
}

function note(parts: SheetParts, part: string, row: SheetRow): void {
  parts.places[part] ??= { file: row.file, row: row.row };
}

function addProvenance(parts: SheetParts, row: SheetRow, paths: readonly string[]): void {
  const stated = rowProvenance(row);
  if (stated === undefined) return;
  for (const path of paths) parts.provenance[path] ??= stated;
}

function addParcel(reading: Reading, parts: SheetParts, row: SheetRow): void {
  if (!isFirst(reading, row, { key: 'fields', what: '记录' })) return;
  const { fields, limits } = readParcelRow(row, reading.pack);
  Object.assign(parts.fields, fields);
  Object.assign(parts.limits, limits);
  note(parts, 'fields', row);
  if (Object.keys(limits).length > 0) note(parts, 'limits', row);
  addProvenance(parts, row, ['fields', 'limits']);
}

function addAdmissions(reading: Reading, parts: SheetParts, row: SheetRow): void {
  note(parts, 'admissions', row);
  for (const admission of readAdmissionRow(row, reading.pack)) {
    const path = `admissions.${admission.industry}`;
    if (!isFirst(reading, row, { key: path, what: `行业 ${admission.industry} ` })) continue;
    parts.admissions.push(admission);
    addProvenance(parts, row, [path]);
  }
}

function addUtilities(reading: Reading, parts: SheetParts, row: SheetRow): void {
  note(parts, 'utilities', row);
  for (const utility of readUtilityRow(row, reading.pack)) {
    const path = `utilities.${utility.key}`;
    if (!isFirst(reading, row, { key: path, what: `配套「${row.text('utility')}」` })) continue;
    parts.utilities.push(utility);
    addProvenance(parts, row, [path]);
  }
}

function addCosts(reading: Reading, parts: SheetParts, row: SheetRow): void {
  note(parts, 'costs', row);
  for (const cost of readCostRow(row, reading.pack)) {
    const path = `costs.${cost.key}`;
    if (!isFirst(reading, row, { key: path, what: `要素「${row.text('cost')}」` })) continue;
    parts.costs.push(cost);
    addProvenance(parts, row, [path]);
  }
}

function addEvents(reading: Reading, parts: SheetParts, row: SheetRow): void {
  note(parts, 'events', row);
  for (const event of readEventRow(row)) {
    if (isFirst(reading, row, { key: `event.${event.kind}.${event.at}`, what: '这一事件' }))
      parts.events.push(event);
  }
}

/** A fact of its own outweighs what its row says of its origin. */
function addFact(reading: Reading, parts: SheetParts, row: SheetRow): void {
  const path = factPathOf(row);
  if (path === undefined || !isFirst(reading, row, { key: `fact.${path}`, what: `事实「${path}」的来源` }))
    return;
  const stated = rowProvenance(row);
  if (stated !== undefined) parts.provenance[path] = stated;
}

function emptyTable(file: string): Finding {
  return {
    rule: 'table-empty',
    severity: 'warning',
    message: '表中没有任何数据行。',
    file,
    remedy: '请确认提交的是填好的地块表；不需要时请从这一批中去掉。',
  };
}

function unknownSheet({ file, sheet }: Table): Finding {
  return {
    rule: 'sheet-unknown',
    severity: 'warning',
    values: { sheet: sheet.slice(0, 40) },
    message: `工作表「${sheet.slice(0, 40)}」不认识，未读取。`,
    file,
    remedy: `可用的工作表：${Object.values(sheetNames).join('、')}。`,
  };
}
