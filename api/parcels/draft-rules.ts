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
    provenance: { ...previous.provenance, ...next.provenance },
    places: next.places,
  };
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
