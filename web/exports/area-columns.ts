import { formatArea, hectaresFromSqm, muFromSqm, type AreaUnit, type Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { from, type ExportColumn } from './column.ts';

/** 出让面积 as the record has it in m², and converted: 15 亩 = 1 公顷. */
export function areaColumns(locale: Locale): ExportColumn[] {
  const unit = (name: AreaUnit) => formatArea(0, name, { locale }).unit;
  const label = m.offered_area({}, { locale });
  const source = from('offeredAreaM2');
  return [
    {
      ...source,
      key: 'areaM2',
      label,
      unit: unit('m²'),
      read: ({ offeredAreaM2 }) => ({ kind: 'number', value: offeredAreaM2, decimals: 2 }),
    },
    {
      ...source,
      key: 'area',
      label,
      unit: unit('mu'),
      read: ({ offeredAreaM2 }) => ({
        kind: 'number',
        value: Number(muFromSqm(offeredAreaM2).toFixed(4)),
        decimals: 2,
      }),
    },
    {
      ...source,
      key: 'areaHa',
      label,
      unit: unit('hectare'),
      read: ({ offeredAreaM2 }) => ({
        kind: 'number',
        value: Number(hectaresFromSqm(offeredAreaM2).toFixed(6)),
        decimals: 4,
      }),
    },
  ];
}
