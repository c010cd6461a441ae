import { shanghaiTime } from '../../api/calendar/rules.ts';
import type { Requirement } from '../../api/parcels/schema.ts';

/**
 * What one cell of a file holds. A number keeps every digit of the record; `decimals` is only how a workbook draws it.
 * `unknown` is a word (待公告, 未公布), never zero and never blank.
 */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'unknown'; words: string }
  | NumberCell
  | { kind: 'day'; day: string }
  | { kind: 'time'; time: string }
  | { kind: 'requirement'; lower: NumberCell | null; upper: NumberCell | null; text: string };

export type NumberCell = {
  kind: 'number';
  value: number;
  decimals: number;
  /** Drawn left of the number in a workbook, whose cell stays a number: ≥ 21.0. */
  operator?: '≥' | '>' | '≤' | '<';
};

const signs = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;

export function text(value: string): Cell {
  return { kind: 'text', text: value };
}

export function textOr(value: string | null, words: string): Cell {
  return value === null || value === '' ? { kind: 'unknown', words } : text(value);
}

export function numberOr(value: number | null, words: string, decimals: number): Cell {
  return value === null ? { kind: 'unknown', words } : { kind: 'number', value, decimals };
}

/** A calendar day in Shanghai, `2026-12-05`. */
export function dayOr(day: string | null, words: string): Cell {
  return day === null ? { kind: 'unknown', words } : { kind: 'day', day };
}

/** An instant as the wall clock in Shanghai shows it, `2026-12-05 16:00`. */
export function timeOr(instant: string | null, words: string): Cell {
  if (instant === null) return { kind: 'unknown', words };
  return { kind: 'time', time: shanghaiTime(new Date(instant)).slice(0, 16).replace('T', ' ') };
}

/** A requirement in the reader's unit, both bounds apart so that each is a number of its own. */
export function requirementCell(
  { op, value, upper, upperOp }: Requirement,
  written: { factor: number; decimals: number; text: string },
): Cell {
  const bound = (number: number, sign: Requirement['op']): NumberCell => ({
    kind: 'number',
    value: scaled(number, written.factor),
    decimals: written.decimals,
    operator: signs[sign],
  });
  const first = bound(value, op);
  if (op.startsWith('<')) return { kind: 'requirement', lower: null, upper: first, text: written.text };
  const second = upper === null || upperOp === null ? null : bound(upper, upperOp);
  return { kind: 'requirement', lower: first, upper: second, text: written.text };
}

/** Binary fractions of a product show as 211.99999999999997; twelve digits are more than any record has. */
export function scaled(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}
