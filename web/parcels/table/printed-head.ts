import type { PublicCity } from '../../../api/city/schema.ts';
import type { ParcelAnswer } from '../../../api/parcels/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { formatDay } from '../../ui/dates.ts';

/** Above the heads of every sheet: whose table it is, as of when, that the notice decides, and whether it is a sample. */
export function printedHead(
  { asOf, items, total }: Pick<ParcelAnswer, 'asOf' | 'items' | 'total'>,
  { city, locale }: { city: PublicCity; locale: Locale },
): string {
  return [
    city.demonstration === null ? '' : m.sample_data(),
    city.title[locale],
    items.length < total
      ? m.table_printed_part({ here: items.length, total })
      : m.table_printed_all({ total }),
    m.data_as_of({ date: formatDay(asOf, locale) }),
    city.officialNotice[locale],
  ]
    .filter((part) => part !== '')
    .join(' ・ ');
}
