import { parcelStatuses } from '../../api/city/terms.ts';
import { indicatorCondition, parcelSorts } from '../../api/parcels/terms.ts';
import type { Address, BaseChoice, SheetStop, View } from './address.ts';
import { emptyAddress, mostCompared } from './address.ts';

/** A known key with a value that cannot be used: named to the person, and left out. */
export type Ignored = { key: string; value: string };

/** Takes what it can from one value and answers the parts that it cannot use. */
type Reader = (address: Address, value: string) => string[];

const sheetStops: readonly SheetStop[] = ['peek', 'half', 'full'];
const bases: readonly BaseChoice[] = ['sketch', 'vector', 'imagery'];
const languages = ['zh-CN', 'en'] as const;
const key = /^[a-z][a-z0-9_]{1,39}$/;
const mu = /^\d{1,6}(\.\d{1,2})?$/;

const readers: Record<Exclude<keyof Address, 'unknown'>, Reader> = {
  q: (address, value) => readText(address, 'q', { value, most: 100 }),
  industry: listReader('industry', /^\d{2,4}$/),
  district: listReader('district', /^\d{6}$/),
  park: listReader('park', /^park-[a-z0-9-]{1,40}$/),
  use: listReader('use', /^\w{2,12}$/),
  readiness: listReader('readiness', key),
  status: readStatuses,
  indicator: readIndicator,
  minMu: numberReader('minMu', mu),
  maxMu: numberReader('maxMu', mu),
  maxPrice: numberReader('maxPrice', /^\d{1,13}$/),
  bbox: (address, value) => readOne(address, 'bbox', [value, parseBox(value)]),
  near: (address, value) => readOne(address, 'near', [value, parseNear(value)]),
  show: (address, value) => readOne(address, 'show', [value, value === 'table' ? value : undefined]),
  colour: (address, value) => readOne(address, 'colour', [value, key.test(value) ? value : undefined]),
  columns: listReader('columns', /^[a-z][A-Za-z0-9_.]{0,59}$/),
  compare: readCompared,
  differences: (address, value) =>
    readOne(address, 'differences', [value, value === 'only' ? value : undefined]),
  base: (address, value) => readOne(address, 'base', [value, bases.find((base) => base === value)]),
  sort: (address, value) => readOne(address, 'sort', [value, parcelSorts.find((sort) => sort === value)]),
  parcel: (address, value) => readText(address, 'parcel', { value, most: 64 }),
  for: (address, value) => readOne(address, 'for', [value, /^\d{2,4}$/.test(value) ? value : undefined]),
  view: (address, value) => readOne(address, 'view', [value, parseView(value)]),
  panel: (address, value) => readOne(address, 'panel', [value, value === 'filters' ? value : undefined]),
  sheet: (address, value) => readOne(address, 'sheet', [value, sheetStops.find((stop) => stop === value)]),
  lang: (address, value) => readOne(address, 'lang', [value, languages.find((lang) => lang === value)]),
};

/** Stands for every byte that is no UTF-8 (URL Standard, percent-decoding): what was meant is not known. */
const undecodable = '\uFFFD';

/**
 * Reads a URL query, with or without its question mark. A repeated list key adds to its list; of a repeated single
 * key the first counts and the others are named as ignored, as is what is no percent-encoded UTF-8.
 */
export function readAddress(query: string): { address: Address; ignored: Ignored[] } {
  const address = structuredClone(emptyAddress);
  const ignored: Ignored[] = [];
  for (const [key, value] of new URLSearchParams(query)) {
    if (!isKnown(key)) address.unknown.push([key, value]);
    else if (value.includes(undecodable)) ignored.push({ key, value });
    else ignored.push(...readers[key](address, value).map((part) => ({ key, value: part })));
  }
  return { address, ignored };
}

function isKnown(key: string): key is keyof typeof readers {
  return Object.hasOwn(readers, key);
}

