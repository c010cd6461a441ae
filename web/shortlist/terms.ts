/** As many parcels as a shortlist (候选清单) holds; a site selector starts with some thirty. */
export const mostKept = 30;
export const longestNote = 200;
export const longestDetail = 100;
export const longestTitle = 60;

/** Why a parcel is dropped (排除原因), by what an investor weighs. */
export const dropReasons = [
  'area',
  'price',
  'requirements',
  'utilities',
  'timing',
  'location',
  'other',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** `detail`: in the investor's own words, at most `longestDetail` characters. */
export type Decision = { kind: 'kept' } | { kind: 'dropped'; reason: DropReason; detail: string };

/** One parcel of a shortlist; the names are those at the time of keeping. `keptAt`: ISO instant. */
export type Entry = {
  code: string;
  name: string;
  nameEn: string;
  keptAt: string;
  note: string;
  decision: Decision;
};

/** `title` is empty until the investor gives one; `createdAt`: ISO instant, null before the first parcel. */
export type Shortlist = { title: string; createdAt: string | null; entries: Entry[] };

export const emptyShortlist: Shortlist = { title: '', createdAt: null, entries: [] };
