import type { Facets, ParcelAnswer, ParcelSummary } from '../../api/parcels/schema.ts';

export const noFacets: Facets = {
  district: [],
  park: [],
  status: [],
  industry: [],
  use: [],
  readiness: [],
  area: [],
  price: [],
  unpriced: { count: 0, matching: 0 },
  indicator: [],
};

/** An answer that is whole in one page, without anything to choose from. */
export function wholeAnswer(items: ParcelSummary[]): ParcelAnswer {
  const total = items.length;
  return {
    total,
    totalAreaM2: 0,
    all: { total, areaM2: 0, onOffer: 0, onOfferAreaM2: 0 },
    parks: [],
    items,
    next: null,
    facets: noFacets,
    asOf: '2026-11-22T09:30:00+08:00',
  };
}
