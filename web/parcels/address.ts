import type { ParcelStatus } from '../../api/city/schema.ts';
import type { ParcelSort } from '../../api/parcels/schema.ts';

/** [lon, lat] EPSG:4490 of the map's centre, rounded to 5 places, and its zoom, to 2. */
export type View = { lon: number; lat: number; zoom: number };

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
  /** `null`: the order of the parcels' codes. */
  sort: ParcelSort | null;
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
  sort: null,
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
  const { sort, parcel, view, panel, sheet, lang, unknown } = address;
  return {
    ...structuredClone(emptyAddress),
    for: address.for,
    sort,
    parcel,
    view,
    panel,
    sheet,
    lang,
    unknown,
  };
}

export function roundView({ lon, lat, zoom }: View): View {
  return { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)), zoom: Number(zoom.toFixed(2)) };
}

function formatView(view: View): string {
  const { lon, lat, zoom } = roundView(view);
  return [lon.toFixed(5), lat.toFixed(5), zoom.toFixed(2)].join(',');
}
