import { daysUntil, depositShareOf, unitPricesOf } from '../parcels/figures.ts';
import type { Column } from './columns.ts';
import { known, rowOf } from './columns.ts';
import type { Known, Row } from './comparison.ts';
import { beijingTime, mu, rowLabels } from './row-labels.ts';

/** 土地: what is offered, for which use and how long; the planning limits follow. */
export function landRows(columns: Column[]): Row[] {
  const { offeredArea, use, term, netLand, standardLand } = rowLabels;
  return [
    rowOf({ key: 'offeredArea', label: offeredArea, unit: mu }, columns, ({ offeredAreaM2: areaM2 }) =>
      known({ kind: 'area', areaM2 }, { note: { kind: 'hectares', areaM2 } }),
    ),
    rowOf({ key: 'use', label: use }, columns, ({ use: { name, nameEn } }) =>
      known({ kind: 'text', text: { 'zh-CN': name, en: nameEn } }),
    ),
    rowOf({ key: 'term', label: term }, columns, ({ termYears }) =>
      termYears === null ? null : known({ kind: 'years', years: termYears }),
    ),
    rowOf({ key: 'netLand', label: netLand }, columns, ({ netLand }) => yesNo(netLand)),
    rowOf({ key: 'standardLand', label: standardLand }, columns, ({ standardLand }) => yesNo(standardLand)),
  ];
}

/** 价格与时间: money, the moments that close a door, and the days that the contract will set. */
export function priceRows(columns: Column[], now: Date): Row[] {
  const lowest = { extreme: 'lowest' } as const;
  return [
    rowOf(
      { key: 'startPrice', label: rowLabels.startPrice, ...lowest },
      columns,
      ({ prices, offeredAreaM2 }) => {
        const perUnit = unitPricesOf(prices.start, offeredAreaM2);
        if (prices.start === null || perUnit === null) return null;
        return known(
          { kind: 'money', yuan: prices.start },
          { rank: prices.start, note: { kind: 'perMu', yuan: perUnit.perMu } },
        );
      },
    ),
    rowOf({ key: 'deposit', label: rowLabels.deposit, ...lowest }, columns, ({ prices }) => {
      if (prices.deposit === null) return null;
      const share = depositShareOf(prices);
      const note = share === null ? null : ({ kind: 'shareOfStart', share } as const);
      return known({ kind: 'money', yuan: prices.deposit }, { rank: prices.deposit, note });
    }),
    rowOf(
      { key: 'signupEnds', label: rowLabels.signupEnds, unit: beijingTime },
      columns,
      ({ dates, onOffer }) => instant(dates.signupEnds, onOffer ? now : null),
    ),
    rowOf(
      { key: 'listingEnds', label: rowLabels.listingEnds, unit: beijingTime },
      columns,
      ({ dates, onOffer }) => instant(dates.listingEnds, onOffer ? now : null),
    ),
    rowOf({ key: 'construction', label: rowLabels.construction }, columns, ({ dates }) =>
      day(dates.constructionStartDue),
    ),
    rowOf({ key: 'completion', label: rowLabels.completion }, columns, ({ dates }) =>
      day(dates.completionDue),
    ),
    rowOf({ key: 'fullProduction', label: rowLabels.fullProduction }, columns, ({ dates }) =>
      day(dates.fullProductionDue),
    ),
  ];
}

function yesNo(yes: boolean | null): Known | null {
  return yes === null ? null : known({ kind: 'yesNo', yes });
}

function day(value: string | null): Known | null {
  return value === null ? null : known({ kind: 'day', day: value });
}

/** The days that are left, where the parcel is still on offer. */
function instant(at: string | null, now: Date | null): Known | null {
  if (at === null) return null;
  const days = now === null ? -1 : daysUntil(at, now);
  return known({ kind: 'instant', at }, { note: days < 0 ? null : { kind: 'daysLeft', days } });
}
