import type { Requirement } from '../parcels/schema.ts';
import { capitalArea, capitalMoney, capitalNumber, capitalPercent } from '../units/capitals.ts';
import { formatInterval, type Bounds } from '../units/intervals.ts';
import { formatArea, formatNumber, formatYuanExactly } from '../units/rules.ts';
import type { VariableKind } from './template-schema.ts';
import type { Duration, VariableValue } from './values-schema.ts';

/** A value as an agreement says it: within a sentence, and as figure and 大写 of a row. */
export type Spelling = { sentence: string; figure: string; capitals: string };

/** Spells a value; null where it is not one of its kind. `unit` of counts. */
export function spell(kind: VariableKind, value: VariableValue, unit = ''): Spelling | null {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && isPlainText(value) ? once(value.trim()) : null;
    case 'money':
      return isWhole(value) && value > 0 ? money(value) : null;
    case 'area':
      return typeof value === 'number' && Number.isFinite(value) && value > 0 ? area(value) : null;
    case 'count':
      return isWhole(value) && value >= 0
        ? twice(`${formatNumber(value, { locale: 'zh-CN' })} ${unit}`.trim(), capitalNumber(value) + unit)
        : null;
    case 'date':
      return typeof value === 'string' ? date(value) : null;
    case 'duration':
      return typeof value === 'object' && value !== null ? duration(value) : null;
    case 'choice':
      return typeof value === 'boolean' ? once(value ? '同意' : '不同意') : null;
  }
}

/** What nobody sees, or what turns the order of the letters round, has no place in what is signed. */
export function isPlainText(text: string): boolean {
  return (
    text.trim() !== '' && text.length <= 500 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u.test(text)
  );
}

function money(yuan: number): Spelling {
  const { value, unit } = formatYuanExactly(yuan, yuan % 100 === 0 ? 'wanYuan' : 'yuan', 'zh-CN');
  return twice(`人民币 ${value} ${unit}`, capitalMoney(yuan).replace(/^人民币/, ''));
}

/** ㎡ to two decimals, and the same in 亩 (15 亩 = 1 公顷), to two as well. */
function area(areaSqm: number): Spelling {
  const sqm = formatArea(areaSqm, 'm²', { locale: 'zh-CN', fixed: true }).value;
  const mu = formatArea(areaSqm, 'mu', { locale: 'zh-CN', fixed: true }).value;
  // Of the figure as it is written, so that both spellings are of one number.
  const inSqm = capitalArea(Number(sqm.replaceAll(',', '')), '平方米');
  const inMu = capitalArea(Number(mu.replaceAll(',', '')), '亩');
  return {
    sentence: `${sqm} 平方米（大写：${inSqm}），合 ${mu} 亩（大写：${inMu}）`,
    figure: `${sqm} 平方米，合 ${mu} 亩`,
    capitals: `${inSqm}，合${inMu}`,
  };
}

/** `2026 年 12 月 31 日`; a day that the calendar does not have is none. */
function date(day: string): Spelling | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const instant = new Date(`${day}T00:00:00Z`);
  if (parts === null || Number.isNaN(instant.getTime())) return null;
  if (instant.toISOString().slice(0, 10) !== day) return null;
  return once(`${Number(parts[1])} 年 ${Number(parts[2])} 月 ${Number(parts[3])} 日`);
}

const durationUnits: Record<Duration['unit'], string> = {
  year: '年',
  month: '个月',
  day: '日',
  'working-day': '个工作日',
};

function duration({ amount, unit }: Duration): Spelling | null {
  if (!isWhole(amount) || amount <= 0) return null;
  const word = durationUnits[unit];
  return twice(`${amount} ${word}`, capitalNumber(amount) + word);
}

/** What is asked of an indicator or a limit: `≥ 350 万元/亩` and `不低于叁佰伍拾万元每亩`. */
export function spellRequirement({
  op,
  value,
  upperOp,
  upper,
  unit,
}: Requirement): Omit<Spelling, 'sentence'> {
  const isLower = op === '>=' || op === '>';
  const bounds: Bounds = isLower
    ? { lower: value, lowerOp: op, upper, upperOp: upper === null ? null : upperOp }
    : { lower: null, lowerOp: null, upper: value, upperOp: op };
  const written = formatInterval(bounds, 'zh-CN', 12);
  if (written === null) throw new RangeError('a requirement without a bound');
  const figure = `${written.operator} ${written.value}${unit === '%' ? '%' : ` ${unit}`}`.trim();
  return { figure, capitals: requirementCapitals(bounds, unit) };
}

const words = { '>=': '不低于', '>': '高于', '<=': '不高于', '<': '低于' } as const;

function requirementCapitals({ lower, lowerOp, upper, upperOp }: Bounds, unit: string): string {
  const from = lower === null ? '' : capitalQuantity(lower, unit);
  const to = upper === null ? '' : capitalQuantity(upper, unit);
  if (lowerOp === '>=' && upperOp === '<=') {
    // The unit is said once, at the end: 壹拾至肆拾米.
    return unit === '%' || lower === null ? `${from}至${to}` : `${capitalNumber(lower)}至${to}`;
  }
  const least = lowerOp === null ? '' : words[lowerOp] + from;
  const most = upperOp === null ? '' : words[upperOp] + to;
  return [least, most].filter((part) => part !== '').join('且');
}

function capitalQuantity(value: number, unit: string): string {
  return unit === '%' ? capitalPercent(value) : capitalNumber(value) + unitInWords(unit);
}

const unitWords: Record<string, string> = {
  m: '米',
  'm²': '平方米',
  '㎡': '平方米',
  t: '吨',
  tce: '吨标煤',
  a: '年',
};

/** `万元/亩·年`: 万元每亩每年. */
function unitInWords(unit: string): string {
  const [of = '', ...per] = unit.split(/[/·]/u).map((part) => unitWords[part.trim()] ?? part.trim());
  return [of, ...per.map((part) => `每${part}`)].join('');
}

function once(text: string): Spelling {
  return { sentence: text, figure: text, capitals: '' };
}

function twice(figure: string, capitals: string): Spelling {
  return { sentence: `${figure}（大写：${capitals}）`, figure, capitals };
}

function isWhole(value: VariableValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
