import { formatYuanExactly, type Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { depositShareOf, unitPricesOf } from '../parcels/figures.ts';
import { numberOr, type Cell } from './cell.ts';
import { from, type ExportColumn } from './column.ts';

/** Prices of the notice, and what an investor computes from them by hand. Sums in 万元 or CNY m, exact to the yuan. */
export function moneyColumns(locale: Locale): ExportColumn[] {
  const words = { locale };
  const unit = formatYuanExactly(0, locale === 'en' ? 'millionYuan' : 'wanYuan', locale).unit;
  const announced = m.to_be_announced({}, words);
  const [perMuUnit, perMuYuan] = locale === 'en' ? ['CNY k/mu', 1000] : ['万元/亩', 10_000];
  const sum = (yuan: number | null, unknown: string): Cell =>
    numberOr(yuan === null ? null : yuan / (locale === 'en' ? 1e6 : 1e4), unknown, locale === 'en' ? 3 : 2);
  const perUnit = (parcel: Parameters<ExportColumn['read']>[0]) =>
    unitPricesOf(parcel.prices.start, parcel.offeredAreaM2);
  return [
    {
      ...from('prices.start'),
      key: 'price',
      label: m.start_price({}, words),
      unit,
      read: ({ prices }) => sum(prices.start, announced),
    },
    {
      ...from('prices.start'),
      key: 'pricePerMu',
      label: m.export_unit_price({}, words),
      unit: perMuUnit,
      read: (parcel) => numberOr(rounded(perUnit(parcel)?.perMu, perMuYuan), announced, 2),
    },
    {
      ...from('prices.start'),
      key: 'pricePerM2',
      label: m.export_unit_price({}, words),
      unit: locale === 'en' ? 'CNY/m²' : '元/m²',
      read: (parcel) => numberOr(rounded(perUnit(parcel)?.perSqm, 1), announced, 2),
    },
    {
      ...from('prices.deposit'),
      key: 'deposit',
      label: m.deposit({}, words),
      unit,
      read: ({ prices }) => sum(prices.deposit, announced),
    },
    {
      ...from('prices.deposit'),
      key: 'depositShare',
      label: m.export_deposit_share({}, words),
      unit: '%',
      read: ({ prices }) => {
        const share = depositShareOf(prices);
        return numberOr(share === null ? null : Number((share * 100).toFixed(2)), announced, 2);
      },
    },
    {
      ...from('prices.ceiling'),
      key: 'ceiling',
      label: m.ceiling_price({}, words),
      unit,
      read: ({ prices }) => sum(prices.ceiling, m.not_stated({}, words)),
    },
  ];
}

function rounded(yuan: number | undefined, scale: number): number | null {
  return yuan === undefined ? null : Number((yuan / scale).toFixed(4));
}
