import { shiftDay, shiftTime } from '../calendar/rules.ts';
import type { ParcelDraft, ParcelFields, Provenance } from '../imports/schema.ts';

/** Fields of the sheet 地块 that hold a calendar day, and those that hold an instant. */
const dayFields = ['releasedOn', 'constructionStartDueOn', 'completionDueOn', 'fullProductionDueOn'] as const;
const timeFields = [
  'noticeAt',
  'signupStartsAt',
  'signupEndsAt',
  'depositEndsAt',
  'listingStartsAt',
  'listingEndsAt',
] as const;

/**
 * A parcel's content after new files: what they state replaces what stood, what they do not state stays.
 * Admission rows, utilities and costs are replaced as a whole list when the files bring any.
 */
export function mergeDrafts(previous: ParcelDraft, next: ParcelDraft): ParcelDraft {
  return {
    code: next.code,
    geometry: next.geometry ?? previous.geometry,
    fields: { ...previous.fields, ...next.fields },
    limits: { ...previous.limits, ...next.limits },
    admissions: next.admissions.length > 0 ? next.admissions : previous.admissions,
    utilities: next.utilities.length > 0 ? next.utilities : previous.utilities,
    costs: next.costs.length > 0 ? next.costs : previous.costs,
    events: next.events,
    attachments: next.attachments ?? previous.attachments,
    provenance: mergeProvenance(previous, next),
    places: next.places,
  };
}

const unverified: Provenance = {
  source: null,
  sourceNumber: null,
  verifiedBy: null,
  verifiedOn: null,
  validUntil: null,
};

/**
 * Who vouches for what after a merge. New files vouch for what they state and for nothing else; a value they change
 * without vouching for it is unverified, whoever had verified the old one.
 */
function mergeProvenance(previous: ParcelDraft, next: ParcelDraft): ParcelDraft['provenance'] {
  const merged = new Map(Object.entries(previous.provenance));
  mergeGroup(merged, {
    group: 'fields',
    before: previous.fields,
    after: next.fields,
    stated: next.provenance,
  });
  mergeGroup(merged, {
    group: 'limits',
    before: previous.limits,
    after: next.limits,
    stated: next.provenance,
  });
  const replaced = [
    next.geometry && 'geometry',
    next.admissions.length > 0 && 'admissions',
    next.utilities.length > 0 && 'utilities',
    next.costs.length > 0 && 'costs',
  ].filter((group) => typeof group === 'string');
  for (const group of replaced) {
    for (const path of merged.keys()) if (isWithin(path, group)) merged.delete(path);
    for (const [path, fact] of Object.entries(next.provenance))
      if (isWithin(path, group)) merged.set(path, fact);
  }
  return Object.fromEntries(merged);
}

type MergedGroup = {
  group: 'fields' | 'limits';
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  stated: ParcelDraft['provenance'];
};

function mergeGroup(merged: Map<string, Provenance>, { group, before, after, stated }: MergedGroup): void {
  const whole = stated[group];
  const isStatedWhole = Object.keys(before).every((key) => key in after);
  if (whole !== undefined && isStatedWhole) {
    merged.set(group, whole);
    for (const path of merged.keys()) if (path !== group && isWithin(path, group)) merged.delete(path);
  }
  for (const [key, value] of Object.entries(after)) {
    const path = `${group}.${key}`;
    const own = stated[path];
    if (own !== undefined) merged.set(path, own);
    else if (whole !== undefined) {
      if (!isStatedWhole) merged.set(path, whole);
    } else if (JSON.stringify(value) !== JSON.stringify(before[key])) merged.set(path, unverified);
  }
}

function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`);
}

/** Moves every date of a draft by whole days: how the demonstration of 2020 comes to life today. */
export function shiftDraft(draft: ParcelDraft, days: number): ParcelDraft {
  const fields: ParcelFields = { ...draft.fields };
  for (const field of dayFields) {
    const day = fields[field];
    if (day !== undefined) fields[field] = shiftDay(day, days);
  }
  for (const field of timeFields) {
    const time = fields[field];
    if (time !== undefined) fields[field] = shiftTime(time, days);
  }
  const shift = (day: string | null) => (day === null ? null : shiftDay(day, days));
  const shiftProvenance = (fact: Provenance): Provenance => ({
    ...fact,
    verifiedOn: shift(fact.verifiedOn),
    validUntil: shift(fact.validUntil),
  });
  return {
    ...draft,
    geometry: draft.geometry && { ...draft.geometry, surveyedOn: shift(draft.geometry.surveyedOn) },
    fields,
    utilities: draft.utilities.map((utility) => ({ ...utility, readyOn: shift(utility.readyOn) })),
    events: draft.events.map((event) => ({ ...event, at: shiftTime(event.at, days) })),
    provenance: Object.fromEntries(
      Object.entries(draft.provenance).map(([path, fact]) => [path, shiftProvenance(fact)]),
    ),
  };
}
