import { daysBetween, shanghaiDay } from '../../api/calendar/rules.ts';
import type { IndicatorDefinition } from '../../api/city/schema.ts';
import type { Admission, Parcel, Requirement } from '../../api/parcels/schema.ts';
import { muFromSqm } from '../../api/units/rules.ts';

/** Yuan a winner must reach on the whole parcel: smallest fixed investment (固定资产投资) and yearly tax (年税收). */
export type Commitments = { investment: number | null; tax: number | null };

/**
 * Indicators asked per 亩, converted to this parcel by its offered area. Only floors (≥, >) convert to a minimum.
 * Rounded up to whole yuan: a figure below the exact product would promise less than the notice demands.
 */
export function commitmentsOf(
  admission: Admission,
  offeredAreaM2: number,
  definitions: IndicatorDefinition[],
): Commitments {
  const total = (kind: 'investment' | 'tax') => {
    const definition = definitions.find((candidate) => candidate.perMu === kind);
    const requirement = definition && admission.indicators[definition.key];
    if (!requirement || !requirement.op.startsWith('>')) return null;
    return wholeYuanUp(requirement.value * 10_000 * muFromSqm(offeredAreaM2));
  };
  return { investment: total('investment'), tax: total('tax') };
}

/** 建筑面积 m² that the plot ratio (容积率) demands and allows on the offered area. */
export type FloorArea = { minimum: number | null; maximum: number | null };

export function floorAreaOf(plotRatio: Requirement | null | undefined, offeredAreaM2: number): FloorArea {
  if (!plotRatio) return { minimum: null, maximum: null };
  const floor = plotRatio.op.startsWith('>') ? plotRatio.value : null;
  const ceiling = plotRatio.op.startsWith('<') ? plotRatio.value : plotRatio.upper;
  return {
    minimum: floor === null ? null : floor * offeredAreaM2,
    maximum: ceiling === null ? null : ceiling * offeredAreaM2,
  };
}

/** Start price in yuan per m² and per 亩 of offered area. */
export type UnitPrices = { perSqm: number; perMu: number };

export function unitPricesOf(startPrice: number | null, offeredAreaM2: number): UnitPrices | null {
  if (startPrice === null || offeredAreaM2 <= 0) return null;
  return { perSqm: startPrice / offeredAreaM2, perMu: startPrice / muFromSqm(offeredAreaM2) };
}

/** Deposit as a share of the start price, 0–1. */
export function depositShareOf({
  start,
  deposit,
}: Pick<Parcel['prices'], 'start' | 'deposit'>): number | null {
  if (start === null || deposit === null || start === 0) return null;
  return deposit / start;
}

/** Calendar days in Asia/Shanghai from `now` to the day of an instant; 0 is today, negative is past. */
export function daysUntil(instant: string, now: Date): number {
  return daysBetween(shanghaiDay(now), shanghaiDay(new Date(instant)));
}

function wholeYuanUp(yuan: number): number {
  // Binary fractions of an exact product may lie a hair above it; a thousandth of a yuan is that hair.
  return Math.ceil(yuan - 0.001);
}
