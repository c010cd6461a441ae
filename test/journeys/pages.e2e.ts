import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, mapIsIdle, sizes, type SizeName } from '../support/browser.ts';
import { demoShortlist } from '../support/demo-shortlist.ts';
import { crowdedFurniture } from '../support/furniture.ts';
import { areFiguresLong } from '../support/results.ts';
import { overhangPx } from '../support/touch.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

type View = {
  name: string;
  path: string;
  /** What the tab is called before the name of the site, in Chinese and English; none on the map. */
  title?: [string, string];
  /** What stands there once the page is whole. */
  shows: (page: Page) => Promise<unknown>;
};

const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
const views: View[] = [
  { name: 'map', path: '/', shows: mapIsIdle },
  {
    name: 'picked',
    path: '/?parcel=JKC-2020-07&industry=36&compare=JKC-2020-07&compare=JKC-2020-03',
    shows: async (page) => {
      await page.getByText('JKC-2020-07').filter({ visible: true }).first().waitFor();
      await page.locator('.compare-tray').waitFor();
      await mapIsIdle(page);
    },
  },
  {
    name: 'filters',
    path: '/?panel=filters&industry=36&minMu=80',
    shows: async (page) => {
      await page.getByRole('slider').first().waitFor();
      await mapIsIdle(page);
    },
  },
  {
    name: 'table',
    path: '/?show=table&park=park-jkc-nev&compare=JKC-2020-07',
    shows: (page) => page.locator('#row-JKC-2020-07').waitFor(),
  },
  {
    name: 'empty',
    path: '/?industry=36&maxMu=20',
    shows: async (page) => {
      await page.getByText('+1').first().waitFor();
      await mapIsIdle(page);
    },
  },
  {
    name: 'parcel',
    path: '/parcels/JKC-2020-07',
    title: ['汽车大道北侧 7 号地 JKC-2020-07', 'Plot 7, north of Qiche Avenue JKC-2020-07'],
    shows: async (page) => {
      await heading(page);
      await mapIsIdle(page);
    },
  },
  {
    name: 'compare',
    path: '/compare?compare=JKC-2020-07&compare=JKC-2020-03&compare=JYX-2020-03&industry=36',
    title: ['对比 3 宗地块', 'Compare 3 parcels'],
    shows: (page) => page.getByRole('table').waitFor(),
  },
  { name: 'compare-none', path: '/compare', title: ['对比', 'Compare'], shows: heading },
  { name: 'shortlist-none', path: '/shortlist', title: ['候选清单', 'Shortlist'], shows: heading },
  {
    name: 'shortlist-shared',
    path: `/shortlist${demoShortlist()}`,
    title: ['候选清单', 'Shortlist'],
    shows: (page) => page.getByRole('heading', { level: 2 }).nth(1).waitFor(),
  },
  {
    name: 'shortlist-damaged',
    path: '/shortlist#s=broken',
    title: ['候选清单', 'Shortlist'],
    shows: heading,
  },
  {
    name: 'unknown-parcel',
    path: '/parcels/NOPE-1',
    title: ['没有这宗地块', 'No such parcel'],
    shows: heading,
  },
  { name: 'events', path: '/events', title: ['云招商活动', 'Live events'], shows: heading },
  {
    name: 'event',
    path: '/events/jinhua-2020',
    title: [
      '2020 金华市首届云招商招才活动·金华开发区专场',
      'Jinhua Cloud Investment and Talent Event 2020 · Development Zone',
    ],
    shows: async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await mapIsIdle(page);
    },
  },
  {
    name: 'landing',
    path: '/events/jinhua-2020/landing',
    title: [
      '签了的，后来怎样 · 2020 金华市首届云招商招才活动·金华开发区专场',
      'What became of what was signed · Jinhua Cloud Investment and Talent Event 2020 · Development Zone',
    ],
    shows: (page) => page.getByRole('table').first().waitFor(),
  },
  { name: 'nowhere', path: '/no/such/page', title: ['没有这个页面', 'No such page'], shows: heading },
];

/** An address of the site in a language; a fragment stays where it is. */
function inLanguage(path: string, lang: string): string {
  const url = new URL(path, site.origin);
  url.searchParams.set('lang', lang);
  return url.href;
}

/** Changes the language as a person does, where the button is within reach, else by another link. */
async function readInEnglish(page: Page, { path, shows }: View): Promise<void> {
  const isCovered = (await page.locator('dialog:modal').count()) > 0;
  if (isCovered) await page.goto(inLanguage(path, 'en'));
  else await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.locator('html[lang="en"]').waitFor();
  await shows(page);
}

