import { parcelStatuses } from '../../api/city/schema.ts';
import { indicatorCondition, parcelSorts } from '../../api/parcels/schema.ts';
import type { Address, SheetStop, View } from './address.ts';
import { emptyAddress } from './address.ts';

/** A known key with a value that cannot be used: named to the person, and left out. */
export type Ignored = { key: string; value: string };

/** Takes what it can from one value and answers the parts that it cannot use. */
type Reader = (address: Address, value: string) => string[];

const sheetStops: readonly SheetStop[] = ['peek', 'half', 'full'];
const languages = ['zh-CN', 'en'] as const;
const mu = /^\d{1,6}(\.\d{1,2})?$/;

const readers: Record<Exclude<keyof Address, 'unknown'>, Reader> = {
  q: (address, value) => readText(address, 'q', { value, most: 100 }),
  industry: listReader('industry', /^\d{2,4}$/),
  district: listReader('district', /^\d{6}$/),
  park: listReader('park', /^park-[a-z0-9-]{1,40}$/),
  use: listReader('use', /^\w{2,12}$/),
  readiness: listReader('readiness', /^[a-z][a-z0-9_]{1,39}$/),
  status: readStatuses,
  indicator: readIndicator,
  minMu: numberReader('minMu', mu),
  maxMu: numberReader('maxMu', mu),
  maxPrice: numberReader('maxPrice', /^\d{1,13}$/),
  sort: (address, value) => readOne(address, 'sort', [value, parcelSorts.find((sort) => sort === value)]),
  parcel: (address, value) => readText(address, 'parcel', { value, most: 64 }),
  for: (address, value) => readOne(address, 'for', [value, /^\d{2,4}$/.test(value) ? value : undefined]),
  view: (address, value) => readOne(address, 'view', [value, parseView(value)]),
  panel: (address, value) => readOne(address, 'panel', [value, value === 'filters' ? value : undefined]),
  sheet: (address, value) => readOne(address, 'sheet', [value, sheetStops.find((stop) => stop === value)]),
  lang: (address, value) => readOne(address, 'lang', [value, languages.find((lang) => lang === value)]),
};

/**
 * Reads a URL query, with or without its question mark. A repeated list key adds to its list; of a repeated single
 * key the first counts and the others are named as ignored.
 */
export function readAddress(query: string): { address: Address; ignored: Ignored[] } {
  const address = structuredClone(emptyAddress);
  const ignored: Ignored[] = [];
  for (const [key, value] of new URLSearchParams(query)) {
    if (isKnown(key)) ignored.push(...readers[key](address, value).map((part) => ({ key, value: part })));
    else address.unknown.push([key, value]);
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

function readOne<K extends 'sort' | 'for' | 'view' | 'panel' | 'sheet' | 'lang'>(
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

function listReader(key: 'industry' | 'district' | 'park' | 'use' | 'readiness', pattern: RegExp): Reader {
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

/** `119.64512,29.08733,12.35`: lon, lat, zoom. */
function parseView(value: string): View | undefined {
  const match = /^(-?\d{1,3}(?:\.\d{1,5})?),(-?\d{1,2}(?:\.\d{1,5})?),(\d{1,2}(?:\.\d{1,2})?)$/.exec(value);
  if (match === null) return undefined;
  const view = { lon: Number(match[1]), lat: Number(match[2]), zoom: Number(match[3]) };
  return Math.abs(view.lon) <= 180 && Math.abs(view.lat) <= 85 && view.zoom <= 22 ? view : undefined;
}
