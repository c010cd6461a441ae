import type { PublicCity } from '../../api/city/schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { formatDay } from '../ui/dates.ts';
import { textOr } from './cell.ts';
import { from, type ExportColumn } from './column.ts';

/** 配套: how many utilities are ready, and of each its state with what it carries. */
export function utilityColumns({ utilities }: Pick<PublicCity, 'utilities'>, locale: Locale): ExportColumn[] {
  const count: ExportColumn = {
    ...from('readiness'),
    key: 'readiness',
    label: m.export_utilities_ready({}, { locale }),
    unit: m.export_of_count({ count: utilities.length }, { locale }),
    read: ({ readiness }) => ({
      kind: 'number',
      value: utilities.filter(({ key }) => readiness[key]?.state === 'ready').length,
      decimals: 0,
    }),
  };
  const each = utilities.map(({ key, label }): ExportColumn => ({
    ...from(`readiness.${key}`),
    key: `readiness.${key}`,
    label: m.export_utility({ utility: label[locale] }, { locale }),
    unit: '',
    read: ({ readiness }) =>
      textOr(
        [stateWords(readiness[key], locale), capacityOf(readiness[key], locale)]
          .filter((words) => words !== '')
          .join(locale === 'en' ? ', ' : '，'),
        m.not_published({}, { locale }),
      ),
  }));
  return [count, ...each];
}

type Utility = Parcel['readiness'][string] | undefined;

function capacityOf(utility: Utility, locale: Locale): string {
  return (locale === 'en' ? utility?.capacityEn : utility?.capacity) ?? '';
}

function stateWords(utility: Utility, locale: Locale): string {
  const words = { locale };
  const date = utility?.readyOn ? formatDay(utility.readyOn, locale) : null;
  switch (utility?.state) {
    case 'ready':
      return m.utility_state_ready({}, words);
    case 'building':
      return date === null
        ? m.utility_state_building({}, words)
        : m.utility_state_building_until({ date }, words);
    case 'planned':
      return date === null
        ? m.utility_state_planned({}, words)
        : m.utility_state_planned_until({ date }, words);
    case 'none':
      return m.utility_state_none({}, words);
    default:
      return '';
  }
}
