import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lonLatOf } from '../../web/map/mercator.ts';
import { lengthM, lengthWords } from '../../web/map/tools/measure.ts';
import { degreesText } from '../../web/map/tools/position.ts';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const { open, shoot } = visitSite();
const view = { lon: 119.56, lat: 29.05, zoom: 13 };
const link = '/?view=119.56000,29.05000,13.00';

async function openTools(page: Page, tool: string): Promise<void> {
  await mapIsIdle(page);
  await page.getByRole('button', { name: '测量与坐标', exact: true }).click();
  await page.getByRole('radio', { name: tool }).check({ force: true });
}

/** The map's canvas in the page, and the position of a pixel of it. */
async function mapOf(page: Page) {
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (box === null) throw new Error('the map has no canvas');
  const size = { width: box.width, height: box.height };
  return {
    click: (x: number, y: number) => page.mouse.click(box.x + x, box.y + y),
    positionOf: (x: number, y: number) => lonLatOf({ x, y }, view, size),
    size,
  };
}

describe('the tools of the map', () => {
  it('measure the ground between two clicks, which choose no parcel', async () => {
    const page = await open(link, { size: 'small' });
    await openTools(page, '测距');
    const map = await mapOf(page);
    await map.click(200, 100);
    await map.click(420, 160);
    const metres = lengthM([map.positionOf(200, 100), map.positionOf(420, 160)]);
    const { value, unit } = lengthWords(metres, 'zh-CN');
    await page.getByText(value, { exact: true }).waitFor();
    const readout = page.getByRole('status').filter({ hasText: value });
    expect(await readout.innerText()).toMatch(new RegExp(`约\\s*${value}\\s*${unit}`));
    expect(await page.getByText('不作测绘依据').count()).toBe(1);
    expect(page.url()).not.toContain('parcel=');
    await expectAccessible(page);
    await shoot(page, 'measure-small');

    await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(() => page.getByText(value, { exact: true }).count()).toBe(0);
  });

  it('measure by keyboard alone: arrows move, Enter sets a point, Backspace takes it back, Escape ends', async () => {
    const page = await open(link, { size: 'small' });
    await openTools(page, '测面积');
    const canvas = page.locator('.maplibregl-canvas');
    await canvas.focus();
    for (const arrow of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      await page.keyboard.press('Enter');
      await page.keyboard.press(arrow);
      await mapIsIdle(page);
    }
    const figures = page.getByRole('status').filter({ hasText: '公顷' });
    await figures.waitFor();
    expect(await figures.innerText()).toMatch(/约\s*[\d,.]+\s*亩\s*[\d,.]+\s*公顷\s*[\d,]+\s*m²/);
    await page.keyboard.press('Backspace');
    await expect.poll(() => figures.count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('radio', { name: '测面积' }).count()).toBe(0);
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).toBe('测量与坐标');
  });

  it('say the coordinates of the place that was clicked, ready to be copied', async () => {
    const page = await open(link, { size: 'small' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openTools(page, '坐标');
    const map = await mapOf(page);
    await map.click(300, 200);
    const { lon, lat } = degreesText(map.positionOf(300, 200));
    await page.getByText(`东经 ${lon}°，北纬 ${lat}°`).waitFor();
    await page.getByRole('button', { name: '复制', exact: true }).click();
    await page.getByText(`已复制 ${lon},${lat}`).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${lon},${lat}`);
  });

  it('on a phone leave the middle of what is free to be read and set', async () => {
    const page = await open(`${link}&sheet=peek&lang=en`, { size: 'phone' });
    await mapIsIdle(page);
    await page.getByRole('button', { name: 'Measure and coordinates' }).tap();
    await page.getByRole('radio', { name: 'Distance' }).check({ force: true });
    await page.getByRole('button', { name: 'Add the map centre' }).tap();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await expectAccessible(page);
    await shoot(page, 'measure-phone-en');
  });

  it('where no map is configured there is no base map to switch, and north and scale are always there', async () => {
    const page = await open('/', { size: 'small' });
    await mapIsIdle(page);
    expect(await page.getByRole('button', { name: '底图', exact: true }).count()).toBe(0);
    await page.getByRole('img', { name: '上方为北' }).waitFor();
    await page.getByRole('img', { name: /^比例尺/ }).waitFor();
  });
});
