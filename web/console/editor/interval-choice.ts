import type { Interval } from '../../../api/imports/schema.ts';

/** How a limit is written: one bound with its sign, two, asked for without a value, or not at all. */
export type IntervalOperator = '>=' | '>' | '<=' | '<' | 'between' | 'unknown' | 'none';

export function operatorOf({ lower, lowerOp, upper, upperOp }: Interval): IntervalOperator {
  if (lower !== null && upper !== null) return 'between';
  if (lower !== null) return lowerOp ?? '>=';
  if (upper !== null) return upperOp ?? '<=';
  return 'unknown';
}

/** null: a bound that the operator needs is missing, or nothing is asked for. */
export function intervalOf(
  operator: IntervalOperator,
  { lower, upper }: { lower: number | null; upper: number | null },
): Interval | null {
  switch (operator) {
    case 'none':
      return null;
    case 'unknown':
      return { lower: null, lowerOp: null, upper: null, upperOp: null };
    case 'between':
      return lower === null || upper === null ? null : { lower, lowerOp: '>=', upper, upperOp: '<=' };
    case '>=':
    case '>':
      return lower === null ? null : { lower, lowerOp: operator, upper: null, upperOp: null };
    case '<=':
    case '<':
      return upper === null ? null : { lower: null, lowerOp: null, upper, upperOp: operator };
  }
}
