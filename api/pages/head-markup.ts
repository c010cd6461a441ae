import { html } from 'hono/html';
import type { Locale } from '../units/rules.ts';
import { canonicalAddress, locales } from './address-rules.ts';
import type { PageHead } from './head-rules.ts';
import { words } from './words.ts';

const ogLocales: Record<Locale, string> = { 'zh-CN': 'zh_CN', en: 'en_US' };

/** Drawn once for every page, 1200 × 630 px. */
export const shareCard = { path: '/share-card.png', width: 1200, height: 630 };

/**
 * Title, description, Open Graph and the page's own address as markup. Every text is escaped: names come from files of
 * other people.
 */
export async function headMarkup({ locale, title, description, link }: PageHead, origin: string) {
  const { brand } = words[locale];
  const other = locales.filter((candidate) => candidate !== locale);
  return html`<title>${title}</title>
    <meta name="description" content="${description}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="${brand}" />
    <meta property="og:locale" content="${ogLocales[locale]}" />
    ${other.map((each) => html`<meta property="og:locale:alternate" content="${ogLocales[each]}" />`)}
    <meta property="og:image" content="${origin}${shareCard.path}" />
    <meta property="og:image:width" content="${shareCard.width}" />
    <meta property="og:image:height" content="${shareCard.height}" />
    ${link === null ? html`<meta name="robots" content="noindex" />` : addressMarkup(link, locale, origin)}`;
}

function addressMarkup(link: NonNullable<PageHead['link']>, locale: Locale, origin: string) {
  const own = canonicalAddress(origin, link, locale);
  return html`<meta property="og:url" content="${own}" />
    <link rel="canonical" href="${own}" />
    ${locales.map(
      (each) =>
        html`<link rel="alternate" hreflang="${each}" href="${canonicalAddress(origin, link, each)}" />`,
    )}
    <link rel="alternate" hreflang="x-default" href="${canonicalAddress(origin, link, 'zh-CN')}" />`;
}
