import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVenues } from '../../scripts/venues/venues.mjs';
import { expectAccessible } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { freePort } from '../support/free-port.ts';
import { ownSite } from '../support/own-site.ts';
import { stagedEvent } from '../support/staged-event.ts';

// The pictures need the processor: the map is drawn in the journey of the audience.
const site = ownSite({ webgl: false });
let venues: Awaited<ReturnType<typeof openVenues>>;
let elsewhere: RegExp;

beforeAll(async () => {
  const [httpPort, rtmpPort] = [await freePort(), await freePort()];
  elsewhere = new RegExp(`^left the host: http://127\\.0\\.0\\.1:${httpPort}/|status of 404`);
  venues = await openVenues({ keys: ['programme', 'main'], httpPort, rtmpPort, size: '320x180' });
  await venues.ready();
});
afterAll(() => venues?.close());

const onAir = (page: Page) => page.getByRole('heading', { level: 2 }).first();
const picture = (page: Page) => page.locator('[data-picture]').getAttribute('data-picture');
const waitFor = (page: Page, state: string) =>
  page.locator(`[data-picture="${state}"]`).waitFor({ timeout: 40_000 });

/** How long a picture stood still before its slide was there, ms, by the clock of the page itself. */
const stoodBeforeSlide = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const video = document.querySelector('video');
        const frame = document.querySelector('[data-picture]');
        let [position, movedAt] = [video?.currentTime, performance.now()];
        const look = () => {
          if (video?.currentTime !== position) [position, movedAt] = [video?.currentTime, performance.now()];
          if (frame?.getAttribute('data-picture') === 'recovering') resolve(performance.now() - movedAt);
          else setTimeout(look, 20);
        };
        look();
      }),
  );

/** When it is read on the page, ms since 1970. */
const comesOnAir = (page: Page, words: string) =>
  page.evaluate(
    (awaited) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const isThere = [...document.querySelectorAll('h2')].some(({ innerText }) => innerText === awaited);
          if (isThere) resolve(Date.now());
          else setTimeout(look, 20);
        };
        look();
      }),
    words,
  );

it('shows the venue with the event in its time, a slide while its encoder is gone, and the picture again by itself', async () => {
  const host = await site.openAs(demoAccount(site.dataDir, 'host'), '/account', { expected: /status of 40/ });
  const title = (zh: string, en: string) => ({ zh, en });
  const event = await stagedEvent(
    host,
    ['致辞', '介绍', '发布', '总结'],
    [
      {
        key: 'programme',
        title: title('总画面', 'Programme'),
        place: '',
        sources: venues.sourcesOf('programme'),
      },
      { key: 'main', title: title('主会场', 'Main hall'), place: '', sources: venues.sourcesOf('main') },
    ],
  );
  const path = `/events/${event.slug}`;
  const page = await site.open(path, { expected: elsewhere });
  const screen = await site.open(`${path}/screen`, { expected: elsewhere });
  await page.getByText('活动还没有开始').waitFor();
  expect(await page.locator('video').count()).toBe(0);
  await event.show(0, [119.6, 29.05]);
  await expect.poll(() => onAir(page).innerText()).toBe('致辞');

  // Less movement is asked for by this browser: the picture waits for its person.
  await page.getByRole('region', { name: '总画面的画面' }).waitFor();
  expect(await picture(page)).toBe('held');
  await page.locator('[data-picture]').getByRole('button', { name: '播放画面' }).click();
  await waitFor(page, 'shown');
  await waitFor(screen, 'shown');
  expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.muted)).toBe(true);
  await expectAccessible(page);

  // The picture is some seconds late, and what is pressed comes with it.
  const [onPage, onScreen] = [comesOnAir(page, '介绍'), comesOnAir(screen, '介绍')];
  await event.show(1, [119.7, 29.1]);
  const lateMs = (await onPage) - (await onScreen);
  expect(lateMs).toBeGreaterThan(200);
  expect(lateMs).toBeLessThan(10_500);

  const stood = stoodBeforeSlide(page);
  await venues.kill('programme');
  // Within 3 s of the last movement; this machine may look up to half a second late.
  expect(await stood).toBeLessThan(3_500);
  await page.locator('[data-picture]').getByText('画面恢复中').waitFor();
  const stalled = Date.now();
  await event.show(2, [119.65, 29.08]);
  await expect.poll(() => onAir(page).innerText()).toBe('发布');
  expect(Date.now() - stalled).toBeLessThan(3_000);

  await page.getByLabel('看哪个会场').selectOption('main');
  await waitFor(page, 'shown');
  await page.getByLabel('看哪个会场').selectOption('programme');
  venues.encode('programme');
  await waitFor(page, 'shown');
  await waitFor(screen, 'shown');
  await event.press('cut', { isCut: true });
  await page.locator('video').waitFor({ state: 'detached' });
});

it('fetches nothing of a picture for who saves data', async () => {
  const host = await site.openAs(demoAccount(site.dataDir, 'host'), '/account', { expected: /status of 40/ });
  const main = {
    key: 'main',
    title: { zh: '主会场', en: 'Main hall' },
    place: '',
    sources: venues.sourcesOf('main'),
  };
  const event = await stagedEvent(host, ['致辞'], [main]);
  // Whatever is asked elsewhere fails the page at its end.
  const page = await site.open('/events');
  await page.evaluate(() => localStorage.setItem('zhaotu-event-saver', 'on'));
  await page.goto(`${site.origin}/events/${event.slug}`);
  await event.show(0, [119.6, 29.05]);
  await expect.poll(() => onAir(page).innerText()).toBe('致辞');
  await page.getByText('省流量：不载入地图').waitFor();
  expect(await page.locator('video').count()).toBe(0);
});
