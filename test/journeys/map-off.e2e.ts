import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PublicCity } from '../../api/city/schema.ts';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const conditions = 'industry=36&minMu=80&maxMu=250';
/** A worker that died is told from a busy one after twelve seconds, a lost context after five. */
const noticedMs = 30_000;

const withMap = visitSite();
const withoutWebgl = visitSite({ webgl: false });

async function expectList(page: Page, reason: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: reason }).waitFor({ timeout: noticedMs });
  const names = page.getByRole('list', { name: '地块' }).getByRole('heading', { level: 2 });
  const answer = await withMap.read(`/api/parcels?${conditions}`, ParcelAnswer);
  await expect.poll(() => names.allInnerTexts()).toEqual(answer.items.map(({ name }) => name));
}

describe.each([
  ['zh-CN', 'wide'],
  ['en', 'small'],
  ['zh-CN', 'phone'],
  ['en', 'phone'],
] as const)('without WebGL, in %s on a %s screen', (language, size) => {
  it('the page opens on the list, says why and how to get the map, and keeps its address', async () => {
    const path = `/?${conditions}&lang=${language}`;
    const page = await withoutWebgl.open(path, { size });
    await page.getByRole('status').filter({ hasText: 'WebGL' }).waitFor();
    expect(new URL(page.url()).search).toBe(new URL(path, page.url()).search);
    const help = page.getByRole('button', { name: language === 'en' ? 'How to enable it' : '如何启用' });
    await help.click();
    await page.getByText(language === 'en' ? /hardware or graphics/ : /硬件加速/).waitFor();
    await expectAccessible(page);
    await help.click();

    const answer = await withMap.read(`/api/parcels?${conditions}`, ParcelAnswer);
    const city = await withMap.read('/api/city', PublicCity);
    const names = page.locator('[id^="row-"] h2');
    const wanted = answer.items.map(({ name, nameEn }) => (language === 'en' ? nameEn : name));
    await expect.poll(() => names.allInnerTexts()).toEqual(wanted);
    const table = page.getByRole('table');
    const counties = city.regions.filter(({ level }) => level === 'district').length;
    expect(await table.locator('tbody tr').count()).toBe(counties);
    await expect
      .poll(() => table.locator('tfoot').innerText())
      .toMatch(new RegExp(`${answer.total}\\s+${answer.all.total}\\s`));
    const matching = await table.locator('tbody td:nth-of-type(1)').allInnerTexts();
    expect(matching.reduce((sum, text) => sum + Number(text), 0)).toBe(answer.total);
    await expect.poll(() => table.locator('tbody td:nth-of-type(3)').first().innerText()).not.toBe('');
    expect(await page.getByRole('complementary').locator('a[href^="tel:"]').count()).toBe(1);
    await withoutWebgl.shoot(page, `no-webgl-${size}-${language}`);
  });
});

describe.each(['wide', 'phone'] as const)('a link to a parcel without WebGL, on a %s screen', (size) => {
  it('marks its row, and says of one that is not public that it is not', async () => {
    const page = await withoutWebgl.open('/?parcel=JKC-2020-07', { size });
    await page.locator('#row-JKC-2020-07[aria-current="true"]').waitFor();
    const other = await withoutWebgl.openEmpty({ size });
    await other.goto(`${withMap.origin}/?parcel=XX-9`);
    await other.getByRole('status').filter({ hasText: '没有编号为 XX-9 的公开地块' }).waitFor();
  });
});

