import type { LocalText } from '../../api/city/schema.ts';
import { m } from '../paraglide/messages.js';

function both(words: (inputs: object, options: { locale: 'zh-CN' | 'en' }) => string): LocalText {
  return { 'zh-CN': words({}, { locale: 'zh-CN' }), en: words({}, { locale: 'en' }) };
}

/** Names of the rows that every city has; those of indicators, limits and utilities come from its pack. */
export const rowLabels = {
  admitted: both(m.compare_row_admitted),
  offeredArea: both(m.offered_area),
  use: both(m.land_use),
  term: both(m.term),
  netLand: both(m.net_land),
  standardLand: both(m.standard_land),
  startPrice: both(m.start_price),
  deposit: both(m.deposit),
  signupEnds: both(m.signup_ends),
  listingEnds: both(m.bidding_ends),
  construction: both(m.date_construction),
  completion: both(m.date_completion),
  fullProduction: both(m.date_full_production),
  utilitiesReady: both(m.compare_row_utilities_ready),
  interchange: both(m.compare_row_interchange),
  rail: both(m.compare_row_rail),
  highspeedRail: both(m.compare_row_highspeed_rail),
  freightRail: both(m.compare_row_freight_rail),
  airport: both(m.compare_row_airport),
  port: both(m.compare_row_port),
  bondedZone: both(m.compare_row_bonded_zone),
  checkedIndicators: both(m.control_indicators),
  checkedLimits: both(m.planning_conditions),
  checkedPrices: both(m.price),
  checkedReadiness: both(m.utilities),
  evaluations: both(m.compare_row_evaluations),
  noticeNumber: both(m.compare_row_notice_number),
} satisfies Record<string, LocalText>;

export const onlyThis: LocalText = both(m.compare_only_this);
export const kilometres: LocalText = both(m.compare_unit_km_straight);
export const beijingTime: LocalText = both(m.compare_unit_beijing_time);
export const mu: LocalText = both(m.mu);
