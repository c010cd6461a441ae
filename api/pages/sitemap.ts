import { html, raw } from 'hono/html';
import { shanghaiTime } from '../calendar/rules.ts';
import { canonicalAddress, locales, parcelPath } from './address-rules.ts';

type Entry = { path: string; changedAt: Date | null };

/** The pages that search engines may know (sitemaps.org, protocol 0.9), each in both languages. */
export async function sitemap(origin: string, parcels: { code: string; publishedAt: Date }[]) {
  const entries: Entry[] = [
    { path: '/', changedAt: null },
    { path: '/ask', changedAt: null },
    { path: '/response-times', changedAt: null },
    ...parcels.map(({ code, publishedAt }) => ({ path: parcelPath(code), changedAt: publishedAt })),
  ];
  return html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
      ${entries.map((entry) => locales.map((locale) => urlMarkup(origin, entry, locale)))}
    </urlset> `;
}

function urlMarkup(origin: string, { path, changedAt }: Entry, locale: (typeof locales)[number]) {
  const link = { path, query: new URLSearchParams() };
  return html`<url>
    <loc>${canonicalAddress(origin, link, locale)}</loc>
    ${changedAt === null ? '' : html`<lastmod>${shanghaiTime(changedAt)}</lastmod>`}
    ${locales.map(
      (each) =>
        html`<xhtml:link
          rel="alternate"
          hreflang="${each}"
          href="${canonicalAddress(origin, link, each)}"
        />`,
    )}
  </url>`;
}

/** Everything public may be read by machines; the map of the site is where it says. */
export function robots(origin: string): string {
  return `User-agent: *\nAllow: /\nSitemap: ${origin}/sitemap.xml\n`;
}
