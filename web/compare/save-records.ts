import type { PublicCity } from '../../api/city/schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import type { ExtraColumn, MissingParcel, SheetFormat } from '../exports/export-parcels.ts';

type Wanted = {
  city: PublicCity;
  locale: Locale;
  records: Parcel[];
  industry: string | null;
  searched: readonly string[];
  title: string;
  about: { field: string; words: string };
  link: string | null;
  asOf: string;
  missing: MissingParcel[];
  extra: ExtraColumn[] | undefined;
};

/**
 * Saves the parcels with every column there is, and a row for each that is missing.
 * @throws when the code that writes files cannot be fetched.
 */
export async function saveRecords(wanted: Wanted, format: SheetFormat): Promise<void> {
  const [{ exportParcels }, { exportColumns }, { exportNotes }, { fileName, saveFile }] = await Promise.all([
    import('../exports/export-parcels.ts'),
    import('../exports/parcel-columns.ts'),
    import('../exports/notes.ts'),
    import('../exports/save-file.ts'),
  ]);
  const { city, locale, records, industry: named, searched, title, extra, link, asOf, missing } = wanted;
  const now = new Date();
  const columns = exportColumns({ city, locale, named, searched, now, origin: location.origin });
  const gone = missing.map(({ code }) => code);
  const notes = exportNotes({ city, locale, conditions: [wanted.about], link, asOf, gone });
  const more = extra === undefined ? {} : { extra };
  const file = await exportParcels({ records, columns, locale, title, notes, missing, ...more }, format);
  saveFile(file, fileName(format, locale, now));
}
