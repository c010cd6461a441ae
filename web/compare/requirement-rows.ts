import type { IndicatorDefinition, PublicCity } from '../../api/city/schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import { commitmentsOf, floorAreaOf } from '../parcels/figures.ts';
import type { Column } from './columns.ts';
import { known, knownRequirement, rowOf } from './columns.ts';
import type { Note, Row } from './comparison.ts';
import type { ChosenAdmission } from './industry-choice.ts';
import { onlyThis, rowLabels } from './row-labels.ts';

type Definitions = Pick<PublicCity, 'indicators' | 'limits'>;

/** 控制指标 of one industry: the basic indicators, and the further ones that any of the parcels asks for. */
export function indicatorRows(columns: Column[], { indicators }: Definitions): Row[] {
  const admitted = rowOf({ key: 'admitted', label: rowLabels.admitted }, columns, (_parcel, chosen) => {
    if (chosen === null) return { kind: 'not-admitted' };
    const { code, name, nameEn } = chosen.admission.industry;
    const note = chosen.whole ? null : ({ kind: 'text', text: onlyThis } as const);
    return known({ kind: 'text', text: { 'zh-CN': `${code} ${name}`, en: `${code} ${nameEn}` } }, { note });
  });
  const asked = indicators.filter(({ key, basic }) => basic || columns.some((column) => asks(column, key)));
  return [admitted, ...asked.map((definition) => indicatorRow(definition, columns, indicators))];
}

function asks(column: Column, key: string): boolean {
  return column.kind === 'parcel' && column.chosen?.admission.indicators[key] !== undefined;
}

function indicatorRow(definition: IndicatorDefinition, columns: Column[], all: IndicatorDefinition[]): Row {
  const { key, label, unit, decimals, operator } = definition;
  const heading = { key, label, unit, decimals, enFactor: unit.enFactor, extreme: 'lowest' } as const;
  const direction = operator.startsWith('<') ? '<' : '>';
  return rowOf(heading, columns, (parcel, chosen) => {
    if (chosen === null) return { kind: 'not-admitted' };
    const requirement = chosen.admission.indicators[key] ?? null;
    if (requirement === null) return null;
    return knownRequirement(requirement, direction, commitmentNote(definition, { parcel, chosen, all }));
  });
}

function commitmentNote(
  { perMu }: IndicatorDefinition,
  { parcel, chosen, all }: { parcel: Parcel; chosen: ChosenAdmission; all: IndicatorDefinition[] },
): Note | null {
  if (perMu === null) return null;
  const yuan = commitmentsOf(chosen.admission, parcel.offeredAreaM2, all)[perMu];
  return yuan === null ? null : { kind: 'least', yuan, yearly: perMu === 'tax' };
}

/** 规划条件: every limit of the city's set. The plot ratio (容积率) says what floor area it demands and allows. */
export function limitRows(columns: Column[], { limits }: Definitions): Row[] {
  return limits.map(({ key, label, unit, decimals }) =>
    rowOf({ key, label, unit, decimals, enFactor: unit.enFactor }, columns, ({ limits, offeredAreaM2 }) => {
      const requirement = limits[key] ?? null;
      if (requirement === null) return null;
      const { minimum: minimumM2, maximum: maximumM2 } = floorAreaOf(requirement, offeredAreaM2);
      return knownRequirement(
        requirement,
        '<',
        key === 'far' ? { kind: 'floorArea', minimumM2, maximumM2 } : null,
      );
    }),
  );
}
