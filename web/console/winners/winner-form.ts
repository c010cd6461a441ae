import type { z } from 'zod';
import type { NewWinner } from '../../../api/agreements/winner-schema.ts';
import { m } from '../../paraglide/messages.js';
import type { GridField } from '../shell/FieldGrid.svelte';

/** A winner as it is typed in from the 成交确认书. */
export type WinnerForm = {
  company: string;
  creditCode: string;
  /** Of a company from abroad. */
  country: string;
  registration: string;
  confirmationNumber: string;
};

export function emptyWinner(): WinnerForm {
  return { company: '', creditCode: '', country: '', registration: '', confirmationNumber: '' };
}

export function winnerFields(): GridField[] {
  return [
    { name: 'company', label: m.winner_company(), note: m.winner_company_note(), maxlength: 200 },
    { name: 'creditCode', label: m.project_credit_code(), note: m.winner_credit_code_note(), maxlength: 18 },
    { name: 'country', label: m.project_country(), note: m.project_country_note(), maxlength: 2 },
    { name: 'registration', label: m.project_registration(), maxlength: 60 },
    { name: 'confirmationNumber', label: m.winner_confirmation_number(), maxlength: 100 },
  ];
}

/** Where the portal tells a refusal, by the fields of the form. */
export const pathOfField: Record<string, string> = {
  country: 'foreignRegistration',
  registration: 'foreignRegistration.number',
};

export function winnerBody(form: WinnerForm, confirmedOn: string): z.input<typeof NewWinner> {
  const [country, number] = [form.country.trim().toUpperCase(), form.registration.trim()];
  const creditCode = form.creditCode.trim();
  return {
    company: form.company.trim(),
    ...(creditCode !== '' && { creditCode }),
    ...(country + number !== '' && { foreignRegistration: { country, number } }),
    confirmationNumber: form.confirmationNumber.trim(),
    confirmedOn,
  };
}
