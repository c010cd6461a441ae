import type { PublicCity } from '../../api/city/schema.ts';
import type { Admission, Named, Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { chosenAdmission } from '../parcels/chosen-admission.ts';
import { text, textOr, timeOr } from './cell.ts';
import { from, type ExportColumn } from './column.ts';
import { contactColumns } from './contact-columns.ts';
import { dateColumns } from './date-columns.ts';
import { evaluationColumns } from './evaluation-columns.ts';
import { moneyColumns } from './money-columns.ts';
import { requirementColumns } from './requirement-columns.ts';
import { areaColumns } from './area-columns.ts';
import { utilityColumns } from './utility-columns.ts';

/** What the columns are written for. */
export type ColumnContext = {
  city: PublicCity;
  locale: Locale;
  /** The industry that a link names and those searched for, GB/T 4754: whose requirements are meant. */
  named: string | null;
  searched: readonly string[];
  now: Date;
  /** Where the portal is read, `https://host`: each parcel's own page is named. */
  origin: string;
};

/** Every column of a file about parcels: what names a parcel, its land, price, requirements, utilities, dates, office. */
export function exportColumns(context: ColumnContext): ExportColumn[] {
  const { city, locale, named, searched } = context;
  const admissionOf = (parcel: Parcel): Admission | null => chosenAdmission(parcel, named, searched);
  return [
    ...identityColumns(context),
    ...areaColumns(locale),
    ...moneyColumns(locale),
    ...requirementColumns({ city, locale, admissionOf }),
    ...utilityColumns(city, locale),
    ...evaluationColumns(city, locale),
    ...dateColumns(locale, context.now),
    ...contactColumns(locale),
    ...readingColumns(context),
  ];
}

function identityColumns({ city, locale }: ColumnContext): ExportColumn[] {
  const words = { locale };
  const name = (value: Pick<Named, 'name' | 'nameEn'>) => (locale === 'en' ? value.nameEn : value.name);
  const notStated = m.not_stated({}, words);
  const plain = { unit: '' };
  return [
    { ...plain, key: 'code', label: m.export_code({}, words), read: ({ code }) => text(code) },
    { ...plain, key: 'name', label: m.export_name({}, words), read: (parcel) => text(name(parcel)) },
    {
      ...plain,
      // A status follows from the dates, so the notice that states them is its source.
      ...from('dates'),
      key: 'status',
      label: m.status({}, words),
      read: ({ status }) => text(city.statuses.find(({ key }) => key === status)?.label[locale] ?? status),
    },
    {
      ...plain,
      ...from('district'),
      key: 'district',
      label: m.district({}, words),
      read: ({ district }) => text(name(district)),
    },
    {
      ...plain,
      ...from('park'),
      key: 'park',
      label: m.park({}, words),
      read: ({ park }) => text(name(park)),
    },
    {
      ...plain,
      ...from('town'),
      key: 'town',
      label: m.export_town({}, words),
      read: ({ town }) => textOr(town === null ? null : name(town), notStated),
    },
    {
      ...plain,
      ...from('use'),
      key: 'use',
      label: m.land_use({}, words),
      read: ({ use }) => text(`${use.code} ${name(use)}`),
    },
    {
      ...plain,
      ...from('admissions'),
      key: 'industries',
      label: m.admitted_industry({}, words),
      read: ({ industries }) =>
        textOr(
          industries
            .map((industry) => `${industry.code} ${name(industry)}`)
            .join(locale === 'en' ? '; ' : '；'),
          notStated,
        ),
    },
  ];
}

/** Where a row was read and as of when; a row of a demonstration says so itself, since rows are copied apart. */
function readingColumns({ locale, origin }: ColumnContext): ExportColumn[] {
  const words = { locale };
  return [
    {
      key: 'link',
      label: m.export_link({}, words),
      unit: '',
      read: ({ code }) => text(`${origin}/parcels/${encodeURIComponent(code)}`),
    },
    {
      key: 'asOf',
      label: m.data_as_of_label({}, words),
      unit: m.export_beijing_time({}, words),
      read: ({ asOf }) => timeOr(asOf, ''),
    },
    {
      key: 'sample',
      label: m.sample_data({}, words),
      unit: '',
      read: ({ demo }) => text(demo ? m.yes({}, words) : m.no({}, words)),
    },
  ];
}