function readText(
  address: Address,
  key: 'q' | 'parcel',
  { value, most }: { value: string; most: number },
): string[] {
  const text = value.trim();
  // PostgreSQL text cannot hold U+0000; the API refuses it too.
  const usable = text !== '' && text.length <= most && !text.includes('\u0000');
  if (!usable || (address[key] ?? '') !== '') return [value];
  address[key] = text;
  return [];
}

type Single =
  | 'sort'
  | 'for'
  | 'view'
  | 'panel'
  | 'sheet'
  | 'lang'
  | 'bbox'
  | 'near'
  | 'show'
  | 'colour'
  | 'differences'
  | 'base';

function readOne<K extends Single>(
  address: Address,
  key: K,
  [written, value]: [string, Address[K] | undefined],
): string[] {
  if (value === undefined || address[key] !== null) return [written];
  address[key] = value;
  return [];
}

function numberReader(key: 'minMu' | 'maxMu' | 'maxPrice', pattern: RegExp): Reader {
  return (address, value) => {
    if (address[key] !== null || !pattern.test(value)) return [value];
    address[key] = Number(value);
    return [];
  };
}

type List = 'industry' | 'district' | 'park' | 'use' | 'readiness' | 'columns';

function listReader(key: List, pattern: RegExp): Reader {
  return (address, value) => {
    const codes = value.split(',');
    const usable = codes.filter((code) => pattern.test(code));
    address[key] = [...new Set([...address[key], ...usable])];
    return codes.filter((code) => !pattern.test(code));
  };
}

function readStatuses(address: Address, value: string): string[] {
  const codes = value.split(',');
  const usable = codes.flatMap((code) => parcelStatuses.filter((status) => status === code));
  address.status = [...new Set([...address.status, ...usable])];
  return codes.filter((code) => !parcelStatuses.some((status) => status === code));
}

function readIndicator(address: Address, value: string): string[] {
  if (!indicatorCondition.test(value)) return [value];
  address.indicator = [...new Set([...address.indicator, value])];
  return [];
}

function readCompared(address: Address, value: string): string[] {
  const code = value.trim();
  if (address.compare.includes(code)) return [];
  if (code === '' || code.length > 64 || address.compare.length === mostCompared) return [value];
  address.compare = [...address.compare, code];
  return [];
}

/** Decimals as a link writes them, never `1e3` or blanks. */
function parseNumbers(value: string, count: number): number[] | undefined {
  const parts = value.split(',');
  const areDecimals = parts.every((part) => /^-?\d{1,3}(\.\d{1,5})?$/.test(part));
  return areDecimals && parts.length === count ? parts.map(Number) : undefined;
}

/** `119.6,29.0,119.7,29.1`: west, south, east, north. */
function parseBox(value: string): Address['bbox'] | undefined {
  const [west, south, east, north] = parseNumbers(value, 4) ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined)
    return undefined;
  const lies =
    Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90;
  return lies && west < east && south < north ? [west, south, east, north] : undefined;
}

/** `119.64,29.08,5`: lon, lat, kilometres. */
function parseNear(value: string): Address['near'] | undefined {
  const [lon, lat, km] = parseNumbers(value, 3) ?? [];
  if (lon === undefined || lat === undefined || km === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && km > 0 && km <= 500 ? [lon, lat, km] : undefined;
}

/** `119.64512,29.08733,12.35`: lon, lat, zoom. */
function parseView(value: string): View | undefined {
  const match = /^(-?\d{1,3}(?:\.\d{1,5})?),(-?\d{1,2}(?:\.\d{1,5})?),(\d{1,2}(?:\.\d{1,2})?)$/.exec(value);
  if (match === null) return undefined;
  const view = { lon: Number(match[1]), lat: Number(match[2]), zoom: Number(match[3]) };
  return Math.abs(view.lon) <= 180 && Math.abs(view.lat) <= 85 && view.zoom <= 22 ? view : undefined;
}
