import { formatArea, formatNumber, formatYuanExactly, type AreaUnit } from '../../../api/units/rules.ts';
import type { ParcelSummary } from '../../../api/parcels/schema.ts';
import { m } from '../../paraglide/messages.js';
import { unitPricesOf } from '../figures.ts';
import type { TableCell } from './table-cell.ts';
import type { TableColumn, TableContext } from './table-columns.ts';

/** Area and price, each in one unit, so that a column can be read down. */
export function figureColumns(context: TableContext): TableColumn[] {
  return [...areaColumns(context), ...priceColumns(context)];
}

function areaColumns({ locale }: TableContext): TableColumn[] {
  const column = (key: string, unit: AreaUnit): TableColumn => ({
    key,
    label: m.table_area(),
    unit: formatArea(0, unit, { locale }).unit,
    numeric: true,
    widthPx: 86,
    sort: 'offeredAreaM2',
    exports: [key],
    read: ({ offeredAreaM2 }) => number(formatArea(offeredAreaM2, unit, { locale, fixed: true }).value),
  });
  return [column('area', 'mu'), column('areaHa', 'hectare'), column('areaM2', 'm²')];
}

function priceColumns({ locale }: TableContext): TableColumn[] {
  const unit = locale === 'en' ? 'millionYuan' : 'wanYuan';
  const [perMu, perMuUnit] = locale === 'en' ? [1000, 'CNY k/mu'] : [10_000, '万元/亩'];
  const shared = { numeric: true, widthPx: 88 } as const;
  const perUnit = ({ startPrice, offeredAreaM2 }: ParcelSummary) => unitPricesOf(startPrice, offeredAreaM2);
  return [
    {
      ...shared,
      key: 'price',
      label: m.start_price(),
      unit: formatYuanExactly(0, unit, locale).unit,
      sort: 'startPrice',
      exports: ['price'],
      read: ({ startPrice }) =>
        startPrice === null ? announced() : number(formatYuanExactly(startPrice, unit, locale).value),
    },
    {
      ...shared,
      key: 'pricePerMu',
      label: m.export_unit_price(),
      unit: perMuUnit,
      sort: null,
      exports: ['pricePerMu'],
      read: (parcel) => {
        const price = perUnit(parcel);
        if (price === null) return announced();
        return number(
          formatNumber(price.perMu / perMu, { locale, decimals: locale === 'en' ? 0 : 1, fixed: true }),
        );
      },
    },
    {
      ...shared,
      key: 'pricePerM2',
      label: m.export_unit_price(),
      unit: locale === 'en' ? 'CNY/m²' : '元/m²',
      sort: null,
      exports: ['pricePerM2'],
      read: (parcel) => {
        const price = perUnit(parcel);
        return price === null ? announced() : number(formatNumber(price.perSqm, { locale, decimals: 0 }));
      },
    },
  ];
}

function number(text: string): TableCell {
  return { kind: 'number', text, operator: '' };
}

function announced(): TableCell {
  return { kind: 'unknown', words: m.table_price_unknown() };
}
