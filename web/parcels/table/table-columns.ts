import type { PublicCity } from '../../../api/city/schema.ts';
import type { ParcelSort } from '../../../api/parcels/query-schema.ts';
import type { ParcelSummary } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatDay } from '../../ui/dates.ts';
import { figureColumns } from './figure-columns.ts';
import { indicatorColumns } from './indicator-columns.ts';
import type { TableCell } from './table-cell.ts';

/** One column of the table beside the parcel's own, in one language. */
export type TableColumn = {
  key: string;
  label: string;
  /** Under the label: a unit, or what the second line of a cell is. */
  unit: string;
  numeric: boolean;
  widthPx: number;
  /** How the server sorts by it; its opposite begins with a minus. Null: it does not. */
  sort: Extract<ParcelSort, 'offeredAreaM2' | 'startPrice' | 'signupEnds' | 'indicator'> | null;
  /** Keys of the columns that a file has instead. */
  exports: readonly string[];
  read: (parcel: ParcelSummary) => TableCell;
};

export type TableContext = { city: PublicCity; locale: Locale };

/** Every column there is, in the order in which they stand. */
export function tableColumns(context: TableContext): TableColumn[] {
  const [place, status, ...rest] = wordColumns(context);
  const before = [place, status].filter((column) => column !== undefined);
  return [...before, ...figureColumns(context), ...indicatorColumns(context), ...rest];
}

/** Without a choice in the address: what a site selector eliminates by. */
export function usualColumns({ city }: Pick<TableContext, 'city'>): string[] {
  const indicators = city.indicators.slice(0, 4).map(({ key }) => key);
  return ['place', 'status', 'area', 'price', 'pricePerMu', ...indicators, 'readiness', 'verified'];
}

/** The columns asked for; those usual where none is asked for, or none that there is. */
export function shownColumns(
  columns: readonly TableColumn[],
  asked: readonly string[],
  context: TableContext,
) {
  const wanted = columns.filter(({ key }) => asked.includes(key));
  const usual = usualColumns(context);
  return wanted.length > 0 ? wanted : columns.filter(({ key }) => usual.includes(key));
}

function wordColumns({ city, locale }: TableContext): TableColumn[] {
  const name = (named: { name: string; nameEn: string }) => (locale === 'en' ? named.nameEn : named.name);
  const plain = { unit: '', numeric: false, sort: null } as const;
  const day = (at: string | null): TableCell =>
    at === null ? { kind: 'unknown', words: m.table_date_unknown() } : text(formatDay(at, locale));
  return [
    {
      ...plain,
      key: 'place',
      label: m.table_place(),
      widthPx: 144,
      exports: ['park', 'town'],
      read: ({ park, town }) => text(name(park), town === null ? '' : name(town)),
    },
    {
      ...plain,
      key: 'status',
      label: m.status(),
      unit: m.signup_ends(),
      widthPx: 112,
      sort: 'signupEnds',
      exports: ['status', 'signupEnds'],
      read: ({ status, signupEnds }) => ({
        kind: 'status',
        status,
        under: signupEnds === null ? m.table_date_unknown() : formatDay(signupEnds, locale),
      }),
    },
    {
      ...plain,
      key: 'readiness',
      label: m.utilities(),
      unit: m.table_ready_of({ count: city.utilities.length }),
      numeric: true,
      widthPx: 72,
      exports: ['readiness'],
      read: ({ readyUtilities }) => ({ kind: 'number', text: String(readyUtilities.length), operator: '' }),
    },
    {
      ...plain,
      key: 'verified',
      label: m.verification(),
      widthPx: 136,
      exports: [],
      read: ({ verified }) => ({ kind: 'verified', fact: verified }),
    },
    {
      ...plain,
      key: 'district',
      label: m.district(),
      widthPx: 120,
      exports: ['district'],
      read: ({ district }) => text(name(district)),
    },
    {
      ...plain,
      key: 'use',
      label: m.land_use(),
      widthPx: 148,
      exports: ['use'],
      read: ({ use }) => text(name(use), use.code),
    },
    {
      ...plain,
      key: 'industries',
      label: m.admitted_industry(),
      widthPx: 200,
      exports: ['industries'],
      read: ({ industries }) => {
        const [first, ...others] = industries;
        if (first === undefined) return { kind: 'unknown', words: m.not_stated() };
        return text(`${first.code} ${name(first)}`, others.map(({ code }) => code).join(' '));
      },
    },
    {
      ...plain,
      key: 'noticeDate',
      label: m.date_notice(),
      widthPx: 108,
      exports: ['noticeDate'],
      read: ({ noticeDate }) => day(noticeDate),
    },
    {
      ...plain,
      key: 'listingEnds',
      label: m.bidding_ends(),
      widthPx: 108,
      exports: ['listingEnds'],
      read: ({ listingEnds }) => day(listingEnds),
    },
    {
      ...plain,
      key: 'department',
      label: m.contact(),
      widthPx: 220,
      exports: ['department', 'officer', 'phone'],
      read: ({ department }) => text(name(department)),
    },
  ];
}

function text(first: string, under = ''): TableCell {
  return { kind: 'text', text: first, under };
}
