import type { Parcel, ParcelRecords } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { goneWords } from '../compare/gone-words.ts';
import type { ExtraColumn, MissingParcel } from '../exports/export-parcels.ts';
import { m } from '../paraglide/messages.js';
import { reasonWords } from './reason-words.ts';
import type { Entry, Shortlist } from './terms.ts';

export type ExportedShortlist = {
  records: Parcel[];
  about: string;
  missing: MissingParcel[];
  extra: ExtraColumn[];
};

/**
 * A shortlist as a file gives it: what is kept first, in the person's order, then what was dropped. Last come those
 * that are no longer public, by the name under which they were kept.
 */
export function exportedShortlist({
  list,
  records,
  locale,
}: {
  list: Shortlist;
  records: Pick<ParcelRecords, 'items' | 'gone'>;
  locale: Locale;
}): ExportedShortlist {
  const words = { locale };
  const kept = list.entries.filter(({ decision }) => decision.kind === 'kept');
  const dropped = list.entries.filter(({ decision }) => decision.kind === 'dropped');
  const ordered = [...kept, ...dropped];
  const column = (label: string, read: (entry: Entry) => string): ExtraColumn => ({
    label,
    value: (code) => {
      const entry = list.entries.find((candidate) => candidate.code === code);
      return entry === undefined ? '' : read(entry);
    },
  });
  return {
    records: ordered.flatMap(({ code }) => records.items.filter((parcel) => parcel.code === code)),
    about: m.shortlist_counts(
      { total: list.entries.length, kept: kept.length, dropped: dropped.length },
      words,
    ),
    missing: ordered.flatMap(({ code, name, nameEn }) =>
      records.gone
        .filter((item) => item.code === code)
        .map(({ why }) => ({
          code,
          name: locale === 'en' ? nameEn : name,
          state: goneWords(why, locale),
        })),
    ),
    extra: [
      column(m.shortlist_column_decision({}, words), ({ decision }) =>
        decision.kind === 'kept' ? m.decision_kept({}, words) : m.decision_dropped({}, words),
      ),
      column(m.shortlist_column_reason({}, words), ({ decision }) =>
        decision.kind === 'kept' ? '' : reasonWords(decision.reason, locale),
      ),
      column(m.shortlist_column_detail({}, words), ({ decision }) =>
        decision.kind === 'kept' ? '' : decision.detail,
      ),
      column(m.shortlist_note({}, words), ({ note }) => note),
    ],
  };
}
