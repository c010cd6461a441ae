import type { Parcel, ParcelRecords } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { ExtraColumn } from '../exports/export-parcels.ts';
import { m } from '../paraglide/messages.js';
import { reasonWords } from './reason-words.ts';
import type { Entry, Shortlist } from './terms.ts';

export type ExportedShortlist = { records: Parcel[]; about: string; gone: string[]; extra: ExtraColumn[] };

/**
 * A shortlist as a file gives it: what is kept first, in the person's order, then what was dropped. A parcel that is no
 * longer public has no row; its code stands among those left out, with what was noted on it.
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
    gone: ordered
      .filter(({ code }) => records.gone.some((item) => item.code === code))
      .map(({ code, note }) => (note === '' ? code : `${code} (${note})`)),
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
