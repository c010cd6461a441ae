import type { PublicCity } from '../../../api/city/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { collectAnswer, collectRecords, type Collecting } from '../../exports/collect.ts';
import { chosenColumns } from '../../exports/column.ts';
import { exportParcels } from '../../exports/export-parcels.ts';
import { writeGeojson } from '../../exports/geojson.ts';
import { exportNotes } from '../../exports/notes.ts';
import { exportColumns } from '../../exports/parcel-columns.ts';
import type { FileKind } from '../../exports/save-file.ts';
import { m } from '../../paraglide/messages.js';
import type { Failure } from '../client.ts';
import { fetchParcels, fetchRecords } from '../client.ts';

export type WantedFile = {
  kind: FileKind;
  /** The answer's question with its order, as `/api/parcels` takes it. */
  question: string;
  /** Keys of the file's columns; null: every column there is. */
  columns: readonly string[] | null;
  conditions: readonly { field: string; words: string }[];
  /** The industries searched for, whose requirements are meant. */
  searched: readonly string[];
  city: PublicCity;
  locale: Locale;
  /** The page that shows the same answer. */
  link: string;
  now: Date;
};

export type MadeFile = { ok: true; content: Blob; count: number } | { ok: false; failure: Failure };

/**
 * The whole answer as a file, asked for anew so that it is of one moment.
 * @throws the signal's reason when the person has cancelled.
 */
export async function makeFile(wanted: WantedFile, collecting: Collecting): Promise<MadeFile> {
  const answer = await collectAnswer(new URLSearchParams(wanted.question), fetchParcels, collecting);
  if (!answer.ok) return answer;
  const { items, asOf } = answer.value;
  const { city, locale, conditions, link } = wanted;
  const notesWith = (gone: readonly string[]) => exportNotes({ city, locale, conditions, link, asOf, gone });
  if (wanted.kind === 'geojson') {
    const datum = { label: m.export_datum({}, { locale }), words: m.export_datum_words({}, { locale }) };
    return { ok: true, content: writeGeojson(items, asOf, [...notesWith([]), datum]), count: items.length };
  }
  const codes = items.map(({ code }) => code);
  const collected = await collectRecords(codes, fetchRecords, collecting);
  if (!collected.ok) return collected;
  const { records, gone } = collected.value;
  const all = exportColumns({
    city,
    locale,
    named: null,
    searched: wanted.searched,
    now: wanted.now,
    origin: new URL(link).origin,
  });
  const columns = wanted.columns === null ? all : chosenColumns(all, wanted.columns);
  const title = city.title[locale];
  const file = { records, columns, locale, title, notes: notesWith(gone) };
  return { ok: true, content: await exportParcels(file, wanted.kind), count: records.length };
}
