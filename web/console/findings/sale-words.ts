import { m } from '../../paraglide/messages.js';
import type { FindingWords, Told } from './told.ts';

/** 出让: dates, prices and the term. */
export const saleWords: Record<string, FindingWords> = {
  'notice-missing': (told) => ({
    message: m.finding_notice_missing({ date: told.day('listingStarts') }),
    remedy: m.finding_notice_missing_remedy(),
  }),
  'notice-too-short': (told) => ({
    message: m.finding_notice_short({
      days: told.number('days'),
      limit: told.number('limitDays'),
      notice: told.day('notice'),
      start: told.day('listingStarts'),
    }),
    remedy: m.finding_notice_short_remedy({ earliest: told.day('earliest') }),
  }),
  'listing-too-short': (told) => ({
    message: m.finding_listing_short({
      days: told.number('days'),
      limit: told.number('limitDays'),
      start: told.day('listingStarts'),
      end: told.day('listingEnds'),
    }),
    remedy: m.finding_listing_short_remedy({ earliest: told.day('earliest') }),
  }),
  'sale-date-order': stepOrder,
  'due-date-order': stepOrder,
  'deposit-low': (told) => ({
    message: m.finding_deposit_low({
      deposit: told.money('depositYuan'),
      percent: told.number('percent'),
      limit: told.number('limitPercent'),
    }),
    remedy: m.finding_deposit_low_remedy(),
  }),
  'ceiling-below-start': (told) => ({
    message: m.finding_ceiling_low({ ceiling: told.money('ceilingYuan'), start: told.money('startYuan') }),
    remedy: m.finding_ceiling_low_remedy(),
  }),
  'term-too-long': (told) => ({
    message: m.finding_term_long({ years: told.number('years'), limit: told.number('limitYears') }),
    remedy: m.finding_term_long_remedy({ limit: told.number('limitYears') }),
  }),
};

function stepOrder(told: Told) {
  return {
    message: m.finding_step_order({
      later: told.field('laterField'),
      second: told.day('second'),
      earlier: told.field('earlierField'),
      first: told.day('first'),
    }),
    remedy: m.finding_dates_remedy(),
  };
}
