import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchBrowser, openPage, type SizeName } from '../support/browser.ts';
import { startLargeCity } from '../support/large-city.ts';

const count = 2000;
/** However long the answer, this many rows suffice for any window. */
const mostDrawn = 80;

let site: { origin: string; stop: () => Promise<void> };
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startLargeCity(count), launchBrowser()]);
}, 400_000);
afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function open(path: string, size: SizeName): Promise<Page> {
  const opened = await openPage(browser, site.origin, { size });
  onTestFinished(async () => {
    await opened.close();
    expect(opened.complaints).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  await opened.page.locator('[data-row="0"] a').waitFor({ timeout: 60_000 });
  return opened.page;
}

function drawnRows(page: Page): Promise<number> {
  return page.locator('[data-row]').count();
}

/** The row with the focus, from 0; -1 for none. */
function focusedRow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const row = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    return row === undefined ? -1 : Number(row);
  });
}

it('a table of 2,000 parcels draws what is seen, is walked by key to its last row, and is found again where it was left', async () => {
  const page = await open('/?show=table', 'wide');
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(count + 1));
  expect(await drawnRows(page)).toBeLessThan(mostDrawn);

  await page.locator('[data-row="0"] a').focus();
  await page.keyboard.press('PageDown');
  expect(await focusedRow(page)).toBeGreaterThan(5);
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page), { timeout: 120_000 }).toBe(count - 1);
  expect(await drawnRows(page)).toBeLessThan(mostDrawn);
  const last = await page.locator(`[data-row="${count - 1}"]`).boundingBox();
  const foot = await page.locator('main footer').boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((foot?.y ?? 0) + 1);
  await page.keyboard.press('Home');
  await expect.poll(() => focusedRow(page)).toBe(0);

  const left = page.locator('[data-row="700"] a');
  await page.getByRole('region', { name: '地块表格' }).evaluate((region) => (region.scrollTop = 690 * 44));
  await left.click();
  await page.waitForURL(/\/parcels\//);
  await page.goBack();
  await left.waitFor({ timeout: 60_000 });
  expect(await left.isVisible()).toBe(true);
});

it('a list of 2,000 parcels keeps the focus while it is scrolled, and says which of them a row is', async () => {
  const page = await open('/', 'wide');
  const third = page.locator('[data-row="2"]');
  expect(await third.getAttribute('aria-posinset')).toBe('3');
  expect(await third.getAttribute('aria-setsize')).toBe(String(count));
  await third.locator('a').focus();
  await page.mouse.move(180, 700);
  await page.mouse.wheel(0, 30_000);
  await page.locator('[data-row="330"] a').waitFor({ timeout: 60_000 });
  expect(await focusedRow(page)).toBe(2);
  expect(await drawnRows(page)).toBeLessThan(mostDrawn);
});

it('a workbook of some hundred parcels is made beside the page, and can be stopped', async () => {
  const page = await open('/?show=table&park=park-jkc-nev', 'wide');
  const total = Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1;
  expect(total).toBeGreaterThan(100);
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('button', { name: /^Excel/ }).click();
  await page.getByText(/^已读取 \d+\/\d+ 宗/).waitFor();
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: /^Excel/ }).waitFor();
  const worker = page.waitForEvent('worker');
  const saved = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: /^Excel/ }).click();
  expect((await worker).url()).toContain('workbook-worker');
  const [data, sources] = await readExcelFile(readFileSync(await (await saved).path()));
  expect(data?.data).toHaveLength(total + 2);
  expect(sources?.data.length).toBeGreaterThan(total * 10);
  await page.getByText(`已导出 ${total} 宗`).waitFor();
});

it('a phone shows 2,000 parcels as cards, a few at a time', async () => {
  const page = await open('/?show=table', 'phone');
  expect(await drawnRows(page)).toBeLessThan(mostDrawn);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.locator('[data-row]').first().waitFor();
  expect(await drawnRows(page)).toBeLessThan(mostDrawn);
});