/** In `npm test` axe looks at each view once a size; `npm run pictures` has it look at both languages. */
const axeLanguage: Partial<Record<SizeName, string>> = { wide: 'zh', small: 'en', phone: 'zh' };

async function expectWhole(page: Page, view: string, [size, language]: [SizeName, string]): Promise<void> {
  const name = `${view}-${size}-${language}`;
  if (areFiguresLong || axeLanguage[size] === language) await expectAccessible(page);
  expect(await overhangPx(page), name).toBe(0);
  await site.shoot(page, name);
}

function titled(page: string | undefined, site: string): string {
  return page === undefined ? site : `${page} · ${site}`;
}

async function expectView(page: Page, view: View, shown: SizeName[]): Promise<void> {
  await page.goto(inLanguage(view.path, 'zh-CN'));
  await view.shows(page);
  const [zh, en] = view.title ?? [];
  await expect.poll(() => page.title()).toBe(titled(zh, '金华招商地图 · 招图'));
  await expectWholeAt(page, view, [shown, 'zh']);
  await readInEnglish(page, view);
  await expect.poll(() => page.title()).toBe(titled(en, 'Jinhua Investment Map · Zhaotu'));
  await expectWholeAt(page, view, [shown.toReversed(), 'en']);
}

/** The first size is the one that the page has by now; it is left in the last one. */
async function expectWholeAt(page: Page, view: View, [shown, language]: [SizeName[], string]): Promise<void> {
  for (const [index, size] of shown.entries()) {
    if (index > 0) {
      await page.setViewportSize(sizes[size].viewport);
      await view.shows(page);
    }
    await expectWhole(page, view.name, [size, language]);
  }
}

/** In `npm test` the small screen is the wide one, its window made smaller; `npm run pictures` opens each page there as well. */
const windows: SizeName[][] = areFiguresLong
  ? [['wide'], ['small'], ['phone']]
  : [['wide', 'small'], ['phone']];

describe.each(windows.map((shown) => ({ shown, name: shown.join(' and a '), size: shown[0] ?? 'wide' })))(
  'on a $name screen',
  ({ shown, size }) => {
    it('every page is accessible in both languages', async () => {
      // Two of the pages are about what is not there, which the browser writes down.
      const expected = /Failed to load resource.* 404/;
      const page = await site.open('/', { size, expected });
      for (const view of views) await expectView(page, view, shown);
    });

    it('a page without an answer says so, and is accessible', async () => {
      const page = await site.openEmpty({ size });
      await page.route(/\/api\/parcels(\?|$)/, (route) => route.abort());
      const shows = (page: Page) => page.getByRole('alert').waitFor();
      await expectView(page, { name: 'no-answer', path: '/', shows }, shown);
      await page.route('**/api/city', (route) => route.abort());
      await page.reload();
      await shows(page);
      await expectWholeAt(page, { name: 'no-city', path: '/', shows }, [shown, 'en']);
    });
  },
);

it('at a zoom of two nothing is lost and nothing overhangs, in both languages', async () => {
  const page = await site.open('/', { size: 'zoomed' });
  const expectRoom = async (picture: string) => {
    expect(await overhangPx(page), picture).toBe(0);
    expect(await crowdedFurniture(page), picture).toEqual([]);
    await site.shoot(page, picture);
  };
  for (const view of views.filter(({ name }) => /^(map|picked|filters|table|parcel|compare)$/.test(name))) {
    await page.goto(inLanguage(view.path, 'zh-CN'));
    await view.shows(page);
    await expectRoom(`${view.name}-zoomed-zh-CN`);
    if (view.name === 'compare') await expectAccessible(page);
    await readInEnglish(page, view);
    await expectRoom(`${view.name}-zoomed-en`);
  }
  await expectAccessible(page);
});

it('nothing that lies over the map covers another, and the chosen parcel is in sight', async () => {
  const compared = views.find(({ name }) => name === 'picked');
  const rooms: [SizeName, string][] = [
    ['zoomed', compared?.path ?? ''],
    ['zoomed', '/?parcel=JKC-2020-07&sheet=peek'],
    ['phone', '/?compare=JKC-2020-07&compare=JKC-2020-03'],
    ['small', '/?parcel=JKC-2020-07'],
  ];
  for (const [size, path] of rooms) {
    const page = await site.openEmpty({ size });
    await page.goto(inLanguage(path, 'en'));
    await mapIsIdle(page);
    await page.locator('.furniture > .notice').waitFor();
    expect(await crowdedFurniture(page), `${size} ${path}`).toEqual([]);
    if (path.includes('parcel=')) await page.locator('.callout[data-parcel="JKC-2020-07"]').waitFor();
    await site.shoot(page, `furniture-${size}-${rooms.findIndex(([, at]) => at === path)}`);
  }
});
