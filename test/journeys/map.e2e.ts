import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pixelOf } from '../../web/map/mercator.ts';
import { expectAccessible, launchBrowser, mapIsIdle, openPage, type SizeName } from '../support/browser.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-journey-'));
/** Looked at by a person after a run; see CONTRIBUTING.md. */
const shots = 'test/journeys/shots';
let site: StartedSite;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  [site, browser] = await Promise.all([npmStart(dataDir), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await site.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Summary = { code: string; name: string; nameEn: string; centroid: [number, number] };

async function summaryOf(code: string): Promise<Summary> {
  const answer = await fetch(`${site.origin}/api/parcels/${code}`);
  return (await answer.json()) as Summary;
}

async function open(path: string, options: { size: SizeName; locale?: string }): Promise<Page> {
  const opened = await openPage(browser, site.origin, options);
  onTestFinished(async () => {
    await opened.close();
    expect(opened.complaints).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  return opened.page;
}

/** Clicks the ground at the parcel's centre on a map whose view is in the address. */
async function clickParcel(page: Page, parcel: Summary, zoom: number): Promise<void> {
  const canvas = page.locator('.maplibregl-canvas');
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the map has no canvas');
  const [lon = 0, lat = 0] = /view=([\d.]+),([\d.]+)/.exec(page.url())?.slice(1).map(Number) ?? [];
  const { x, y } = pixelOf(parcel.centroid, { lon, lat, zoom }, { width: box.width, height: box.height });
  await page.mouse.click(box.x + x, box.y + y);
}

const groups = {
  'zh-CN': ['控制指标', '规划条件', '配套', '区域评估', '价格', '时间', '区位'],
  en: [
    'Control indicators',
    'Planning limits',
    'Utilities',
    'Regional evaluations',
    'Price',
    'Dates',
    'Location',
  ],
} as const;

describe.each([
  ['zh-CN', 'small'],
  ['en', 'small'],
  ['zh-CN', 'phone'],
  ['en', 'phone'],
] as const)('in %s on a %s screen', (language, size) => {
  it('a person clicks a parcel on the map and reads its page', async () => {
    const parcel = await summaryOf('JKC-2020-07');
    const name = language === 'en' ? parcel.nameEn : parcel.name;
    // A little above the parcel, so that it is not under the sheet of a phone.
    const [lon, lat] = [parcel.centroid[0], parcel.centroid[1] - (size === 'phone' ? 0.004 : 0)];
    const view = `${lon.toFixed(5)},${lat.toFixed(5)},14`;
    const page = await open(`/?view=${view}&sheet=peek&lang=${language}`, { size });
    await mapIsIdle(page);
    await page.screenshot({ path: `${shots}/map-${size}-${language}.png` });
    await clickParcel(page, parcel, 14);
    await page.waitForURL(/parcel=JKC-2020-07|parcels\/JKC-2020-07/);
    await page.getByText(name, { exact: true }).filter({ visible: true }).first().waitFor();
    await page.goto(`${site.origin}/parcels/JKC-2020-07?lang=${language}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
    const positions = groups[language].map((group) =>
      headings.findIndex((heading) => heading.startsWith(group)),
    );
    expect(
      positions.every((position) => position >= 0),
      `${headings.join(' · ')}`,
    ).toBe(true);
    await page.locator('[data-map-state="idle"]').first().waitFor({ timeout: 60_000 });
    await page.screenshot({ path: `${shots}/parcel-${size}-${language}.png`, fullPage: true });
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await expectAccessible(page);
  });
});

describe('on a wide screen', () => {
  it('list, map and counts are one answer, and the address brings it back', async () => {
    const page = await open('/', { size: 'wide' });
    await mapIsIdle(page);
    await expectAccessible(page);
    await page.goto(`${site.origin}/?industry=36&minMu=80&maxMu=250`);
    await mapIsIdle(page);
    const response = await fetch(`${site.origin}/api/parcels?industry=36&minMu=80&maxMu=250`);
    const answer = (await response.json()) as { total: number; items: { name: string }[] };
    const main = page.locator('body');
    await expect.poll(() => main.innerText()).toContain(`${answer.total}\n宗`);
    const text = await main.innerText();
    for (const { name } of answer.items) expect(text).toContain(name);
    await page.screenshot({ path: `${shots}/filtered-wide.png` });
    const before = await main.innerText();
    await page.reload();
    await mapIsIdle(page);
    await expect.poll(() => main.innerText()).toBe(before);
  });

  it('opens the filters, which pass the accessibility check too', async () => {
    const page = await open('/?panel=filters', { size: 'wide' });
    await page.getByText('准入行业').first().waitFor();
    await mapIsIdle(page);
    await page.screenshot({ path: `${shots}/filters-wide.png` });
    await expectAccessible(page);
  });

  it('shows a parcel beside the map', async () => {
    const page = await open('/?parcel=JKC-2020-07', { size: 'wide' });
    await page.getByText('汽车大道北侧 7 号地').first().waitFor();
    await mapIsIdle(page);
    await page.screenshot({ path: `${shots}/drawer-wide.png` });
    await expectAccessible(page);
  });

  it('says what to loosen when nothing fits', async () => {
    const page = await open('/?district=330727&minMu=200', { size: 'wide' });
    await mapIsIdle(page);
    await page.screenshot({ path: `${shots}/empty-wide.png` });
    await expectAccessible(page);
    expect(await page.locator('body').innerText()).toContain('没有地块');
  });
});

describe('without WebGL', () => {
  it('the page opens on the list and says why', async () => {
    const plain = await launchBrowser({ webgl: false });
    onTestFinished(() => plain.close());
    const { page } = await openPage(plain, site.origin, { size: 'wide' });
    await page.goto(site.origin);
    await page.getByText('汽车大道北侧 7 号地').first().waitFor();
    await expect.poll(() => page.locator('body').innerText()).toMatch(/WebGL|地图.*(无法|不能|没有)/);
    await page.screenshot({ path: `${shots}/no-webgl-wide.png` });
    await expectAccessible(page);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['/parcels/NOPE-1', 404],
    ['/no/such/page', 404],
  ])('%s answers %i with a page that leads back', async (path, status) => {
    const opened = await openPage(browser, site.origin, { size: 'wide' });
    onTestFinished(() => opened.close());
    const response = await opened.page.goto(site.origin + path);
    expect(response?.status()).toBe(status);
    const way = opened.page.getByRole('main').getByRole('link').first();
    await way.waitFor();
    await expectAccessible(opened.page);
  });
});
