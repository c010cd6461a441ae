import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import { contactWords } from '../parcels/contact-words.ts';
import { text, textOr } from './cell.ts';
import { from, type ExportColumn } from './column.ts';

/** Who answers, and the notice that alone decides. */
export function contactColumns(locale: Locale): ExportColumn[] {
  const words = { locale };
  return [
    {
      key: 'department',
      label: m.contact({}, words),
      unit: '',
      read: ({ contact }) => text(contactWords(contact, locale).organisation),
    },
    {
      key: 'officer',
      label: m.export_officer({}, words),
      unit: '',
      read: ({ contact }) => text(contactWords(contact, locale).officer),
    },
    {
      key: 'phone',
      label: m.telephone({}, words),
      unit: '',
      // A leading plus would start a formula; the country code in brackets reads the same.
      read: ({ contact }) => text(contact.phone.replace(/^\+86[- ]?/, '(+86) ')),
    },
    {
      ...from('noticeNumber'),
      key: 'noticeNumber',
      label: m.export_notice_number({}, words),
      unit: '',
      read: ({ noticeNumber }) => textOr(noticeNumber, m.to_be_announced({}, words)),
    },
  ];
}
