import type { z } from 'zod';
import type { NewCall } from '../../../api/enquiries/schema.ts';
import { m } from '../../paraglide/messages.js';

/** A call as it is typed in. */
export type Call = {
  company: string;
  contactName: string;
  phone: string;
  email: string;
  message: string;
  /** Codes, however they are separated. */
  parcels: string;
  /** `2026-11-22T10:06`, Shanghai; empty: now. */
  calledAt: string;
  answer: string;
  locale: 'zh-CN' | 'en';
  accepted: boolean;
};

export function emptyCall(): Call {
  return {
    company: '',
    contactName: '',
    phone: '',
    email: '',
    message: '',
    parcels: '',
    calledAt: '',
    answer: '',
    locale: 'zh-CN',
    accepted: false,
  };
}

export function parcelCodesOf(written: string): string[] {
  return [...new Set(written.split(/[\s,，、;；]+/).filter((code) => code !== ''))];
}

/** What is missing before it can be entered, in words. */
export function wantingOf({ company, phone, email, message, accepted }: Call): string[] {
  return [
    company.trim() === '' ? m.call_company() : null,
    phone.trim() === '' && email.trim() === '' ? m.call_way() : null,
    message.trim() === '' ? m.call_message() : null,
    accepted ? null : m.desk_consent(),
  ].filter((part) => part !== null);
}

export function callBody(call: Call, textVersion: string): z.input<typeof NewCall> {
  const given = { contactName: call.contactName, phone: call.phone, email: call.email, answer: call.answer };
  const filled = Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
  );
  return {
    ...filled,
    company: call.company.trim(),
    message: call.message.trim(),
    parcelCodes: parcelCodesOf(call.parcels),
    locale: call.locale,
    consent: { textVersion, accepted: true },
    ...(call.calledAt !== '' && { calledAt: `${call.calledAt}:00+08:00` }),
  };
}
