import type { Comparison } from '../units/intervals.ts';
import { parseInterval } from '../units/intervals.ts';
import type { ParseFailure } from '../units/rules.ts';
import { areaUnitOf, halfWidth, moneyUnitOf, parseAreaSqm, parseNumber, parseYuan } from '../units/rules.ts';
import type { WrittenDate } from './dates.ts';
import { readCellDate, readSerialDate, readWrittenDate, shanghaiInstant } from './dates.ts';
import type { Interval } from './schema.ts';
import type { SheetRow } from './sheet-rows.ts';
import { cellText, isLeftOpen } from './tables.ts';

/** A cell read, or undefined where nothing stands or where it was refused (and reported). */
type Read<T> = T | undefined;

const failureWords: Record<ParseFailure, string> = {
  empty: '是空的',
  'not-a-number': '不是一个数',
  'unknown-unit': '带有不认识或不适用的单位',
  'unit-missing': '没有单位，列名中也没有写明',
  'not-whole-yuan': '不足一元的零头，金额须为整元',
  'out-of-range': '超出合理范围',
};

/** Those failures that another unit, or one at all, would mend. */
function isUnitFailure(reason: ParseFailure): boolean {
  return reason === 'unknown-unit' || reason === 'unit-missing' || reason === 'not-whole-yuan';
}

function isAbsent(row: SheetRow, key: string): boolean {
  return row.text(key) === '' || isLeftOpen(row.cell(key));
}

function refuse(
  row: SheetRow,
  key: string,
  { rule, cause, remedy }: { rule: string; cause: string; remedy: string },
): undefined {
  const text = row.text(key).slice(0, 60);
  row.report(key, {
    rule,
    severity: 'error',
    values: { written: text },
    message: `地块 ${row.code} 的「${row.column(key)?.header ?? key}」写作「${text}」，${cause}。`,
    remedy,
  });
  return undefined;
}

export function textCell(row: SheetRow, key: string): Read<string> {
  return isAbsent(row, key) ? undefined : row.text(key);
}

export function numberCell(row: SheetRow, key: string, unit = ''): Read<number> {
  if (isAbsent(row, key)) return undefined;
  const parsed = parseNumber(row.text(key), unit);
  if (parsed.ok) return parsed.value;
  return refuse(row, key, {
    rule: 'cell-number',
    cause: failureWords[parsed.reason],
    remedy: '请填写数字。',
  });
}

export function integerCell(row: SheetRow, key: string, unit = ''): Read<number> {
  const value = numberCell(row, key, unit);
  if (value === undefined || Number.isInteger(value)) return value;
  return refuse(row, key, { rule: 'cell-number', cause: '不是整数', remedy: '请填写整数。' });
}

/** Square metres. The unit stands in the cell or in the header; without either the cell is refused. */
export function areaCell(row: SheetRow, key: string): Read<number> {
  if (isAbsent(row, key)) return undefined;
  const parsed = parseAreaSqm(row.text(key), areaUnitOf(row.column(key)?.unit ?? ''));
  if (parsed.ok && parsed.value > 0) return parsed.value;
  if (parsed.ok) {
    const remedy = '请填写大于 0 的面积；不知道时留空。';
    return refuse(row, key, { rule: 'cell-area', cause: '不是正数', remedy });
  }
  return refuse(row, key, {
    rule: 'cell-area',
    cause: failureWords[parsed.reason],
    remedy: isUnitFailure(parsed.reason)
      ? '请在列名中写明单位，如「出让面积(亩)」「出让面积(公顷)」「出让面积(㎡)」。'
      : '请填写大于 0 的数字；不知道时留空。',
  });
}

const perMuUnit = /(?:^|\/|每|\/每)亩$/;

/**
 * Integer yuan, and whether they are a price per 亩, as only 增价幅度 may be: `0.2万元/亩`. Either unit, that of the cell or
 * that of the header, may say 亩.
 */
export function moneyRateCell(row: SheetRow, key: string): Read<{ yuan: number; perMu: boolean }> {
  if (isAbsent(row, key)) return undefined;
  const headerUnit = row.column(key)?.unit ?? '';
  const text = halfWidth(row.text(key));
  const perMu = perMuUnit.test(text) || perMuUnit.test(headerUnit);
  const parsed = parseYuan(text.replace(perMuUnit, ''), moneyUnitOf(headerUnit.replace(perMuUnit, '')));
  if (parsed.ok) return { yuan: parsed.value, perMu };
  const remedy = isUnitFailure(parsed.reason)
    ? '请在列名中写明单位，如「起始价(万元)」「起始价(元)」；金额须能化为整元。'
    : '请填写不小于 0 的金额；不知道时留空。';
  return refuse(row, key, { rule: 'cell-money', cause: failureWords[parsed.reason], remedy });
}

