import type { Decimal } from './decimal.ts';
import {
  decimalFromNumber,
  decimalText,
  isWholeMultiple,
  parseDecimal,
  scaledInteger,
  toNumber,
} from './decimal.ts';

/** 15 亩 = 1 公顷 = 10,000 m², so one 亩 is 2000/3 m² exactly; 666.67 is never used. */
const areaUnits = {
  'm²': { numerator: 1n, denominator: 1n },
  mu: { numerator: 2000n, denominator: 3n },
  hectare: { numerator: 10_000n, denominator: 1n },
} as const;
export type AreaUnit = keyof typeof areaUnits;

const moneyUnits = {
  yuan: 1n,
  thousandYuan: 1000n,
  wanYuan: 10_000n,
  millionYuan: 1_000_000n,
  yiYuan: 100_000_000n,
} as const;
export type MoneyUnit = keyof typeof moneyUnits;

const areaWords: Record<string, AreaUnit> = {
  m2: 'm²',
  'm^2': 'm²',
  sqm: 'm²',
  平方米: 'm²',
  平米: 'm²',
  亩: 'mu',
  mu: 'mu',
  公顷: 'hectare',
  ha: 'hectare',
  hm2: 'hectare',
  'hm^2': 'hectare',
};

const moneyWords: Record<string, MoneyUnit> = {
  元: 'yuan',
  圆: 'yuan',
  人民币元: 'yuan',
  元人民币: 'yuan',
  cny: 'yuan',
  rmb: 'yuan',
  cnyk: 'thousandYuan',
  千元: 'thousandYuan',
  万: 'wanYuan',
  万元: 'wanYuan',
  万元人民币: 'wanYuan',
  人民币万元: 'wanYuan',
  cnym: 'millionYuan',
  百万元: 'millionYuan',
  亿: 'yiYuan',
  亿元: 'yiYuan',
  亿元人民币: 'yiYuan',
};

export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: ParseFailure };
export type ParseFailure =
  'empty' | 'not-a-number' | 'unknown-unit' | 'unit-missing' | 'not-whole-yuan' | 'out-of-range';

/** A number with the unit written behind it, as typed: `{ amount: 5450.5, unit: '万元' }`. */
export type Quantity = { amount: Decimal; unit: string };

/** Full-width digits, letters and signs to half-width, every blank removed: `１，２３４．５ 亩` → `1,234.5亩`. */
export function halfWidth(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/g, '')
    .replace(/[〜∼]/g, '~')
    .replace(/[—–−‐‑]/g, '-');
}

// A superscript or circled digit becomes a plain one in NFKC and would silently change the number before it.
const digitLookalike = /[0-9０-９][²³¹]|[\u2070-\u2079\u2460-\u24ff\u2776-\u2793]/;

/** One number with an optional currency sign before and unit behind it. */
export function parseQuantity(text: string): Parsed<Quantity> {
  if (digitLookalike.test(text)) return { ok: false, reason: 'not-a-number' };
  const compact = halfWidth(text);
  if (compact === '') return { ok: false, reason: 'empty' };
  const match = /^[¥￥]?([+-]?[\d.,]+(?:[eE][+-]?\d{1,2}(?![\d.]))?)(.*)$/u.exec(compact);
  const amount = parseDecimal(match?.[1] ?? '');
  if (match === null || amount === undefined) return { ok: false, reason: 'not-a-number' };
  return { ok: true, value: { amount, unit: match[2] ?? '' } };
}

/** A plain number; a unit behind it is refused unless it is `expectedUnit` (compared without blanks and case). */
export function parseNumber(text: string, expectedUnit = ''): Parsed<number> {
  const quantity = parseQuantity(text);
  if (!quantity.ok) return quantity;
  const unit = quantity.value.unit.toLowerCase();
  if (unit !== '' && unit !== halfWidth(expectedUnit).toLowerCase())
    return { ok: false, reason: 'unknown-unit' };
  return { ok: true, value: toNumber(quantity.value.amount) };
}

export function areaUnitOf(word: string): AreaUnit | undefined {
  return areaWords[halfWidth(word).toLowerCase()];
}

export function moneyUnitOf(word: string): MoneyUnit | undefined {
  return moneyWords[halfWidth(word).toLowerCase()];
}

/**
 * Square metres with two decimals. The unit written in the cell wins over the unit of the column header;
 * with neither, the area is refused: 亩, 公顷 and m² differ by factors of 667 and 10,000.
 */
export function parseAreaSqm(text: string, headerUnit?: AreaUnit): Parsed<number> {
  const quantity = parseQuantity(text);
  if (!quantity.ok) return quantity;
  const { amount, unit } = quantity.value;
  const written = unit === '' ? headerUnit : areaUnitOf(unit);
  if (written === undefined) return { ok: false, reason: unit === '' ? 'unit-missing' : 'unknown-unit' };
  const hundredths = scaledInteger(amount, areaUnits[written], 2);
  if (hundredths < 0n || hundredths > 10n ** 14n) return { ok: false, reason: 'out-of-range' };
  return { ok: true, value: Number(hundredths) / 100 };
}

