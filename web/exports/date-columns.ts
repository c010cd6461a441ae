import type { Locale } from '../../api/units/rules.ts';
import { shanghaiDay } from '../../api/calendar/rules.ts';
import { m } from '../paraglide/messages.js';
import { daysUntil } from '../parcels/figures.ts';
import { dayOr, numberOr, timeOr } from './cell.ts';
import { from, type ExportColumn } from './column.ts';

/** Dates of the procedure and of the contract's duties; instants as wall clock in Shanghai. */
export function dateColumns(locale: Locale, now: Date): ExportColumn[] {
  const words = { locale };
  const announced = m.to_be_announced({}, words);
  const clock = m.export_beijing_time({}, words);
  const instants = [
    ['signupStarts', m.date_signup_starts({}, words)],
    ['signupEnds', m.signup_ends({}, words)],
    ['depositEnds', m.export_deposit_ends({}, words)],
    ['listingStarts', m.date_listing_starts({}, words)],
    ['listingEnds', m.bidding_ends({}, words)],
  ] as const;
  const duties = [
    ['constructionStartDue', m.date_construction({}, words)],
    ['completionDue', m.date_completion({}, words)],
    ['fullProductionDue', m.date_full_production({}, words)],
  ] as const;
  return [
    {
      ...from('dates.notice'),
      key: 'noticeDate',
      label: m.date_notice({}, words),
      unit: '',
      read: ({ dates }) =>
        dayOr(dates.notice === null ? null : shanghaiDay(new Date(dates.notice)), announced),
    },
    ...instants.map(([key, label]): ExportColumn => ({
      ...from(`dates.${key}`),
      key,
      label,
      unit: clock,
      read: ({ dates }) => timeOr(dates[key], announced),
    })),
    {
      key: 'daysLeft',
      label: m.export_days_left({}, words),
      unit: m.export_days({}, words),
      read: ({ dates }) =>
        numberOr(dates.signupEnds === null ? null : daysUntil(dates.signupEnds, now), announced, 0),
    },
    ...duties.map(([key, label]): ExportColumn => ({
      ...from(`dates.${key}`),
      key,
      label,
      unit: '',
      read: ({ dates }) => dayOr(dates[key], announced),
    })),
  ];
}
