import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context } from 'hono';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import { announcedTitle } from '../events/announced.ts';
import { readSummary } from '../parcels/records.ts';
import { ParcelCode } from '../parcels/query-schema.ts';
import { allow } from '../policies.ts';
import { localeOf, parcelPath } from './address-rules.ts';
import { shareCard } from './head-markup.ts';
import { mapTexts, parcelTexts, plainTexts, type PageHead } from './head-rules.ts';
import { findShown } from './shown-parcel.ts';
import { robots, sitemap } from './sitemap.ts';
import { listPublicParcels } from './sitemap-store.ts';
import { readTemplate } from './template.ts';
import { words } from './words.ts';

const statuses = { page: 404, unknown: 404, recalled: 410, unavailable: 503 } as const;
/** Pages of those who sign in; what is below the console is told apart by the page itself. */
const workplaces = [
  '/sign-in',
  '/reset',
  '/account',
  '/account/forgotten',
  '/account/register',
  '/console',
  '/console/*',
];
/** 文件查验: by a file, or by the number and code that are printed on it. */
const verifying = ['/verify', '/verify/:number'];
/** 询盘 of whoever has the link or the account; the page itself reads the case. */
const ownCases = ['/enquiry', '/enquiries', '/enquiries/:number'];
/** 我的协议 of whoever is signed in. */
const ownAgreements = ['/agreements', '/agreements/:number'];
const month = 30 * 24 * 3600;

export type PageParts = {
  database: Database;
  city: City;
  settings: { demonstrationShiftDays: number | null };
  /** Scheme and host of the public address; what a request calls itself is never believed. */
  origin: () => string;
  now: () => Date;
};

/**
 * The built pages. Scripts and styles carry their hash in the name and never change; every other address gets the one
 * page with a head of its own, and with the status the address deserves (404 unknown, 410 recalled).
 */
export async function pageRoutes(folder: string, { database, city, settings, origin, now }: PageParts) {
  const { pack } = city;
  const fill = await readTemplate(folder);
  const files = serveStatic({ root: folder, precompressed: true });
  const demo = settings.demonstrationShiftDays !== null;

  function linkOf(context: Context) {
    const { searchParams } = new URL(context.req.url);
    return { query: searchParams, locale: localeOf(searchParams) };
  }

  async function answer(
    context: Context,
    head: PageHead,
    status: 200 | (typeof statuses)[keyof typeof statuses],
  ) {
    return context.html(await fill(head, origin()), status, { 'Cache-Control': 'no-cache' });
  }

  function missing(context: Context, why: keyof typeof statuses) {
    const { locale } = linkOf(context);
    const texts = plainTexts(words[locale].missing[why], { pack, demo: false, locale });
    return answer(context, { ...texts, locale, link: null }, statuses[why]);
  }

  return new Hono()
    .get('/assets/*', allow('public'), async (context, next) => {
      const found = await files(context, next);
      if (!(found instanceof Response)) return found;
      found.headers.set('Cache-Control', 'public, max-age=31536000, immutable');
      found.headers.set('Vary', 'Accept-Encoding');
      return found;
    })
    .get('/favicon.svg', allow('public'), files)
    .get(shareCard.path, allow('public'), async (context, next) => {
      const found = await files(context, next);
      if (found instanceof Response) found.headers.set('Cache-Control', `public, max-age=${month}`);
      return found;
    })
    .get('/robots.txt', allow('public'), (context) => context.text(robots(origin())))
    .get('/sitemap.xml', allow('public'), async (context) => {
      const markup = await sitemap(origin(), await listPublicParcels(database.sql, now()));
      return context.body(markup.toString(), 200, {
        'Content-Type': 'application/xml; charset=utf-8',
        'Cache-Control': 'public, no-cache',
      });
    })
    .get('/', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = mapTexts({ pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/', query } }, 200);
    })
    .get('/compare', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = plainTexts(words[locale].compare, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/compare', query } }, 200);
    })
    .get('/ask', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = plainTexts(words[locale].ask, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/ask', query } }, 200);
    })
    .get('/response-times', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = plainTexts(words[locale].responses, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/response-times', query } }, 200);
    })
    .get('/events', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = plainTexts(words[locale].events, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/events', query } }, 200);
    })
    .get('/events/:slug', allow('public'), async (context) => {
      const slug = context.req.param('slug');
      const named = await announcedTitle(database.sql, slug);
      if (named === null) return missing(context, 'page');
      const { query, locale } = linkOf(context);
      const title = (locale === 'en' ? named.en : '') || named.zh;
      const texts = plainTexts({ ...words[locale].events, title }, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: `/events/${slug}`, query } }, 200);
    })
    .get('/events/:slug/screen', allow('public'), async (context) => {
      const named = await announcedTitle(database.sql, context.req.param('slug'));
      if (named === null) return missing(context, 'page');
      const { locale } = linkOf(context);
      const title = (locale === 'en' ? named.en : '') || named.zh;
      const texts = plainTexts({ ...words[locale].events, title }, { pack, demo, locale });
      // For one hall alone.
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .get('/events/:slug/landing', allow('public'), async (context) => {
      const slug = context.req.param('slug');
      const named = await announcedTitle(database.sql, slug);
      if (named === null) return missing(context, 'page');
      const { query, locale } = linkOf(context);
      const title = (locale === 'en' ? named.en : '') || named.zh;
      const texts = plainTexts(
        { ...words[locale].landing, title: `${words[locale].landing.title} · ${title}` },
        { pack, demo, locale },
      );
      return answer(context, { ...texts, locale, link: { path: `/events/${slug}/landing`, query } }, 200);
    })
    .on('GET', verifying, allow('public'), (context) => {
      const { locale } = linkOf(context);
      const texts = plainTexts(words[locale].verify, { pack, demo, locale });
      // A link with a number carries the code of its agreement, which no preview or search repeats.
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .on('GET', ownCases, allow('public'), (context) => {
      const { locale } = linkOf(context);
      const texts = plainTexts(words[locale].enquiry, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .on('GET', ownAgreements, allow('public'), (context) => {
      const { locale } = linkOf(context);
      const texts = plainTexts(words[locale].agreements, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .get('/sign', allow('public'), (context) => {
      const { locale } = linkOf(context);
      const texts = plainTexts(words[locale].signing, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .get('/shortlist', allow('public'), (context) => {
      const { query, locale } = linkOf(context);
      const texts = plainTexts(words[locale].shortlist, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: '/shortlist', query } }, 200);
    })
    .on('GET', workplaces, allow('public'), (context) => {
      const { locale } = linkOf(context);
      const texts = plainTexts(words[locale].workplace, { pack, demo, locale });
      // Nothing of it is found by searching, and nothing of it is in the page: each reads what its visitor may see.
      return answer(context, { ...texts, locale, link: null }, 200);
    })
    .get('/parcels/:code', allow('public'), async (context) => {
      const code = ParcelCode.safeParse(context.req.param('code'));
      if (!code.success) return missing(context, 'unknown');
      const parcel = await findShown(readSummary(database.sql, code.data, { city, at: now() }));
      if (typeof parcel === 'string') return missing(context, parcel);
      const { query, locale } = linkOf(context);
      const texts = parcelTexts(parcel, { pack, demo, locale });
      return answer(context, { ...texts, locale, link: { path: parcelPath(parcel.code), query } }, 200);
    })
    .get('*', allow('public'), (context, next) => {
      if (/^\/(api|tiles|ogc|assets)\//.test(`${context.req.path}/`)) return next();
      return missing(context, 'page');
    });
}
