import type { Locale, Parsed } from './rules.ts';
import { formatNumber, halfWidth, parseNumber } from './rules.ts';

/** 指标要求: a value between bounds, each with its own operator. A bound that is not set is null, as is its operator. */
export type Bounds = {
  lower: number | null;
  lowerOp: '>=' | '>' | null;
  upper: number | null;
  upperOp: '<=' | '<' | null;
};

export type Comparison = '>=' | '>' | '<=' | '<';

/** Longer spellings stand before the shorter ones that they contain. */
const comparisonWords: readonly (readonly [string, Comparison])[] = [
  ['>=', '>='],
  ['=>', '>='],
  ['≥', '>='],
  ['≧', '>='],
  ['⩾', '>='],
  ['不低于', '>='],
  ['不小于', '>='],
  ['不少于', '>='],
  ['大于等于', '>='],
  ['大于或等于', '>='],
  ['<=', '<='],
  ['=<', '<='],
  ['≤', '<='],
  ['≦', '<='],
  ['⩽', '<='],
  ['不高于', '<='],
  ['不大于', '<='],
  ['不超过', '<='],
  ['不多于', '<='],
  ['小于等于', '<='],
  ['小于或等于', '<='],
  ['>', '>'],
  ['大于', '>'],
  ['高于', '>'],
  ['<', '<'],
  ['小于', '<'],
  ['低于', '<'],
];

const trailingWords: readonly (readonly [string, Comparison])[] = [
  ['及以上', '>='],
  ['以上', '>='],
  ['及以下', '<='],
  ['以下', '<='],
  ['以内', '<='],
];

export type IntervalFailure = 'empty' | 'not-a-number' | 'unknown-unit' | 'operator-missing' | 'upside-down';
export type ParsedInterval = { ok: true; value: Bounds } | { ok: false; reason: IntervalFailure };

/**
 * An interval as it stands in notices: `≥32`, `≤0.15`, `1.5-2.5`, `1.5≤容积率≤2.5`, `不低于30%`, `>1且<2`, `40米以下`.
 * @param unit what may stand behind a number, e.g. `%`; any other unit is refused, since 万元/亩 and 元/m² differ 15-fold.
 * @param bareComparison what a number without an operator means; without it such a number is refused.
 */
export function parseInterval(text: string, unit: string, bareComparison?: Comparison): ParsedInterval {
  const compact = halfWidth(text);
  if (compact === '') return { ok: false, reason: 'empty' };
  const range = parseRange(compact, unit);
  if (range !== undefined) return range;
  const parts = conditionParts(compact);
  if (parts.length === 0 || parts.length > 2) return { ok: false, reason: 'not-a-number' };
  const bounds: Bounds = { lower: null, lowerOp: null, upper: null, upperOp: null };
  for (const part of parts) {
    const failure = addCondition(bounds, part, { unit, bareComparison });
    if (failure !== undefined) return { ok: false, reason: failure };
  }
  return checked(bounds);
}

/** `1.5-2.5`, `1.5~2.5`, `1.5至2.5`: both ends belong to it. */
function parseRange(compact: string, unit: string): ParsedInterval | undefined {
  const ends = /^(\+?[\d.,]+)([^\d<>≤≥]*?)(?:-|~|至|到)(\+?[\d.,]+)(.*)$/u.exec(compact);
  if (ends === null) return undefined;
  const lower = parseNumber(`${ends[1]}${ends[2]}`, unit);
  const upper = parseNumber(`${ends[3]}${ends[4]}`, unit);
  if (!lower.ok) return { ok: false, reason: failureOf(lower) };
  if (!upper.ok) return { ok: false, reason: failureOf(upper) };
  return checked({ lower: lower.value, lowerOp: '>=', upper: upper.value, upperOp: '<=' });
}

type Condition = { comparison: Comparison | undefined; number: string };

function conditionParts(compact: string): Condition[] {
  const between = /^([\d.,]+[^<>≤≥]*?)(<=|≤|<)[^\d<>≤≥]*(<=|≤|<)([\d.,]+.*)$/u.exec(compact);
  if (between !== null) {
    const [, lower = '', lowerSign, upperSign, upper = ''] = between;
    return [
      { comparison: lowerSign === '<' ? '>' : '>=', number: lower },
      { comparison: upperSign === '<' ? '<' : '<=', number: upper },
    ];
  }
  return compact
    .split(/且|并|;|、|and|,(?=[^\d])/u)
    .filter((part) => part !== '')
    .map(readCondition);
}

function readCondition(part: string): Condition {
  const leading = comparisonWords.find(([word]) => part.startsWith(word));
  if (leading !== undefined) return { comparison: leading[1], number: part.slice(leading[0].length) };
  const trailing = trailingWords.find(([word]) => part.endsWith(word));
  if (trailing !== undefined) return { comparison: trailing[1], number: part.slice(0, -trailing[0].length) };
  return { comparison: undefined, number: part };
}

function addCondition(
  bounds: Bounds,
  { comparison, number }: Condition,
  { unit, bareComparison }: { unit: string; bareComparison: Comparison | undefined },
): IntervalFailure | undefined {
  const value = parseNumber(number, unit);
  if (!value.ok) return failureOf(value);
  const applied = comparison ?? bareComparison;
  if (applied === undefined) return 'operator-missing';
  if (applied === '>=' || applied === '>') {
    if (bounds.lower !== null) return 'upside-down';
    Object.assign(bounds, { lower: value.value, lowerOp: applied });
    return undefined;
  }
  if (bounds.upper !== null) return 'upside-down';
  Object.assign(bounds, { upper: value.value, upperOp: applied });
  return undefined;
}

function failureOf(parsed: Exclude<Parsed<number>, { ok: true }>): IntervalFailure {
  return parsed.reason === 'unknown-unit' || parsed.reason === 'empty' ? parsed.reason : 'not-a-number';
}

function checked(bounds: Bounds): ParsedInterval {
  const { lower, upper, lowerOp, upperOp } = bounds;
  if (lower === null || upper === null || lower < upper) return { ok: true, value: bounds };
  const single = lower === upper && lowerOp === '>=' && upperOp === '<=';
  return single ? { ok: true, value: bounds } : { ok: false, reason: 'upside-down' };
}

/** Operator left of the value, both ready to draw: `{ operator: '≥', value: '32' }`, `{ operator: '', value: '1.5–2.5' }`. */
export type IntervalText = { operator: string; value: string };

const signs: Record<Comparison, string> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' };

/** Null when neither bound is set: unknown is a word of the page's own, not a number. */
export function formatInterval(bounds: Bounds, locale: Locale, decimals = 4): IntervalText | null {
  const { lower, lowerOp, upper, upperOp } = bounds;
  const format = { locale, decimals };
  if (lower !== null && upper !== null) {
    const values = [formatNumber(lower, format), formatNumber(upper, format)] as const;
    if (lowerOp === '>=' && upperOp === '<=') return { operator: '', value: values.join('–') };
    const [lowerSign, upperSign] = [signs[lowerOp ?? '>='], signs[upperOp ?? '<=']];
    const and = locale === 'en' ? ' and ' : ' 且 ';
    return { operator: '', value: `${lowerSign}${values[0]}${and}${upperSign}${values[1]}` };
  }
  if (lower !== null) return { operator: signs[lowerOp ?? '>='], value: formatNumber(lower, format) };
  if (upper !== null) return { operator: signs[upperOp ?? '<='], value: formatNumber(upper, format) };
  return null;
}
