import type { Finding } from '../../../api/imports/schema.ts';
import { m } from '../../paraglide/messages.js';
import type { FieldKey } from '../parcels/field-terms.ts';
import type { Severity } from '../shell/state-marks.ts';

export const sectionKeys = [
  'place',
  'admissions',
  'limits',
  'sale',
  'utilities',
  'costs',
  'wording',
  'contact',
  'attachments',
  'events',
] as const;
export type SectionKey = (typeof sectionKeys)[number];

export const sectionFields: Record<'place' | 'sale' | 'wording' | 'contact', readonly FieldKey[]> = {
  place: [
    'offeredAreaM2',
    'landAreaM2',
    'district',
    'town',
    'park',
    'useCode',
    'termYears',
    'supplyMode',
    'unitNumber',
    'withDesign',
    'netLand',
    'standardLand',
    'releasedOn',
  ],
  sale: [
    'noticeAt',
    'signupStartsAt',
    'signupEndsAt',
    'depositEndsAt',
    'listingStartsAt',
    'listingEndsAt',
    'constructionStartDueOn',
    'completionDueOn',
    'fullProductionDueOn',
    'startPriceYuan',
    'depositYuan',
    'ceilingPriceYuan',
    'incrementYuan',
    'incrementPerMu',
    'reservePrice',
  ],
  wording: ['name', 'nameEn', 'locationText', 'locationTextEn', 'boundsText', 'noticeNumber', 'noticeUrl'],
  contact: ['department'],
};

export function sectionLabel(section: SectionKey): string {
  return {
    place: m.editor_place(),
    admissions: m.editor_admissions(),
    limits: m.editor_limits(),
    sale: m.editor_sale(),
    utilities: m.editor_utilities(),
    costs: m.editor_costs(),
    wording: m.editor_wording(),
    contact: m.editor_contact(),
    attachments: m.editor_attachments(),
    events: m.editor_events(),
  }[section];
}

/** Where the form has the fact that a path names. */
export function sectionOf(path: string): SectionKey {
  const [group = '', key = ''] = path.split('.');
  if (group === 'provenance') return sectionOf(path.slice('provenance.'.length));
  if (group === 'geometry') return 'place';
  const named = sectionKeys.find((section) => section === group);
  if (named !== undefined) return named;
  const holding = Object.entries(sectionFields).find(([, fields]) => fields.some((field) => field === key));
  return sectionKeys.find((section) => section === holding?.[0]) ?? 'place';
}

const order: Severity[] = ['error', 'warning', 'notice'];

export function worstOf(findings: readonly Pick<Finding, 'severity'>[]): Severity | null {
  return order.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}

/** The field a finding is about, or the nearest that stands in the form: `admissions.36.tax_per_mu`, `admissions.36`. */
export function factElement(path: string): HTMLElement | null {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = document.getElementById(factId(parts.slice(0, length).join('.')));
    if (found !== null) return found;
  }
  return document.getElementById(`section-${sectionOf(path)}`);
}

export function factId(path: string): string {
  return `fact-${path}`;
}
