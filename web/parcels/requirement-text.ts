import type { IndicatorDefinition, LimitDefinition } from '../../api/city/schema.ts';
import type { Requirement } from '../../api/parcels/schema.ts';
import { formatInterval } from '../../api/units/intervals.ts';
import type { Locale } from '../../api/units/rules.ts';
import { formatNumber } from '../../api/units/rules.ts';

/** A requirement apart in its three columns, in the reader's unit: `{operator: '≥', value: '32.0', unit: '万元/亩·年'}`. */
export type RequirementText = { operator: string; value: string; unit: string };

type Definition = Pick<IndicatorDefinition | LimitDefinition, 'unit' | 'decimals'>;

const signs = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;

/** Stored values are in the zh-CN unit; English multiplies them (万元 → CNY k is × 10) and needs fewer places. */
export function requirementText(
  requirement: Requirement,
  definition: Definition,
  locale: Locale,
): RequirementText {
  const factor = factorOf(definition, locale);
  const unit = definition.unit[locale];
  if (requirement.upper === null || requirement.upperOp === null) {
    const value = formatNumber(requirement.value * factor, { ...places(definition, locale), fixed: true });
    return { operator: signs[requirement.op], value, unit };
  }
  const lowerOp = requirement.op === '>' ? '>' : '>=';
  const bounds = { lower: requirement.value * factor, lowerOp, upper: requirement.upper * factor } as const;
  const text = formatInterval({ ...bounds, upperOp: requirement.upperOp }, locale, definition.decimals);
  return { operator: text?.operator ?? '', value: text?.value ?? '', unit };
}

export function factorOf(definition: Pick<Definition, 'unit'>, locale: Locale): number {
  return locale === 'en' ? definition.unit.enFactor : 1;
}

function places(definition: Definition, locale: Locale): { locale: Locale; decimals: number } {
  const fewer = Math.round(Math.log10(factorOf(definition, locale)));
  return { locale, decimals: Math.max(0, definition.decimals - fewer) };
}

/** A limit that a person set, never rounded: another number would be another condition. */
export function exactValueText(value: number, definition: Pick<Definition, 'unit'>, locale: Locale): string {
  return formatNumber(value * factorOf(definition, locale), { locale, decimals: 4 });
}