describe('a map that fails', () => {
  /** A page whose requests for some files are refused, as an extension or a proxy does. */
  async function openRefusing(pattern: string, path: string): Promise<Page> {
    const page = await withMap.openEmpty();
    await page.route(pattern, (route) => route.abort());
    await page.goto(withMap.origin + path);
    return page;
  }

  it('for want of its worker leaves the list, and comes back once the worker may run', async () => {
    const page = await openRefusing('**/maplibre-gl-worker*', `/?${conditions}`);
    await expectList(page, /后台程序/);
    await page.unroute('**/maplibre-gl-worker*');
    await page.getByRole('button', { name: '重试' }).click();
    await mapIsIdle(page);
  });

  it('for want of its code leaves the list, and comes back with it', async () => {
    const page = await openRefusing('**/assets/LoadedMap-*.js', `/?${conditions}`);
    await expectList(page, /没有载入/);
    await expectAccessible(page);
    await page.unroute('**/assets/LoadedMap-*.js');
    await page.getByRole('button', { name: '重试' }).click();
    await mapIsIdle(page);
  });

  it('because its worker dies later gives way to the list', async () => {
    const page = await withMap.open(`/?${conditions}`, { size: 'small' });
    await mapIsIdle(page);
    await Promise.all(page.workers().map((worker) => worker.evaluate('self.close()').catch(() => undefined)));
    await page.getByRole('button', { name: '放大', exact: true }).click();
    await expectList(page, /后台程序/);
  });

  it('because the graphics device is lost gives way to the list, and can be tried again', async () => {
    const page = await withMap.open(`/?${conditions}`, { size: 'small' });
    await mapIsIdle(page);
    await page.locator('.maplibregl-canvas').evaluate((canvas: HTMLCanvasElement) => {
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await expectList(page, /图形设备/);
    await page.getByRole('button', { name: '重试' }).click();
    await mapIsIdle(page);
  });
});

describe('offline in the middle of a search', () => {
  it('the page keeps its answer, says how old it is, and renews it by itself', async () => {
    const page = await withMap.openEmpty();
    await page.goto(`${withMap.origin}/?${conditions}`);
    await mapIsIdle(page);
    const rows = page.locator('[id^="row-"] h2');
    const before = await rows.allInnerTexts();
    onTestFinished(() => page.context().setOffline(false));
    await page.context().setOffline(true);
    await page.getByText(/离线：下面是北京时间 \d{2}:\d{2} 的结果/).waitFor();
    await expectAccessible(page);

    // Another order is asked for and cannot be had: list and order stay what they were.
    await page.getByRole('combobox', { name: '排序' }).selectOption({ index: 2 });
    await page.getByText(/离线：下面仍是北京时间 \d{2}:\d{2} 的结果/).waitFor();
    expect(await rows.allInnerTexts()).toEqual(before);
    await withMap.shoot(page, 'offline-wide');

    await page.context().setOffline(false);
    await expect.poll(() => page.getByText(/离线/).count()).toBe(0);
    await expect.poll(() => rows.allInnerTexts()).not.toEqual(before);
  });

  it.each(['peek', 'half', 'full'])('a phone says so on its sheet, %s', async (stop) => {
    const page = await withMap.openEmpty({ size: 'phone' });
    await page.goto(`${withMap.origin}/?${conditions}&sheet=${stop}`);
    await mapIsIdle(page);
    onTestFinished(() => page.context().setOffline(false));
    await page.context().setOffline(true);
    const note = page.getByText(/离线：下面是北京时间 \d{2}:\d{2} 的结果/);
    await note.waitFor();
    const box = await note.boundingBox();
    expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThan(844);
    await withMap.shoot(page, `offline-phone-${stop}`);
    await page.context().setOffline(false);
    await note.waitFor({ state: 'detached' });
  });

  it('a phone whose sheet peeks keeps the chosen parcel whole, in the longer language too', async () => {
    const page = await withMap.openEmpty({ size: 'phone' });
    await page.goto(`${withMap.origin}/?sheet=peek&parcel=JKC-2020-07&lang=en`);
    await mapIsIdle(page);
    onTestFinished(() => page.context().setOffline(false));
    await page.context().setOffline(true);
    await page.getByText(/Offline: /).waitFor();
    const row = page.locator('#row-JKC-2020-07').filter({ visible: true });
    const box = await row.boundingBox();
    expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(844);
    await withMap.shoot(page, 'offline-phone-peek-picked-en');
  });
});
