import type { IndicatorDefinition, LimitDefinition, Operator } from '../../../api/city/schema.ts';
import type { Requirement } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { colouringIndicators } from '../../map/theme.ts';
import { m } from '../../paraglide/messages.js';
import { requirementText } from '../requirement-text.ts';
import type { TableCell } from './table-cell.ts';
import type { TableColumn, TableContext } from './table-columns.ts';

const signs = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;

/** 控制指标 of the industry searched for, else of each parcel's first, and the planning limits that are among them. */
export function indicatorColumns({ city, locale }: TableContext): TableColumn[] {
  const sortable = new Set(colouringIndicators(city).map(({ key }) => key));
  const indicators = city.indicators.map((definition): TableColumn => ({
    ...columnOf(definition, definition.operator, locale),
    label: definition.short[locale],
    sort: sortable.has(definition.key) ? 'indicator' : null,
  }));
  const limits = city.limits
    .filter(({ basic }) => basic)
    .map((definition) => columnOf(definition, null, locale));
  return [...indicators, ...limits];
}

/** `usual`: the operator that stands in the head instead of in every cell. */
function columnOf(
  definition: Pick<IndicatorDefinition | LimitDefinition, 'key' | 'label' | 'unit' | 'decimals'>,
  usual: Operator | null,
  locale: Locale,
): TableColumn {
  const { key, label, unit } = definition;
  return {
    key,
    label: label[locale],
    unit: [usual === null ? '' : signs[usual], unit[locale]].join(' ').trim(),
    numeric: true,
    widthPx: 108,
    sort: null,
    exports: ['industry', key],
    read: ({ indicators }) =>
      cellOf(indicators[key], usual, (required) => requirementText(required, definition, locale)),
  };
}

function cellOf(
  required: Requirement | undefined,
  usual: Operator | null,
  write: (required: Requirement) => { operator: string; value: string },
): TableCell {
  if (required === undefined) return { kind: 'unknown', words: m.not_published() };
  const { operator, value } = write(required);
  const asInHead = required.op === usual && required.upper === null;
  return { kind: 'number', text: value, operator: asInHead ? '' : operator };
}
