import type { IndicatorDefinition, Phase, PublicCity } from '../../api/city/schema.ts';
import type { Admission, Fact, Parcel, Requirement } from '../../api/parcels/schema.ts';
import { differsFromGroup, factAt } from './facts.ts';

/** One line of 控制指标. A requirement that is asked for but not known is null, never zero. */
export type IndicatorRow = {
  key: string;
  definition: Pick<IndicatorDefinition, 'label' | 'unit' | 'decimals'>;
  requirement: Requirement | null;
  phase: Phase;
  basis: string | null;
  fact: Fact | null;
  /** Its own record says something else than the section's badge. */
  differs: boolean;
};

/**
 * The industry's own indicators in the pack's order, and among them the planning limits that are control indicators
 * too (容积率): they hold for every industry and come from the planning conditions.
 */
export function indicatorRows(
  parcel: Pick<Parcel, 'limits' | 'facts'>,
  admission: Admission,
  city: Pick<PublicCity, 'indicators' | 'limits'>,
): IndicatorRow[] {
  const group = `admissions.${admission.industry.code}`;
  const own = city.indicators
    .filter(({ key, basic }) => basic || admission.indicators[key] !== undefined)
    .map((definition): IndicatorRow => {
      const requirement = admission.indicators[definition.key] ?? null;
      const path = `${group}.${definition.key}`;
      return {
        key: definition.key,
        definition,
        requirement,
        phase: requirement?.phase ?? definition.phase,
        basis: requirement?.basis ?? null,
        fact: factAt(parcel.facts, path),
        differs: differsFromGroup(parcel.facts, group, path),
      };
    });
  const planned = city.limits
    .filter(({ key, basic }) => basic && admission.indicators[key] === undefined)
    .map((definition): IndicatorRow => {
      const fact = factAt(parcel.facts, `limits.${definition.key}`);
      return {
        key: definition.key,
        definition,
        requirement: parcel.limits[definition.key] ?? null,
        phase: 'planning',
        basis: fact?.sourceNumber ?? null,
        fact,
        differs: false,
      };
    });
  const [first, second, ...rest] = own;
  return [first, second].filter((row) => row !== undefined).concat(planned, rest);
}