/** Integer yuan, exactly: `5450.5` 万元 is 54,505,000; a part of a yuan is refused, never rounded. */
export function parseYuan(text: string, headerUnit?: MoneyUnit): Parsed<number> {
  const quantity = parseQuantity(text);
  if (!quantity.ok) return quantity;
  const { amount, unit } = quantity.value;
  const written = unit === '' ? headerUnit : moneyUnitOf(unit);
  if (written === undefined) return { ok: false, reason: unit === '' ? 'unit-missing' : 'unknown-unit' };
  const factor = moneyUnits[written];
  if (!isWholeMultiple(amount, factor)) return { ok: false, reason: 'not-whole-yuan' };
  const yuan = scaledInteger(amount, { numerator: factor, denominator: 1n }, 0);
  if (yuan < 0n || yuan > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, reason: 'out-of-range' };
  return { ok: true, value: Number(yuan) };
}

export function muFromSqm(areaSqm: number): number {
  return (areaSqm * 3) / 2000;
}

export function sqmFromMu(areaMu: number): number {
  return roundSqm((areaMu * 2000) / 3);
}

export function hectaresFromSqm(areaSqm: number): number {
  return areaSqm / 10_000;
}

/** Areas are kept with two decimals of a square metre. */
export function roundSqm(areaSqm: number): number {
  const exact = decimalFromNumber(areaSqm);
  return exact === undefined ? areaSqm : Number(scaledInteger(exact, areaUnits['m²'], 2)) / 100;
}

export type Locale = 'zh-CN' | 'en';

/** The number and its unit apart, so that a view keeps them on one line and mutes the unit. */
export type Measure = { value: string; unit: string };

const areaLabels: Record<Locale, Record<AreaUnit, string>> = {
  'zh-CN': { 'm²': 'm²', mu: '亩', hectare: '公顷' },
  en: { 'm²': 'm²', mu: 'mu', hectare: 'ha' },
};

const moneyLabels: Record<Locale, Partial<Record<MoneyUnit, string>>> = {
  'zh-CN': { yuan: '元', wanYuan: '万元', yiYuan: '亿元' },
  en: { yuan: 'CNY', thousandYuan: 'CNY k', millionYuan: 'CNY m' },
};

/** `fixed` keeps trailing zeros, so that a column of numbers or a changing total does not jump: `3,261.00`. */
export type NumberFormat = { locale: Locale; decimals?: number; fixed?: boolean };

/** Grouped digits with at most `decimals` places (2 unless told), without trailing zeros unless `fixed`. */
export function formatNumber(value: number, { locale, decimals = 2, fixed = false }: NumberFormat): string {
  const places = { maximumFractionDigits: decimals, minimumFractionDigits: fixed ? decimals : 0 };
  return new Intl.NumberFormat(locale, { ...places, useGrouping: true }).format(value);
}

/** An area in the unit asked for: `{ value: '3,261', unit: '亩' }`. 公顷 has four places, so that 0.0001 is 1 m². */
export function formatArea(areaSqm: number, unit: AreaUnit, format: NumberFormat): Measure {
  const { numerator, denominator } = areaUnits[unit];
  const value = (areaSqm * Number(denominator)) / Number(numerator);
  const decimals = format.decimals ?? (unit === 'hectare' ? 4 : 2);
  return { value: formatNumber(value, { ...format, decimals }), unit: areaLabels[format.locale][unit] };
}

/** Exact yuan in one unit, with as many decimals as it takes: what a form shows and reads back. */
export function formatYuanExactly(yuan: number, unit: MoneyUnit, locale: Locale): Measure {
  const scale = moneyUnits[unit].toString().length - 1;
  const value = decimalText({ unscaled: BigInt(yuan), scale });
  const [whole = '0', fraction] = value.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return {
    value: fraction === undefined ? grouped : `${grouped}.${fraction}`,
    unit: moneyLabel(unit, locale),
  };
}

/** Money to be read at a glance, rounded to two places: 万元 and 亿元 in Chinese, CNY k and CNY m in English. */
export function formatMoney(yuan: number, format: NumberFormat): Measure {
  const unit = glanceUnit(yuan, format.locale);
  const value = yuan / Number(moneyUnits[unit]);
  return { value: formatNumber(value, format), unit: moneyLabel(unit, format.locale) };
}

function glanceUnit(yuan: number, locale: Locale): MoneyUnit {
  const magnitude = Math.abs(yuan);
  if (locale === 'zh-CN') return magnitude >= 1e8 ? 'yiYuan' : magnitude >= 1e4 ? 'wanYuan' : 'yuan';
  return magnitude >= 1e6 ? 'millionYuan' : magnitude >= 1e4 ? 'thousandYuan' : 'yuan';
}

function moneyLabel(unit: MoneyUnit, locale: Locale): string {
  return moneyLabels[locale][unit] ?? moneyLabels['zh-CN'][unit] ?? 'CNY';
}
