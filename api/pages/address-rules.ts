import { ParcelConditions } from '../parcels/query-schema.ts';
import type { Locale } from '../units/rules.ts';

export const locales: Locale[] = ['zh-CN', 'en'];

/** Stands for every byte that is no UTF-8 (URL Standard, percent-decoding): the page leaves such a value out. */
const undecodable = '\uFFFD';

/** What makes two links of a page different pages; a map's view, an open panel or a campaign's mark do not. */
const keysByPath: Record<string, string[]> = {
  '/': Object.keys(ParcelConditions.shape),
  '/compare': ['compare'],
};

/** The language a link asks for. Without one it is the original's: one address always gives one text. */
export function localeOf(query: URLSearchParams): Locale {
  return query.get('lang') === 'en' ? 'en' : 'zh-CN';
}

/**
 * The one address of what a link shows, in a language: absolute, its parameters in a fixed order, without what only says
 * how it is looked at. `path` is as it stands in the address, percent-encoded.
 */
export function canonicalAddress(
  origin: string,
  { path, query }: { path: string; query: URLSearchParams },
  locale: Locale,
): string {
  const kept = (keysByPath[path] ?? []).flatMap((key) =>
    query
      .getAll(key)
      .filter((value) => !value.includes(undecodable))
      .map((value): [string, string] => [key, value]),
  );
  if (locale === 'en') kept.push(['lang', 'en']);
  // A comma needs no escape in a query (RFC 3986, 3.4), and people read these links.
  const search = new URLSearchParams(kept).toString().replaceAll('%2C', ',');
  return `${origin}${path}${search === '' ? '' : `?${search}`}`;
}

export function parcelPath(code: string): string {
  return `/parcels/${encodeURIComponent(code)}`;
}
