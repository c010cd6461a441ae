import type { PublicCity } from '../../api/city/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { formatDay, formatTime } from '../ui/dates.ts';

/** One line of 说明: what it is about, and the words. */
export type Note = { label: string; words: string };

type NotesWanted = {
  city: Pick<PublicCity, 'officialNotice' | 'mapApprovalNumber' | 'demonstration' | 'title'>;
  locale: Locale;
  /** The conditions in words, as the chips say them; empty when nothing narrows the answer. */
  conditions: readonly { field: string; words: string }[];
  /** The page that shows this answer, whole; null where there is none. */
  link: string | null;
  asOf: string;
  /** Codes that were in the answer and are not in the file, since they were recalled while it was made. */
  gone: readonly string[];
};

/** What a reader of the file must know who has not seen the page: the question, the day, and what decides. */
export function exportNotes({ city, locale, conditions, link, asOf, gone }: NotesWanted): Note[] {
  const words = { locale };
  const asked = conditions.map(
    ({ field, words: value }) => `${field}${locale === 'en' ? ': ' : '：'}${value}`,
  );
  const notes: (Note | null)[] = [
    city.demonstration === null
      ? null
      : { label: m.sample_data({}, words), words: m.demonstration_unshifted({}, words) },
    { label: m.export_from({}, words), words: city.title[locale] },
    {
      label: m.export_query({}, words),
      words: asked.length === 0 ? m.export_query_none({}, words) : asked.join(locale === 'en' ? '; ' : '；'),
    },
    link === null ? null : { label: m.export_link({}, words), words: link },
    {
      label: m.data_as_of_label({}, words),
      words: `${formatDay(asOf, locale)} ${formatTime(asOf)} ${m.export_beijing_time({}, words)}`,
    },
    {
      label: m.official_notice({}, words),
      words: `${city.officialNotice[locale]}${locale === 'en' ? '. ' : '。'}${m.export_no_sale({}, words)}`,
    },
    { label: m.export_unknowns({}, words), words: m.export_unknowns_mean({}, words) },
    { label: m.export_requirements({}, words), words: m.export_requirements_mean({}, words) },
    {
      label: m.map({}, words),
      words:
        city.mapApprovalNumber === null
          ? m.map_sketch_notice({}, words)
          : m.map_approval_number({ number: city.mapApprovalNumber }, words),
    },
    gone.length === 0
      ? null
      : { label: m.export_gone({}, words), words: m.export_gone_codes({ codes: gone.join(' ') }, words) },
  ];
  return notes.filter((note) => note !== null);
}