/** Integer yuan of the whole parcel. A price per 亩 is refused: stored as a sum it would be wrong by the parcel's 亩. */
export function moneyCell(row: SheetRow, key: string): Read<number> {
  const money = moneyRateCell(row, key);
  if (money === undefined || !money.perMu) return money?.yuan;
  const name = row.column(key)?.header.replace(/[(（[【_].*$/, '') ?? key;
  return refuse(row, key, {
    rule: 'money-per-mu',
    cause: '是每亩的单价，这一列要的是总价',
    remedy: `请乘以面积，写成总价，列名如「${name}(万元)」。`,
  });
}

const yes = /^(?:是|有|y|yes|true|1|√|✓|✔)$/i;
const no = /^(?:否|无|不|没有|n|no|false|0|×|✗|x)$/i;

export function yesNoCell(row: SheetRow, key: string): Read<boolean> {
  const text = halfWidth(row.text(key));
  if (yes.test(text)) return true;
  if (no.test(text)) return false;
  if (isAbsent(row, key)) return undefined;
  return refuse(row, key, {
    rule: 'cell-yes-no',
    cause: '不是「是」或「否」',
    remedy: '请填写「是」或「否」。',
  });
}

function dateOf(row: SheetRow, key: string): Read<WrittenDate> {
  if (isAbsent(row, key)) return undefined;
  const cell = row.cell(key);
  if (cell instanceof Date) return readCellDate(cell);
  const text = cellText(cell);
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? readSerialDate(Number(text)) : undefined;
  return serial ?? readWrittenDate(text) ?? refuse(row, key, badDate);
}

const badDate = {
  rule: 'cell-date',
  cause: '不是可以识别的日期',
  remedy: '请写成 2026-03-02、2026/3/2、2026.3.2 或 2026年3月2日，可加时间 16:00。',
};

export function dayCell(row: SheetRow, key: string): Read<string> {
  return dateOf(row, key)?.day;
}

/** An instant in Shanghai. A deadline without a time of day means its last second, a beginning its first. */
export function momentCell(row: SheetRow, key: string, edge: 'start' | 'end'): Read<string> {
  const date = dateOf(row, key);
  if (date === undefined) return undefined;
  if (date.time === undefined && edge === 'end') {
    row.report(key, {
      rule: 'time-of-day-missing',
      severity: 'notice',
      message: `地块 ${row.code} 的「${row.column(key)?.header ?? key}」只有日期，按当日 23:59:59 截止。`,
      remedy: '如公告写明了时刻，请补上，如 2026-03-20 16:00。',
    });
  }
  return shanghaiInstant(date, edge === 'start' ? '00:00:00' : '23:59:59');
}

export type IntervalReading = { unit: string; bare: Comparison | undefined };

const asked: Interval = { lower: null, lowerOp: null, upper: null, upperOp: null };

const intervalCauses = {
  empty: '是空的',
  'not-a-number': '不是一个要求',
  'unknown-unit': '单位与城市配置不符',
  'operator-missing': '没有写明是不低于还是不超过',
  'upside-down': '上下限矛盾',
} as const;

/** 待定 and the like: asked for, value not known. Blank: not stated. */
export function intervalCell(row: SheetRow, key: string, { unit, bare }: IntervalReading): Read<Interval> {
  if (row.text(key) === '') return undefined;
  if (isLeftOpen(row.cell(key))) return asked;
  const headerUnit = row.column(key)?.unit;
  if (headerUnit !== undefined && !sameUnit(headerUnit, unit) && !isBoundWord(headerUnit)) {
    const cause = `列的单位「${headerUnit}」与城市配置的「${unit || '无单位'}」不符`;
    return refuse(row, key, { rule: 'cell-unit', cause, remedy: `请换算为「${unit || '无单位'}」后填写。` });
  }
  const cell = row.cell(key);
  if (unit === '%' && typeof cell === 'number' && cell > 0 && cell < 1) {
    const cause = `可能是 ${cellText(cell)}%，也可能是设成百分比格式的 ${cellText(cell * 100)}%`;
    return refuse(row, key, { rule: 'cell-percent', cause, remedy: '请写成带百分号的文字，如「≥30%」。' });
  }
  const parsed = parseInterval(unifyUnit(row.text(key), unit), unit, bare);
  if (parsed.ok) return parsed.value;
  const remedy = '请写成「≥32」「≤0.15」「1.5-2.5」之一，单位与列名一致。';
  return refuse(row, key, { rule: 'cell-interval', cause: intervalCauses[parsed.reason], remedy });
}

function isBoundWord(text: string): boolean {
  return /^(?:上限|下限|最大|最小)$/.test(text);
}

/** 米 and m, 万元/亩·年 and 万元/亩, 标煤 and 标准煤 are the same unit written differently. */
function comparableUnit(unit: string): string {
  return halfWidth(unit)
    .toLowerCase()
    .replace(/^米$/, 'm')
    .replace(/[·.]?\/?年$/, '')
    .replace('标准煤', '标煤')
    .replace('tce', '吨标煤')
    .replace(/(^|\/)t(?=\/|$)/, '$1吨');
}

function sameUnit(a: string, b: string): boolean {
  return comparableUnit(a) === comparableUnit(b);
}

/** Rewrites another spelling of the unit behind a number to the one that is expected. */
function unifyUnit(text: string, unit: string): string {
  return halfWidth(text).replace(
    /(\d)([^\d<>≤≥~,;且至到-][^\d<>≤≥~,;且至到-]*)/g,
    (whole, digit: string, written: string) => (sameUnit(written, unit) ? `${digit}${unit}` : whole),
  );
}
