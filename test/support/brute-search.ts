import distance from '@turf/distance';
import type { Interval, ParcelDraft } from '../../api/imports/schema.ts';

/** A query as a test writes it; lists are comma-separated as in an address. */
export type PlainQuery = {
  bbox?: string;
  near?: string;
  district?: string;
  park?: string;
  status?: string;
  use?: string;
  industry?: string;
  for?: string;
  readiness?: string;
  minMu?: string;
  maxMu?: string;
  maxPrice?: string;
  indicator?: string[];
};

/** The search written a second time, plainly and from the drafts, to hold the real one against. */
export function bruteSearch(drafts: ParcelDraft[], query: PlainQuery, now: Date): ParcelDraft[] {
  return drafts.filter((draft) => {
    const { fields } = draft;
    const industries = draft.admissions.map(({ industry }) => industry);
    const mu = muOf(draft);
    const price = fields.startPriceYuan;
    return (
      (query.bbox === undefined || reaches(draft, query.bbox)) &&
      (query.near === undefined || liesWithin(draft, query.near)) &&
      isIn(query.district, districtCodes[fields.district ?? ''] ?? '') &&
      isIn(query.park, fields.park ?? '') &&
      isIn(query.status, statusOf(draft, now)) &&
      isIn(query.use, fields.useCode ?? '') &&
      (query.industry === undefined ||
        query.industry.split(',').some((wanted) => industries.some((own) => serves(own, wanted)))) &&
      (query.readiness === undefined || query.readiness.split(',').every((key) => isReady(draft, key))) &&
      (query.minMu === undefined || mu >= Number(query.minMu)) &&
      (query.maxMu === undefined || mu <= Number(query.maxMu)) &&
      (query.maxPrice === undefined || (price !== undefined && price <= Number(query.maxPrice))) &&
      (query.indicator ?? []).every((written) => meets(draft, written, query))
    );
  });
}

const districtCodes: Record<string, string> = { 武义县: '330723', 永康市: '330784' };

/** 亩 to the two decimals that a person reads; the offered area is in hundredths of a square metre. */
export function muOf({ fields }: ParcelDraft): number {
  const hundredthsM2 = Math.round((fields.offeredAreaM2 ?? 0) * 100);
  return Math.floor((hundredthsM2 * 3 + 1000) / 2000) / 100;
}

/** Whether any of it lies in a box, where every outline is a rectangle. */
function reaches(draft: ParcelDraft, box: string): boolean {
  const [west = NaN, south = NaN, east = NaN, north = NaN] = box.split(',').map(Number);
  const { lons, lats } = publicSides(draft);
  const across = Math.min(...lons) <= east && Math.max(...lons) >= west;
  return across && Math.min(...lats) <= north && Math.max(...lats) >= south;
}

/** Whether its centre lies within so many kilometres of a place. */
function liesWithin(draft: ParcelDraft, place: string): boolean {
  const [lon = NaN, lat = NaN, km = NaN] = place.split(',').map(Number);
  const { lons, lats } = publicSides(draft);
  return distance([lon, lat], [middleOf(lons), middleOf(lats)], { units: 'kilometers' }) <= km;
}

/** Everybody sees outlines to 10 m, a ten-thousandth of a degree. */
function publicSides({ geometry }: ParcelDraft): { lons: number[]; lats: number[] } {
  const corners = geometry?.multiPolygon.coordinates.flat(2) ?? [];
  const rounded = (degrees = NaN) => Math.round(degrees * 10_000) / 10_000;
  return { lons: corners.map(([lon]) => rounded(lon)), lats: corners.map(([, lat]) => rounded(lat)) };
}

function middleOf(values: number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

function statusOf({ fields: { noticeAt } }: ParcelDraft, now: Date): string {
  return noticeAt !== undefined && new Date(noticeAt) <= now ? 'announced' : 'planned';
}

function isReady({ utilities }: ParcelDraft, wanted: string): boolean {
  return utilities.some(({ key, state }) => key === wanted && state === 'ready');
}

function meets(draft: ParcelDraft, written: string, looked: Looked): boolean {
  const [key = '', sign = '', number = ''] = written.split(/(<=|>=|<|>)/);
  const value = askedOf(draft, key, looked);
  if (value === null) return false;
  if (value === Number(number)) return sign.includes('=');
  return value < Number(number) === sign.includes('<');
}

type Looked = Pick<PlainQuery, 'for' | 'industry'>;

/** What the parcel asks in the row of the industry looked at, else of the first admitted one wanted, else of the first. */
export function askedOf(draft: ParcelDraft, key: string, { for: lead, industry }: Looked): number | null {
  const serving = (codes: string[]) =>
    draft.admissions.find((admission) => codes.some((code) => serves(admission.industry, code)));
  const own =
    serving(lead === undefined ? [] : [lead]) ?? serving(industry?.split(',') ?? []) ?? draft.admissions[0];
  return boundOf(own?.indicators[key]) ?? boundOf(draft.limits[key]);
}

function boundOf(interval: Interval | undefined): number | null {
  return interval?.lower ?? interval?.upper ?? null;
}

function isIn(list: string | undefined, value: string): boolean {
  return list === undefined || list.split(',').includes(value);
}

function serves(own: string, wanted: string): boolean {
  const shared = Math.min(own.length, wanted.length);
  return own.slice(0, shared) === wanted.slice(0, shared);
}
