import type { z } from 'zod';
import type { CityPack, LimitDefinition } from '../city/schema.ts';
import {
  areaCell,
  dayCell,
  integerCell,
  intervalCell,
  momentCell,
  moneyCell,
  moneyRateCell,
  textCell,
  yesNoCell,
} from './cells.ts';
import type { ColumnSpec } from './columns.ts';
import type { Interval } from './schema.ts';
import { ParcelFields } from './schema.ts';
import type { SheetRow } from './sheet-rows.ts';
import type { ParcelColumn } from './spreadsheet-columns.ts';
import { limitBoundSuffixes, parcelColumns } from './spreadsheet-columns.ts';
import { provenanceSpecs } from './sheet-provenance.ts';

export function parcelSpecs({ limits }: Pick<CityPack, 'limits'>): ColumnSpec[] {
  return [
    // A sheet may state only what changes; whether a new parcel has all it needs is judged on the whole draft.
    ...parcelColumns.map(({ field, header, synonyms }) => ({
      key: field,
      names: [header, ...synonyms],
      required: false,
    })),
    ...limits.flatMap((limit) => {
      const names = [limit.label['zh-CN'], limit.label.en, ...limit.synonyms];
      const bounded = (bound: 'lower' | 'upper') => ({
        key: `${bound}.${limit.key}`,
        names: names.flatMap((name) => limitBoundSuffixes[bound].map((suffix) => name + suffix)),
        required: false,
      });
      return [{ key: `limit.${limit.key}`, names, required: false }, bounded('lower'), bounded('upper')];
    }),
    ...provenanceSpecs,
  ];
}

/** Everything that one row of the sheet 地块 states. */
export function readParcelRow(
  row: SheetRow,
  pack: Pick<CityPack, 'limits'>,
): { fields: ParcelFields; limits: Record<string, Interval> } {
  const stated: Record<string, unknown> = {};
  for (const column of parcelColumns) {
    const value = readField(row, column);
    if (value !== undefined) stated[column.field] = value;
  }
  Object.assign(stated, readIncrement(row, stated.incrementPerMu));
  const fields = checkedFields(row, stated);
  const limits: Record<string, Interval> = {};
  for (const limit of pack.limits) {
    const interval = readLimit(row, limit);
    if (interval === undefined) continue;
    limits[limit.key] = interval;
    noteShareOutOfRange(row, limit, interval);
  }
  return { fields, limits };
}

function readField(row: SheetRow, { field, kind }: ParcelColumn): unknown {
  switch (kind) {
    case 'text':
    case 'choice':
      return textCell(row, field);
    case 'integer':
      return integerCell(row, field, '年');
    case 'area':
      return areaCell(row, field);
    case 'money':
      return field === 'incrementYuan' ? undefined : moneyCell(row, field);
    case 'yes-no':
      return yesNoCell(row, field);
    case 'day':
      return dayCell(row, field);
    case 'moment':
      return momentCell(row, field, field.endsWith('EndsAt') ? 'end' : 'start');
  }
}

/** 增价幅度, the one price that may be per 亩: its unit says so, or the column 增价幅度按亩, but not against each other. */
function readIncrement(
  row: SheetRow,
  statedPerMu: unknown,
): Pick<ParcelFields, 'incrementYuan' | 'incrementPerMu'> {
  const increment = moneyRateCell(row, 'incrementYuan');
  if (increment === undefined) return {};
  // Said with every increment: a stored「按亩」must not stick to a sum that new files state for the whole.
  if (!increment.perMu) return { incrementYuan: increment.yuan, incrementPerMu: statedPerMu === true };
  if (statedPerMu !== false) return { incrementYuan: increment.yuan, incrementPerMu: true };
  row.report('incrementYuan', {
    rule: 'money-per-mu',
    severity: 'error',
    values: { written: row.text('incrementYuan').slice(0, 60) },
    message: `地块 ${row.code} 的增价幅度以每亩计，「增价幅度按亩」却写作「${row.text('incrementPerMu').slice(0, 20)}」。`,
    remedy: '请改单位，或把「增价幅度按亩」改为「是」。',
  });
  return {};
}

/** Lengths, forms and ranges are those of the draft; a value that does not fit is named by its column. */
function checkedFields(row: SheetRow, stated: Record<string, unknown>): ParcelFields {
  const parsed = ParcelFields.safeParse(stated);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    row.report(field, {
      rule: 'cell-value',
      severity: 'error',
      values: { written: row.text(field).slice(0, 60) },
      message: `地块 ${row.code} 的「${row.column(field)?.header ?? field}」写作「${row.text(field).slice(0, 60)}」，${limitWords(issue)}。`,
      remedy: remedies[field] ?? '请对照模板的填写说明更正。',
    });
  }
  return {};
}

/** Which limit of the draft it breaks. */
function limitWords(issue: z.core.$ZodIssue): string {
  const unit = 'origin' in issue && issue.origin === 'string' ? ' 个字' : '';
  if (issue.code === 'too_big') return `应不超过 ${issue.maximum}${unit}`;
  return issue.code === 'too_small' ? `应不小于 ${issue.minimum}${unit}` : '格式不符合要求';
}

const remedies: Partial<Record<string, string>> = {
  unitNumber: '不动产单元号为 28 位数字和大写字母。',
  noticeUrl: '请填写以 http:// 或 https:// 开头的网址。',
  termYears: '出让年限为 1 至 70 年的整数。',
};

/** A share of the land, such as 建筑密度, is no more than all of it. */
function noteShareOutOfRange(row: SheetRow, { key, label, unit }: LimitDefinition, interval: Interval): void {
  const bounds = [interval.lower ?? 0, interval.upper ?? 0];
  if (unit['zh-CN'] !== '%' || bounds.every((bound) => bound >= 0 && bound <= 100)) return;
  const column = [`limit.${key}`, `lower.${key}`, `upper.${key}`].find((name) => row.text(name) !== '');
  row.report(column, {
    rule: 'limit-percent-range',
    severity: 'warning',
    values: { written: row.text(column ?? '').slice(0, 60) },
    message: `地块 ${row.code} 的${label['zh-CN']}写作「${row.text(column ?? '').slice(0, 60)}」，超出 0–100%。`,
    remedy: '请核对；百分比写作 0 至 100 之间的数。',
  });
}

function readLimit(row: SheetRow, { key, unit }: LimitDefinition): Interval | undefined {
  const whole = intervalCell(row, `limit.${key}`, { unit: unit['zh-CN'], bare: undefined });
  const lower = intervalCell(row, `lower.${key}`, { unit: unit['zh-CN'], bare: '>=' });
  const upper = intervalCell(row, `upper.${key}`, { unit: unit['zh-CN'], bare: '<=' });
  if (lower === undefined && upper === undefined) return whole;
  const bounds: Interval = {
    lower: lower?.lower ?? null,
    lowerOp: lower?.lowerOp ?? null,
    upper: upper?.upper ?? null,
    upperOp: upper?.upperOp ?? null,
  };
  const contradicts =
    whole !== undefined || (bounds.lower !== null && bounds.upper !== null && bounds.lower > bounds.upper);
  if (!contradicts) return bounds;
  row.report(lower === undefined ? `upper.${key}` : `lower.${key}`, {
    rule: 'cell-interval',
    severity: 'error',
    message: `地块 ${row.code} 的上下限互相矛盾，或与同一指标的另一列重复。`,
    remedy: '请只用一列写区间，或只用上限、下限两列。',
  });
  return undefined;
}
