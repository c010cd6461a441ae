import { investorClasses, projectChannels } from '../../../api/agreements/terms.ts';
import { m } from '../../paraglide/messages.js';
import { channelWord, investorWord } from '../agreements/project-words.ts';
import type { GridField } from '../shell/FieldGrid.svelte';

/** What every project is known by. */
export function projectFields(): GridField[] {
  return [
    { name: 'name', label: m.project_name(), maxlength: 200 },
    { name: 'company', label: m.project_company(), maxlength: 200 },
    { name: 'creditCode', label: m.project_credit_code(), note: m.project_credit_code_note(), maxlength: 18 },
    {
      name: 'investment',
      label: m.project_investment(),
      note: m.project_investment_note(),
      inputmode: 'decimal',
    },
    {
      name: 'investorClass',
      label: m.project_investor_class(),
      options: investorClasses.map((value) => ({ value, label: investorWord(value) })),
    },
    {
      name: 'channel',
      label: m.project_channel(),
      options: projectChannels.map((value) => ({ value, label: channelWord(value) })),
    },
  ];
}

/** What becomes known of it later. */
export function laterFields(): GridField[] {
  return [
    { name: 'fixed', label: m.project_fixed(), inputmode: 'decimal' },
    { name: 'paidIn', label: m.project_paid_in_wan(), inputmode: 'decimal' },
    { name: 'projectCode', label: m.project_code(), note: m.project_code_note(), maxlength: 40 },
    { name: 'parcels', label: m.prepare_parcels(), note: m.project_parcels_note() },
    { name: 'country', label: m.project_country(), note: m.project_country_note(), maxlength: 2 },
    { name: 'registration', label: m.project_registration(), maxlength: 60 },
  ];
}
