import type { Parcel } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';

export type ContactWords = { officer: string; organisation: string; hours: string; address: string };

/** Organisation with its group, officer, hours and address in the reader's language. */
export function contactWords(contact: Parcel['contact'], locale: Locale): ContactWords {
  if (locale === 'en') {
    const { officerEn, organisationEn, groupEn, hoursEn, addressEn } = contact;
    const organisation = groupEn === null ? organisationEn : `${organisationEn} · ${groupEn}`;
    return { officer: officerEn, organisation, hours: hoursEn, address: addressEn };
  }
  const organisation =
    contact.group === null ? contact.organisation : `${contact.organisation} · ${contact.group}`;
  return { officer: contact.officer, organisation, hours: contact.hours, address: contact.address };
}

/** RFC 3966: the digits and the leading plus alone. */
export function telephoneLink(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`;
}
