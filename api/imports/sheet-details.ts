import type { CityPack } from '../city/schema.ts';
import { dayCell, intervalCell, momentCell, moneyCell, numberCell, textCell } from './cells.ts';
import type { ColumnSpec } from './columns.ts';
import { normalHeader } from './columns.ts';
import type { Interval, ParcelDraft, ParcelEvent } from './schema.ts';
import { ParcelEventKind, UtilityState } from './schema.ts';
import type { SheetRow } from './sheet-rows.ts';
import {
  admissionColumns,
  costColumns,
  eventColumns,
  eventWords,
  utilityColumns,
  utilityStateWords,
} from './spreadsheet-columns.ts';
import { provenanceSpecs } from './sheet-provenance.ts';

type Named = { header: string; synonyms: readonly string[]; required: boolean };

function specsOf(columns: Record<string, Named>): ColumnSpec[] {
  const specs = Object.entries(columns).map(([key, { header, synonyms, required }]) => ({
    key,
    names: [header, ...synonyms],
    required,
  }));
  return [...specs, ...provenanceSpecs];
}

export const utilitySpecs = specsOf(utilityColumns);
export const costSpecs = specsOf(costColumns);
export const eventSpecs = specsOf(eventColumns);

export function admissionSpecs({ indicators }: Pick<CityPack, 'indicators'>): ColumnSpec[] {
  const columns = indicators.map(({ key, label, synonyms }) => ({
    key: `indicator.${key}`,
    names: [label['zh-CN'], label.en, ...synonyms],
    required: false,
  }));
  return [...specsOf(admissionColumns), ...columns];
}

/** One row may name several industries that share its limits: `17、29、33`. */
export function readAdmissionRow(
  row: SheetRow,
  { indicators }: Pick<CityPack, 'indicators'>,
): ParcelDraft['admissions'] {
  const industries = industryCodes(row);
  const read: Record<string, Interval> = {};
  for (const { key, unit, operator } of indicators) {
    const interval = intervalCell(row, `indicator.${key}`, { unit: unit['zh-CN'], bare: operator });
    if (interval !== undefined) read[key] = interval;
  }
  const note = textCell(row, 'note') ?? null;
  const basis = textCell(row, 'basis') ?? null;
  return industries.map((industry) => ({ industry, note, indicators: read, basis }));
}

/** `C3670 汽车零部件`, `36`, `17、29`: digits of GB/T 4754 with or without section letter and name. */
function industryCodes(row: SheetRow): string[] {
  const parts = row
    .text('industry')
    .normalize('NFKC')
    .split(/[、,;\s]+/)
    .filter((part) => /\d/.test(part));
  const codes = parts.map((part) => /^[A-T]?(\d{2,4})(?!\d)/i.exec(part)?.[1]);
  if (codes.length > 0 && codes.every((code) => code !== undefined)) return codes;
  row.report('industry', {
    rule: 'cell-industry',
    severity: 'error',
    values: { written: row.text('industry').slice(0, 60) },
    message: `地块 ${row.code} 的行业代码「${row.text('industry').slice(0, 60)}」不是 GB/T 4754 的 2 至 4 位数字。`,
    remedy: '请填写如 36、367 或 3670；多个行业用顿号分开，或各占一行。',
  });
  return [];
}

export function readUtilityRow(
  row: SheetRow,
  { utilities }: Pick<CityPack, 'utilities'>,
): ParcelDraft['utilities'] {
  const key = namedKey(row, 'utility', utilities);
  const state = wordKey(row.text('state'), utilityStateWords, UtilityState.options);
  if (state === undefined) {
    row.report('state', {
      rule: 'cell-choice',
      severity: 'error',
      values: { written: row.text('state').slice(0, 40), choices: '无、规划、在建、就绪' },
      message: `地块 ${row.code} 的配套状态「${row.text('state').slice(0, 40)}」不认识。`,
      remedy: '请填写：无、规划、在建、就绪。',
    });
  }
  if (key === undefined || state === undefined) return [];
  const capacity = textCell(row, 'capacity') ?? null;
  return [
    {
      key,
      state,
      capacity,
      capacityEn: textCell(row, 'capacityEn') ?? null,
      readyOn: dayCell(row, 'readyOn') ?? null,
    },
  ];
}

export function readCostRow(row: SheetRow, { costs }: Pick<CityPack, 'costs'>): ParcelDraft['costs'] {
  const key = namedKey(row, 'cost', costs);
  const unit = costs.find((cost) => cost.key === key)?.unit['zh-CN'] ?? '';
  const value = numberCell(row, 'value', unit);
  return key === undefined || value === undefined
    ? []
    : [{ key, value, note: textCell(row, 'note') ?? null }];
}

export function readEventRow(row: SheetRow): ParcelEvent[] {
  const kind = wordKey(row.text('kind'), eventWords, ParcelEventKind.options);
  const eventChoices = Object.values(eventWords)
    .map(([word]) => word)
    .join('、');
  if (kind === undefined) {
    row.report('kind', {
      rule: 'cell-choice',
      severity: 'error',
      values: { written: row.text('kind').slice(0, 40), choices: eventChoices },
      message: `地块 ${row.code} 的事件「${row.text('kind').slice(0, 40)}」不认识。`,
      remedy: `请填写：${eventChoices}。`,
    });
  }
  const at = momentCell(row, 'at', 'start');
  if (at === undefined && row.text('at') === '') {
    row.report('at', {
      rule: 'cell-date',
      severity: 'error',
      message: `地块 ${row.code} 的事件没有时间。`,
      remedy: '请填写发生的日期。',
    });
  }
  if (kind === undefined || at === undefined) return [];
  const amountYuan = moneyCell(row, 'amount') ?? null;
  return [{ kind, at, amountYuan, document: textCell(row, 'document') ?? null }];
}

type Labelled = { key: string; label: { 'zh-CN': string; en: string }; synonyms: readonly string[] };

function namedKey(row: SheetRow, column: string, known: readonly Labelled[]): string | undefined {
  const text = normalHeader(row.text(column));
  const found = known.find(({ key, label, synonyms }) =>
    [key, label['zh-CN'], label.en, ...synonyms].some((name) => normalHeader(name) === text),
  );
  if (found !== undefined) return found.key;
  const choices = known.map(({ label }) => label['zh-CN']).join('、');
  row.report(column, {
    rule: 'cell-choice',
    severity: 'error',
    values: { written: row.text(column).slice(0, 40), choices },
    message: `地块 ${row.code} 的「${row.text(column).slice(0, 40)}」不在城市配置中。`,
    remedy: `请填写：${choices}。`,
  });
  return undefined;
}

function wordKey<Key extends string>(
  text: string,
  words: Record<Key, readonly string[]>,
  keys: readonly Key[],
): Key | undefined {
  const wanted = normalHeader(text);
  return keys.find((key) => key === wanted || words[key].some((word) => normalHeader(word) === wanted));
}
