import type { ParcelFields } from '../../../api/imports/schema.ts';
import { m } from '../../paraglide/messages.js';

export type FieldKey = keyof ParcelFields;

/** How a field of the sheet 地块 is written and read. */
export type FieldKind =
  | 'text'
  | 'area'
  | 'money'
  | 'years'
  | 'yes-no'
  | 'day'
  | 'instant'
  | 'district'
  | 'park'
  | 'department'
  | 'use'
  | 'supply-mode';

export const fieldKinds: Record<FieldKey, FieldKind> = {
  name: 'text',
  nameEn: 'text',
  district: 'district',
  town: 'text',
  park: 'park',
  department: 'department',
  locationText: 'text',
  locationTextEn: 'text',
  boundsText: 'text',
  unitNumber: 'text',
  landAreaM2: 'area',
  offeredAreaM2: 'area',
  useCode: 'use',
  termYears: 'years',
  supplyMode: 'supply-mode',
  withDesign: 'yes-no',
  netLand: 'yes-no',
  standardLand: 'yes-no',
  releasedOn: 'day',
  noticeNumber: 'text',
  noticeUrl: 'text',
  startPriceYuan: 'money',
  depositYuan: 'money',
  ceilingPriceYuan: 'money',
  incrementYuan: 'money',
  incrementPerMu: 'yes-no',
  reservePrice: 'yes-no',
  noticeAt: 'instant',
  signupStartsAt: 'instant',
  signupEndsAt: 'instant',
  depositEndsAt: 'instant',
  listingStartsAt: 'instant',
  listingEndsAt: 'instant',
  constructionStartDueOn: 'day',
  completionDueOn: 'day',
  fullProductionDueOn: 'day',
};

const labels: Record<FieldKey, () => string> = {
  name: m.fact_name,
  nameEn: m.fact_name_en,
  district: m.fact_district,
  town: m.export_town,
  park: m.park,
  department: m.fact_department,
  locationText: m.fact_location,
  locationTextEn: m.fact_location_en,
  boundsText: m.fact_bounds,
  unitNumber: m.unit_number,
  landAreaM2: m.land_area,
  offeredAreaM2: m.offered_area,
  useCode: m.land_use,
  termYears: m.term,
  supplyMode: m.supply_mode,
  withDesign: m.fact_with_design,
  netLand: m.net_land,
  standardLand: m.standard_land,
  releasedOn: m.released_on,
  noticeNumber: m.export_notice_number,
  noticeUrl: m.fact_notice_url,
  startPriceYuan: m.start_price,
  depositYuan: m.deposit,
  ceilingPriceYuan: m.ceiling_price,
  incrementYuan: m.increment,
  incrementPerMu: m.fact_increment_per_mu,
  reservePrice: m.fact_reserve,
  noticeAt: m.date_notice,
  signupStartsAt: m.date_signup_starts,
  signupEndsAt: m.fact_signup_ends,
  depositEndsAt: m.export_deposit_ends,
  listingStartsAt: m.date_listing_starts,
  listingEndsAt: m.date_listing_ends,
  constructionStartDueOn: m.fact_construction,
  completionDueOn: m.fact_completion,
  fullProductionDueOn: m.fact_production,
};

export function isFieldKey(key: string): key is FieldKey {
  return Object.hasOwn(fieldKinds, key);
}

export function fieldLabel(key: FieldKey): string {
  return labels[key]();
}
