/** An exact decimal: `unscaled × 10^-scale`. Money and areas never pass through binary fractions on their way in. */
export type Decimal = { readonly unscaled: bigint; readonly scale: number };

const plainNumber = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;
const maxDigits = 30;

/**
 * Text as people and spreadsheets write numbers, already in half-width form: `1,234.5`, `.5`, `1.2E+05`.
 * Undefined when it is not one number; a comma counts only as a thousands separator, never as a decimal mark.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = plainNumber.exec(text);
  if (match === null || text.length > maxDigits * 2) return undefined;
  const whole = (match[2] ?? '').replaceAll(',', '');
  const fraction = match[3] ?? '';
  if (whole + fraction === '') return undefined;
  const exponent = Number(match[4] ?? '0');
  if (whole.length + fraction.length + Math.abs(exponent) > maxDigits) return undefined;
  const magnitude = BigInt(whole + fraction);
  const unscaled = match[1] === '-' ? -magnitude : magnitude;
  const scale = fraction.length - exponent;
  return scale < 0 ? { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 } : { unscaled, scale };
}

/** The shortest decimal that reads back as this number, which is what a spreadsheet cell meant by it. */
export function decimalFromNumber(value: number): Decimal | undefined {
  return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
}

/** `value × numerator ÷ denominator`, rounded half away from zero to `scale` places, as an integer of that scale. */
export function scaledInteger(
  value: Decimal,
  ratio: { numerator: bigint; denominator: bigint },
  scale: number,
): bigint {
  const numerator = value.unscaled * ratio.numerator * 10n ** BigInt(scale);
  return divideRounding(numerator, ratio.denominator * 10n ** BigInt(value.scale));
}

/** True when `value × factor` is a whole number. */
export function isWholeMultiple(value: Decimal, factor: bigint): boolean {
  return (value.unscaled * factor) % 10n ** BigInt(value.scale) === 0n;
}

export function toNumber(value: Decimal): number {
  return Number(decimalText(value));
}

/** Plain digits without an exponent or trailing zeros of the fraction, e.g. `-0.05`. */
export function decimalText(value: Decimal): string {
  const negative = value.unscaled < 0n;
  const digits = (negative ? -value.unscaled : value.unscaled).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return negative ? -rounded : rounded;
}
