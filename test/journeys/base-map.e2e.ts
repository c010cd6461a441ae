import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { expectAccessible, launchBrowser, mapIsIdle, openPage, type SizeName } from '../support/browser.ts';
import { coloursOfMap, groundColours } from '../support/map-colours.ts';
import { copyDemo } from '../support/demo-site.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';
import { startTileServer, type TileMode, type TileServer } from '../support/tile-server.ts';

const shots = 'test/journeys/shots';
const approval = 'GS（2024）0000号';
const fallenBack = '底图服务暂不可用，已改用示意图';
const sketchNotice = '示意图，非审定地图';
/** Refusals come at once; a server that never answers is given up after eight seconds. */
const secondsMs = 20_000;

const dataDirs = ['tianditu', 'style'].map((name) => mkdtempSync(join(tmpdir(), `zhaotu-${name}-`)));
let tiles: TileServer;
let browser: Browser;
let tianditu: StartedSite;
let styled: StartedSite;

beforeAll(async () => {
  [tiles, browser] = await Promise.all([startTileServer(), launchBrowser()]);
  const [first = '', second = ''] = dataDirs;
  const settings = { MAP_APPROVAL_NO: approval };
  const key = 'a'.repeat(32);
  for (const folder of dataDirs) copyDemo(inject('demoFolder'), folder);
  tianditu = await npmStart(first, { ...settings, BASEMAP: `tianditu:${key} ${tiles.origin}/node` });
  styled = await npmStart(second, { ...settings, BASEMAP: `style:${tiles.origin}/style.json` });
});
afterEach(() => {
  tiles.mode = 'ok';
  tiles.asked.length = 0;
});
afterAll(async () => {
  await Promise.all([browser.close(), tianditu.stop(), styled.stop(), tiles.close()]);
  for (const folder of dataDirs) rmSync(folder, { recursive: true, force: true });
});

/** Whatever goes wrong fails the test, except for tiles that the test lets fail. */
async function open(site: StartedSite, path: string, size: SizeName = 'small'): Promise<Page> {
  const opened = await openPage(browser, site.origin, { size });
  onTestFinished(async () => {
    await opened.close();
    const others = opened.complaints.filter(
      (complaint) =>
        !complaint.startsWith(`left the host: ${tiles.origin}/`) &&
        !complaint.startsWith('console: Failed to load resource'),
    );
    expect(others).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  return opened.page;
}

async function shows(page: Page, base: 'sketch' | 'vector' | 'imagery'): Promise<void> {
  await page.locator(`[data-base="${base}"]`).waitFor({ timeout: 60_000 });
}

describe('where 天地图 is configured', () => {
  it('its drawing lies under the parcels, named and with its number, from this host alone', async () => {
    const page = await open(tianditu, '/');
    await shows(page, 'vector');
    await mapIsIdle(page);
    const notice = page.locator('.notice').first();
    expect(await notice.innerText()).toContain('天地图');
    expect(await notice.innerText()).toContain(`审图号：${approval}`);
    expect(await notice.innerText()).not.toContain(sketchNotice);
    expect(new Set(tiles.asked)).toEqual(new Set(['vec', 'cva']));
    const answer = await fetch(tianditu.origin);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`connect-src 'self' ${tiles.origin};`);
    expect(policy).not.toContain('tianditu.gov.cn');
    await expectAccessible(page);
  });

  it('a person switches by keyboard, and a link brings the choice back', async () => {
    const page = await open(tianditu, '/?view=119.55000,29.06000,13.00');
    await shows(page, 'vector');
    const button = page.getByRole('button', { name: '底图', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('radio').allInnerTexts()).toHaveLength(3);
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/[?&]base=imagery/);
    await shows(page, 'imagery');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await mapIsIdle(page);
    await page.screenshot({ path: `${shots}/imagery-small.png` });
    expect(tiles.asked).toContain('cia');

    await page.reload();
    await shows(page, 'imagery');
    await button.click();
    await page.getByRole('radio', { name: '示意图' }).check();
    await page.waitForURL(/[?&]base=sketch/);
    await page.getByText(sketchNotice).first().waitFor();
    await shows(page, 'sketch');
  });

  it('a phone has the switch and the tools in one menu', async () => {
    const page = await open(tianditu, '/?sheet=peek&view=119.55000,29.06000,13.00', 'phone');
    await shows(page, 'vector');
    await page.getByRole('button', { name: '底图', exact: true }).tap();
    const entries = await page.locator('.map-controls label, .map-controls .entry').all();
    expect(entries).toHaveLength(4);
    for (const entry of entries) expect((await entry.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await expectAccessible(page);
    await page.screenshot({ path: `${shots}/base-menu-phone.png` });
  });

  it.each<TileMode>([403, 404, 'slow', 'garbage'])(
    'a server that answers %s from the start gives way to the sketch, which says so and can be left again',
    async (mode) => {
      tiles.mode = mode;
      const page = await open(tianditu, '/');
      await page.getByText(fallenBack).waitFor({ timeout: secondsMs + 20_000 });
      await shows(page, 'sketch');
      await page.getByText(sketchNotice).first().waitFor();
      expect(await page.locator('.notice').first().innerText()).not.toContain('审图号');
      await mapIsIdle(page);
      expect((await coloursOfMap(page)).get(groundColours.land)).toBeGreaterThan(0.3);
      if (mode === 404) await expectAccessible(page);

      tiles.mode = 'ok';
      await page.getByRole('button', { name: '重试' }).click();
      await shows(page, 'vector');
      await expect.poll(() => page.getByText(fallenBack).count()).toBe(0);
      await mapIsIdle(page);
      const shares = await coloursOfMap(page);
      expect(shares.get(groundColours.vectorTile)).toBeGreaterThan(0.3);
      expect(shares.get(groundColours.land) ?? 0).toBeLessThan(0.01);
    },
  );

  it.each<TileMode>([500, 'slow'])('a server that dies midway with %s is noticed', async (mode) => {
    const page = await open(tianditu, '/');
    await shows(page, 'vector');
    await mapIsIdle(page);
    tiles.mode = mode;
    await page.getByRole('button', { name: '放大', exact: true }).click();
    await page.getByRole('button', { name: '放大', exact: true }).click();
    await page.getByText(fallenBack).waitFor({ timeout: secondsMs });
    await shows(page, 'sketch');
  });

  it('some absent tiles are no reason to leave it', async () => {
    tiles.mode = 'edges';
    const page = await open(tianditu, '/');
    await shows(page, 'vector');
    await mapIsIdle(page);
    await page.getByRole('button', { name: '放大', exact: true }).click();
    await mapIsIdle(page);
    await shows(page, 'vector');
    expect(await page.getByText(fallenBack).count()).toBe(0);
  });
});

describe('where a style is configured', () => {
  it('it is the online map, named as its makers wish, without imagery', async () => {
    const page = await open(styled, '/?base=imagery');
    await shows(page, 'vector');
    await page.getByText('© Example Survey').waitFor();
    await page.getByRole('button', { name: '底图', exact: true }).click();
    const choices = await page.locator('.map-controls label').allInnerTexts();
    expect(choices.map((choice) => choice.trim())).toEqual(['示意图', '在线底图']);
  });

  it('tiles that cannot be had give way to the sketch', async () => {
    tiles.mode = 404;
    const page = await open(styled, '/');
    await page.getByText(fallenBack).waitFor({ timeout: secondsMs + 20_000 });
    await shows(page, 'sketch');
  });
});
