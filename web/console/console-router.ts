/** Everything the console shows, as its address says it. */
export type ConsolePlace =
  | { page: 'work' }
  | { page: 'parcels' }
  | { page: 'parcel'; code: string }
  | { page: 'winner'; code: string }
  | { page: 'review'; submissionId: number }
  | { page: 'intakes' }
  | { page: 'intake'; id: number }
  | { page: 'enquiries'; number: string | null }
  | { page: 'agreements' }
  | { page: 'agreement'; number: string }
  | { page: 'new-agreement' }
  | { page: 'projects' }
  | { page: 'project'; id: number }
  | { page: 'new-project' }
  | { page: 'templates' }
  | { page: 'events' }
  | { page: 'event'; slug: string }
  | { page: 'new-event' }
  | { page: 'rundown'; slug: string }
  | { page: 'template'; of: string; version: number }
  | { page: 'propose-template'; of: string; version: number }
  | { page: 'people' }
  | { page: 'departments' }
  | { page: 'letters' }
  | { page: 'audit' }
  | { page: 'unknown' };

const plain = [
  'parcels',
  'agreements',
  'projects',
  'templates',
  'events',
  'people',
  'departments',
  'letters',
  'audit',
] as const;
const unknown: ConsolePlace = { page: 'unknown' };

/** `pathname` begins with /console. The query belongs to the page that stands there. */
export function consolePlace(pathname: string): ConsolePlace {
  const [section = '', item, ...more] = pathname.split('/').slice(2);
  if (section === 'templates' && item !== undefined) return templatePlace(item, more);
  if (section === 'parcels' && item !== undefined && more.length > 0) return winnerPlace(item, more);
  if (section === 'events' && item !== undefined) return eventPlace(item, more);
  if (more.length > 0) return unknown;
  if (item === undefined) return listPlace(section);
  if (section === 'parcels') return parcelPlace(item);
  if (section === 'enquiries')
    return /^XP-\d{4}-\d{4,7}$/.test(item) ? { page: 'enquiries', number: item } : unknown;
  if (section === 'agreements') return agreementPlace(item);
  const number = /^[1-9]\d{0,14}$/.test(item) ? Number(item) : null;
  if (section === 'review' && number !== null) return { page: 'review', submissionId: number };
  if (section === 'intake' && number !== null) return { page: 'intake', id: number };
  if (section === 'projects' && item === 'new') return { page: 'new-project' };
  if (section === 'projects' && number !== null) return { page: 'project', id: number };
  return unknown;
}

function listPlace(section: string): ConsolePlace {
  if (section === '') return { page: 'work' };
  if (section === 'intake') return { page: 'intakes' };
  if (section === 'enquiries') return { page: 'enquiries', number: null };
  const page = plain.find((name) => name === section);
  return page === undefined ? unknown : { page };
}

function agreementPlace(item: string): ConsolePlace {
  if (item === 'new') return { page: 'new-agreement' };
  return /^(TZ|YL)-\d{4}-\d{4,7}$/.test(item) ? { page: 'agreement', number: item } : unknown;
}

/** As the portal takes a slug: small letters, digits, single hyphens. */
function eventPlace(slug: string, [part, ...more]: string[]): ConsolePlace {
  if (!/^(?=.{3,60}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || more.length > 0) return unknown;
  if (part === undefined) return slug === 'new' ? { page: 'new-event' } : { page: 'event', slug };
  return part === 'rundown' ? { page: 'rundown', slug } : unknown;
}

function templatePlace(of: string, [written = '', ...more]: string[]): ConsolePlace {
  if (!/^[a-z-]{3,40}$/.test(of) || !/^[1-9]\d{0,5}$/.test(written)) return unknown;
  const version = Number(written);
  if (more.length === 0) return { page: 'template', of, version };
  return more.length === 1 && more[0] === 'propose' ? { page: 'propose-template', of, version } : unknown;
}

function parcelPlace(written: string): ConsolePlace {
  try {
    const code = decodeURIComponent(written);
    return code === '' ? unknown : { page: 'parcel', code };
  } catch {
    return unknown;
  }
}

function winnerPlace(written: string, [part, ...more]: string[]): ConsolePlace {
  const place = parcelPlace(written);
  return place.page === 'parcel' && part === 'winner' && more.length === 0
    ? { page: 'winner', code: place.code }
    : unknown;
}

export function staffParcelHref(code: string): string {
  return `/console/parcels/${encodeURIComponent(code)}`;
}

/** 竞得人 of a parcel that was sold. */
export function winnerHref(code: string): string {
  return `${staffParcelHref(code)}/winner`;
}

export function reviewHref(submissionId: number): string {
  return `/console/review/${submissionId}`;
}

export function intakeHref(id: number): string {
  return `/console/intake/${id}`;
}

export function enquiryHref(number: string): string {
  return `/console/enquiries/${number}`;
}

export function agreementHref(number: string): string {
  return `/console/agreements/${number}`;
}

export function projectHref(id: number): string {
  return `/console/projects/${id}`;
}

/** 场控台. */
export function eventHref(slug: string): string {
  return `/console/events/${slug}`;
}

/** 环节单 of an event, to be written. */
export function rundownHref(slug: string): string {
  return `${eventHref(slug)}/rundown`;
}

/** The page of a draft, with the form that changes it. */
export function editHref(number: string): string {
  return `${agreementHref(number)}?edit=1`;
}

export function templateHref(of: string, version: number): string {
  return `/console/templates/${of}/${version}`;
}

/** Where a new version is written from one that is there. */
export function proposeHref(of: string, version: number): string {
  return `${templateHref(of, version)}/propose`;
}
