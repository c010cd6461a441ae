import { indicatorCondition } from '../../api/parcels/terms.ts';

/** `tax_per_mu<=30` in its parts; the value in the indicator's stored (zh-CN) unit. */
export type IndicatorCondition = { key: string; operator: '<=' | '>=' | '<' | '>'; value: number };

const operators = ['<=', '>=', '<', '>'] as const;

/** Null where the text is not a condition. */
export function readCondition(written: string): IndicatorCondition | null {
  const [, key, sign, value] = indicatorCondition.exec(written) ?? [];
  const operator = operators.find((known) => known === sign);
  if (key === undefined || operator === undefined) return null;
  return { key, operator, value: Number(value) };
}

/** 要求不高于: the limit that the slider of an indicator holds; the first where a link writes several. */
export function limitOf(conditions: readonly string[], key: string): number | null {
  const own = conditions.find((written) => isLimit(written, key));
  return own === undefined ? null : (readCondition(own)?.value ?? null);
}

/** What a link asks of an indicator beyond its slider: another limit, or a requirement of at least so much. */
export function besidesLimit(conditions: readonly string[], key: string): string[] {
  const own = conditions.find((written) => isLimit(written, key));
  return conditions.filter((written) => written !== own && readCondition(written)?.key === key);
}

/** The conditions with another limit of one indicator (null: none); every other condition keeps its place. */
export function withLimit(conditions: readonly string[], key: string, limit: number | null): string[] {
  const own = conditions.findIndex((written) => isLimit(written, key));
  const written = limit === null ? [] : [`${key}<=${Number(limit.toFixed(4))}`];
  const changed = own < 0 ? [...conditions, ...written] : conditions.toSpliced(own, 1, ...written);
  return [...new Set(changed)];
}

function isLimit(written: string, key: string): boolean {
  const condition = readCondition(written);
  return condition?.key === key && condition.operator === '<=';
}
