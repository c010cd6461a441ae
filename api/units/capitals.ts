import nzh from 'nzh/cn';
import { decimalFromNumber, decimalText } from './decimal.ts';

/**
 * 大写: numbers in the financial characters 壹贰叁 of Chinese contracts, where every number stands twice, in 大写 and in
 * digits, so that neither can be altered alone.
 */
export function capitalNumber(value: number): string {
  return nzh.encodeB(plainDigits(value));
}

/** `人民币伍仟肆佰伍拾万伍仟元整`. Takes integer yuan, as money is kept. */
export function capitalMoney(yuan: number): string {
  if (!Number.isSafeInteger(yuan)) throw new RangeError(`not whole yuan: ${yuan}`);
  return nzh.toMoney(yuan.toString(), { unOmitYuan: true });
}

/** `柒仟零玖拾贰平方米`, `壹拾点陆叁捌亩`: an area in the unit given, which the caller has converted and rounded. */
export function capitalArea(value: number, unit: '平方米' | '亩' | '公顷'): string {
  return capitalNumber(value) + unit;
}

/** `百分之贰点伍` for 2.5 %. */
export function capitalPercent(percent: number): string {
  return percent < 0 ? `负百分之${capitalNumber(-percent)}` : `百分之${capitalNumber(percent)}`;
}

// The library reads text, so binary fractions and exponents never reach it.
function plainDigits(value: number): string {
  const exact = decimalFromNumber(value);
  if (exact === undefined) throw new RangeError(`no 大写 for ${value}`);
  return decimalText(exact);
}
