import type { PublicCity } from '../../../api/city/schema.ts';
import type { ParcelEvent } from '../../../api/imports/schema.ts';
import { m } from '../../paraglide/messages.js';
import { industryTable } from '../../parcels/industries.svelte.ts';
import { localText } from '../../ui/language.svelte.ts';
import { fieldLabel, isFieldKey } from './field-terms.ts';

/** What a fact path is called: `fields.startPriceYuan`, `limits.far`, `admissions.36.tax_per_mu`, `provenance.limits.far`. */
export function factLabel(path: string, city: PublicCity): string {
  const [group = '', key = '', ...rest] = path.split('.');
  switch (group) {
    case 'geometry':
      return m.fact_shape();
    case 'fields':
      return key === '' ? m.fact_everything() : isFieldKey(key) ? fieldLabel(key) : key;
    case 'limits':
      return key === '' ? m.fact_planning_limits() : indicatorLabel(key, city);
    case 'admissions':
      return admissionLabel(key, rest[0], city);
    case 'utilities':
      return labelOf(city.utilities, key);
    case 'costs':
      return labelOf(city.costs, key);
    case 'events':
      return eventLabel(key);
    case 'attachments':
      return key === 'order' ? m.fact_attachment_order() : m.fact_attachment();
    case 'provenance':
      return m.fact_provenance_of({ fact: factLabel([key, ...rest].join('.'), city) });
    default:
      return path;
  }
}

/** `36 汽车制造业`; the code alone until the table of industries is here. */
export function industryLabel(code: string): string {
  const name = industryTable.name(code);
  return name === null ? code : `${code} ${name}`;
}

export function indicatorLabel(key: string, city: PublicCity): string {
  return labelOf([...city.indicators, ...city.limits], key);
}

function admissionLabel(industry: string, indicator: string | undefined, city: PublicCity): string {
  if (industry === '') return m.fact_admission();
  if (industry === 'order') return m.fact_admission_order();
  if (indicator === undefined) return industryLabel(industry);
  return `${industry} · ${indicatorLabel(indicator, city)}`;
}

function labelOf(
  definitions: readonly { key: string; label: { 'zh-CN': string; en: string } }[],
  key: string,
) {
  const definition = definitions.find((candidate) => candidate.key === key);
  return definition === undefined ? key : localText(definition.label);
}

const eventLabels: Record<ParcelEvent['kind'], () => string> = {
  sold: m.event_sold,
  unsold: m.event_unsold,
  suspended: m.event_suspended,
  resumed: m.event_resumed,
  withdrawn: m.event_withdrawn,
  supplied: m.event_supplied,
  'construction-started': m.event_construction,
  'production-started': m.event_production,
  returned: m.event_returned,
};

export const eventKinds = [
  'sold',
  'unsold',
  'suspended',
  'resumed',
  'withdrawn',
  'supplied',
  'construction-started',
  'production-started',
  'returned',
] as const satisfies ParcelEvent['kind'][];

function eventLabel(written: string): string {
  const kind = eventKinds.find((known) => known === written);
  return kind === undefined ? written : eventLabels[kind]();
}
