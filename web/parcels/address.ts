import type { ParcelStatus } from '../../api/city/schema.ts';
import type { ParcelSort } from '../../api/parcels/query-schema.ts';

/** [lon, lat] EPSG:4490 of the map's centre, rounded to 5 places, and its zoom, to 2. */
export type View = { lon: number; lat: number; zoom: number };

/** 底图: the embedded sketch, or the configured map in drawing or imagery. */
export type BaseChoice = 'sketch' | 'vector' | 'imagery';

/** As many parcels as a comparison holds. */
export const mostCompared = 4;

export type SheetStop = 'peek' | 'half' | 'full';

/**
 * Everything a page shows that a link should bring back. The conditions are written as `/api/parcels` reads them.
 * Codes stay text: `0571` is not 571.
 */
export type Address = {
  q: string;
  industry: string[];
  district: string[];
  park: string[];
  status: ParcelStatus[];
  use: string[];
  readiness: string[];
  /** `tax_per_mu<=30` */
  indicator: string[];
  minMu: number | null;
  maxMu: number | null;
  /** Integer yuan. */
  maxPrice: number | null;
  /** 在此区域内: [west, south, east, north], EPSG:4490, rounded to 5 places; it stays drawn while the map moves on. */
  bbox: [number, number, number, number] | null;
  /** [lon, lat] EPSG:4490 to 5 places, and kilometres to 2: straight-line distance from a place. */
  near: [number, number, number] | null;
  /** `null`: the order of the parcels' codes. */
  sort: ParcelSort | null;
  /** How the answer is shown; null: on the map with its list. */
  show: 'table' | null;
  /** Key of the indicator that colours the parcels and that `sort=indicator` means; null: the pack's own. */
  colour: string | null;
  /** Keys of the table's columns in their order; none: the usual ones. */
  columns: string[];
  /** Codes of the parcels set side by side, at most four, in the order in which they were added. */
  compare: string[];
  /** The comparison shows only the rows that differ. */
  differences: 'only' | null;
  /** The base map under the parcels; null: the configured one, else the sketch. */
  base: BaseChoice | null;
  /** Code of the parcel that is opened beside the map. */
  parcel: string | null;
  /** The admitted industry whose requirements are shown, GB/T 4754 digits. */
  for: string | null;
  view: View | null;
  panel: 'filters' | null;
  sheet: SheetStop | null;
  lang: 'zh-CN' | 'en' | null;
  /** Keys this version does not know: kept, since another page or a later version may. */
  unknown: [key: string, value: string][];
};

export const emptyAddress: Address = {
  q: '',
  industry: [],
  district: [],
  park: [],
  status: [],
  use: [],
  readiness: [],
  indicator: [],
  minMu: null,
  maxMu: null,
  maxPrice: null,
  bbox: null,
  near: null,
  sort: null,
  show: null,
  colour: null,
  columns: [],
  compare: [],
  differences: null,
  base: null,
  parcel: null,
  for: null,
  view: null,
  panel: null,
  sheet: null,
  lang: null,
  unknown: [],
};

/** The query of an address with its question mark, or nothing when there is nothing to say. */
export function writeAddress(address: Address): string {
  const query = conditionQuery(address);
  if (address.sort !== null) query.set('sort', address.sort);
  if (address.show !== null) query.set('show', address.show);
  if (address.colour !== null) query.set('colour', address.colour);
  if (address.columns.length > 0) query.set('columns', address.columns.join(','));
  // A parcel's code may hold a comma, so codes are repeated, not joined.
  for (const code of address.compare) query.append('compare', code);
  if (address.differences !== null) query.set('differences', address.differences);
  if (address.base !== null) query.set('base', address.base);
  if (address.parcel !== null) query.set('parcel', address.parcel);
  if (address.for !== null) query.set('for', address.for);
  if (address.view !== null) query.set('view', formatView(address.view));
  if (address.panel !== null) query.set('panel', address.panel);
  if (address.sheet !== null) query.set('sheet', address.sheet);
  if (address.lang !== null) query.set('lang', address.lang);
  for (const [key, value] of address.unknown) query.append(key, value);
  // A comma needs no escape in a query (RFC 3986, 3.4), and people read these links.
  const text = query.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

/** The conditions alone, as `/api/parcels` takes them. */
export function conditionQuery(address: Address): URLSearchParams {
  const query = new URLSearchParams();
  if (address.q !== '') query.set('q', address.q);
  for (const key of ['industry', 'district', 'park', 'status', 'use', 'readiness'] as const)
    if (address[key].length > 0) query.set(key, address[key].join(','));
  for (const key of ['minMu', 'maxMu', 'maxPrice'] as const) {
    const value = address[key];
    if (value !== null) query.set(key, String(value));
  }
  for (const condition of address.indicator) query.append('indicator', condition);
  for (const key of ['bbox', 'near'] as const) {
    const place = address[key];
    if (place !== null) query.set(key, place.join(','));
  }
  return query;
}

/**
 * The industry by which every parcel is looked at: the one chosen for the parcel that is open beside the map. The table
 * opens none.
 */
export function leadingIndustry({ for: chosen, parcel, show }: Address): string | null {
  return parcel === null || show === 'table' ? null : chosen;
}

/** The conditions, and the row by which they and the numbers are meant. */
export function answerQuery(address: Address): URLSearchParams {
  const query = conditionQuery(address);
  const lead = leadingIndustry(address);
  if (lead !== null) query.set('for', lead);
  return query;
}

/** How many conditions narrow the answer; both ends of the area are one. */
export function conditionCount(address: Address): number {
  const keys = new Set(conditionQuery(address).keys());
  if (keys.has('minMu')) keys.delete('maxMu');
  return keys.size + Math.max(0, address.indicator.length - 1);
}

/** The same page without any condition. */
export function withoutConditions(address: Address): Address {
  const { q, industry, district, park, status, use, readiness, indicator } = emptyAddress;
  const { minMu, maxMu, maxPrice, bbox, near } = emptyAddress;
  const none = { q, industry, district, park, status, use, readiness, indicator, minMu, maxMu, maxPrice };
  return structuredClone({ ...address, ...none, bbox, near });
}

export function roundView({ lon, lat, zoom }: View): View {
  return { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)), zoom: Number(zoom.toFixed(2)) };
}

function formatView(view: View): string {
  const { lon, lat, zoom } = roundView(view);
  return [lon.toFixed(5), lat.toFixed(5), zoom.toFixed(2)].join(',');
}
