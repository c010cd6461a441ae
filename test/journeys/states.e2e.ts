import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { areFiguresLong } from '../support/results.ts';
import { overhangPx } from '../support/touch.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

async function expectState(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  expect(await overhangPx(page), name).toBe(0);
  await site.shoot(page, name);
}

/** Requests of this address get no answer while the page is looked at. */
async function hold(page: Page, address: RegExp): Promise<void> {
  await page.route(address, () => new Promise(() => undefined));
}

/** Each size in one language; in both for `npm run pictures`. */
const shortly = [
  ['wide', 'zh-CN'],
  ['small', 'en'],
  ['phone', 'zh-CN'],
] as const;
const atLength = [
  ['wide', 'en'],
  ['small', 'zh-CN'],
  ['phone', 'en'],
] as const;

describe.each(areFiguresLong ? [...shortly, ...atLength] : shortly)('on a %s screen, in %s', (size, lang) => {
  const named = (state: string) => `${state}-${size}-${lang === 'en' ? 'en' : 'zh'}`;

  const loading = (page: Page) =>
    page
      .getByRole('main')
      .getByText(lang === 'en' ? 'Loading…' : '正在读取…', { exact: true })
      .first();

  it('what is on its way keeps its place and says so', async () => {
    const page = await site.openEmpty({ size });
    await hold(page, /\/api\/parcels(\?|$|\/)/);
    await page.goto(`${site.origin}/?lang=${lang}`);
    await loading(page).waitFor();
    await expectState(page, named('loading'));
    await page.goto(`${site.origin}/parcels/JKC-2020-07?lang=${lang}`);
    await loading(page).waitFor();
    await expectState(page, named('parcel-loading'));
  });

  it('a page that lost its line keeps what it has and says how old it is', async () => {
    const page = await site.openEmpty({ size });
    await page.goto(`${site.origin}/?lang=${lang}`);
    await mapIsIdle(page);
    await page.context().setOffline(true);
    const words = lang === 'en' ? /offline/i : /离线/;
    await page.getByRole('status').filter({ hasText: words }).first().waitFor();
    await expectState(page, named('offline'));
  });
});
