import { m } from '../../paraglide/messages.js';
import type { FindingWords } from './told.ts';

/** 记录: what is filled in, who answers, how old it is. */
export const recordWords: Record<string, FindingWords> = {
  'required-field': (told) => ({
    message: m.finding_required_field({ fact: told.fact() }),
    remedy: m.finding_required_field_remedy({ fact: told.fact() }),
  }),
  'required-geometry': () => ({
    message: m.finding_required_geometry(),
    remedy: m.finding_required_geometry_remedy(),
  }),
  'unknown-name': (told) => ({
    message: m.finding_unknown_name({ fact: told.fact(), written: told.text('written') }),
    remedy: m.finding_unknown_name_remedy(),
  }),
  'unknown-indicator': (told) => ({
    message: m.finding_unknown_indicator({ key: told.text('key') }),
    remedy: m.finding_unknown_indicator_remedy(),
  }),
  'unknown-industry': (told) => ({
    message: m.finding_unknown_industry({ industry: told.text('industry') }),
    remedy: m.finding_unknown_industry_remedy(),
  }),
  'duplicate-industry': (told) => ({
    message: m.finding_duplicate_industry({ industry: told.text('industry') }),
    remedy: m.finding_duplicate_industry_remedy(),
  }),
  'event-repeated': (told) => ({
    message: m.finding_event_repeated({ date: told.day('at') }),
    remedy: m.finding_event_repeated_remedy(),
  }),
  'region-mismatch': (told) => ({
    message: m.finding_region_mismatch({ region: told.region('region'), district: told.region('district') }),
    remedy: m.finding_region_mismatch_remedy(),
  }),
  'offered-exceeds-land': (told) => ({
    message: m.finding_offered_exceeds_land({
      offered: told.area('offeredAreaM2'),
      land: told.area('landAreaM2'),
    }),
    remedy: m.finding_offered_exceeds_land_remedy(),
  }),
  'date-order': (told) => ({
    message: m.finding_date_order({ later: told.field('laterField'), earlier: told.field('earlierField') }),
    remedy: m.finding_dates_remedy(),
  }),
  'contact-without-phone': () => ({
    message: m.finding_contact_without_phone(),
    remedy: m.finding_contact_without_phone_remedy(),
  }),
  'fact-expired': (told) => ({
    message: m.finding_fact_expired({
      fact: told.fact(),
      date: told.day('validUntil'),
      days: told.number('days'),
    }),
    remedy: m.finding_fact_remedy(),
  }),
  'fact-expires': (told) => ({
    message: m.finding_fact_expires({
      fact: told.fact(),
      date: told.day('validUntil'),
      days: told.number('days'),
    }),
    remedy: m.finding_fact_remedy(),
  }),
};
