import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const park = 'view=119.58950,29.04750,13.00';

const legendOf = (page: Page) => page.getByRole('region', { name: '图例' });
const codesOf = (page: Page) =>
  page
    .getByRole('list', { name: '地块' })
    .locator('a[id^="row-"]')
    .evaluateAll((rows) => rows.map(({ id }) => id.slice('row-'.length)));

async function addressHas(page: Page, part: string | RegExp): Promise<void> {
  await page.waitForURL((url) => {
    const query = decodeURIComponent(url.search);
    return typeof part === 'string' ? query.includes(part) : part.test(query);
  });
}

describe('colouring by an indicator', () => {
  it('changes legend, figures of the list and the meaning of the order, and a link brings all of it back', async () => {
    const page = await site.open(`/?${park}`);
    await mapIsIdle(page);
    await page.getByRole('combobox', { name: '着色' }).selectOption({ label: '全员劳动生产率要求' });
    await addressHas(page, 'colour=labour_productivity');
    await legendOf(page).getByText('全员劳动生产率要求').waitFor();
    expect(await legendOf(page).innerText()).toMatch(/万元\/人·年[\s\S]+低\s*<17[\s\S]+高\s*≥26/);
    expect(await page.locator('a[id^="row-"]').first().innerText()).toContain('万元/人·年');

    await page.getByRole('combobox', { name: '排序' }).selectOption({ label: '全员劳动生产率，高到低' });
    const wanted = await site.read('/api/parcels?sort=-indicator&theme=labour_productivity', ParcelAnswer);
    await expect.poll(() => codesOf(page)).toEqual(wanted.items.map(({ code }) => code));

    const other = await site.open(new URL(page.url()).search.replace(/^/, '/'), { locale: 'en' });
    await mapIsIdle(other);
    const english = other.getByRole('region', { name: 'Legend' });
    expect(await english.innerText()).toMatch(/Labour productivity, required[\s\S]+<170[\s\S]+≥260/);
    const rows = other.locator('a[id^="row-"]');
    await expect.poll(() => rows.first().getAttribute('id')).toBe(`row-${wanted.items[0]?.code}`);
  });

  it('follows the industry of the drawer: legend, row, tray and drawer say the same, and a link brings it back', async () => {
    const page = await site.open('/?parcel=JKC-2020-07&compare=JKC-2020-07&compare=PA-2020-01');
    await mapIsIdle(page);
    await legendOf(page).getByText('按各地块首个准入行业').waitFor();
    const led = await site.read('/api/parcels?for=34', ParcelAnswer);
    const asked = led.items.find(({ code }) => code === 'JKC-2020-07')?.indicators['tax_per_mu']?.value;
    const figure = (asked ?? 0).toFixed(1);
    const row = page.locator('#row-JKC-2020-07');
    expect(await row.innerText()).not.toContain(figure);

    await page.getByRole('complementary', { name: '地块详情' }).getByText('34', { exact: true }).click();
    await addressHas(page, 'for=34');
    const agrees = async (shown: Page) => {
      await legendOf(shown).getByText('按 34 通用设备制造业').waitFor();
      const slot = shown.getByRole('complementary', { name: '对比' }).getByRole('listitem').first();
      for (const place of [shown.locator('#row-JKC-2020-07'), slot, shown.locator('.drawer')])
        await expect.poll(() => place.innerText()).toContain(figure);
    };
    await agrees(page);
    await agrees(await site.open(new URL(page.url()).search.replace(/^/, '/')));
  });

  it('names a key of a link that colours nothing, and colours by the city’s own', async () => {
    const page = await site.open(`/?colour=no_such_key&${park}`);
    await mapIsIdle(page);
    await page.getByRole('status').filter({ hasText: 'colour=no_such_key' }).waitFor();
    await legendOf(page).getByText('亩均税收要求').waitFor();
    await page.getByRole('button', { name: '知道了' }).click();
    await page.waitForURL((url) => !url.searchParams.has('colour'));
  });
});

describe('searching in an area', () => {
  it.each(['wide', 'phone'] as const)(
    'is switched on, moved on and off again on a %s screen',
    async (size) => {
      const page = await site.open(`/?${park}&sheet=peek`, { size });
      await mapIsIdle(page);
      const toggle = page.getByRole('button', { name: /^(在此区域内搜索|此区域内)$/ });
      const move = page.getByRole('button', { name: /^(改为当前区域|改到这里)$/ });
      expect(await toggle.getAttribute('aria-pressed')).toBe('false');
      await toggle.click();
      await addressHas(page, /bbox=[\d.]+,[\d.]+,[\d.]+,[\d.]+/);
      expect(await toggle.getAttribute('aria-pressed')).toBe('true');
      expect(await move.count()).toBe(0);
      const area = new URL(page.url()).searchParams.get('bbox');
      const found = await site.read(`/api/parcels?bbox=${area}`, ParcelAnswer);
      expect(found.total).toBeGreaterThan(0);
      expect(found.total).toBeLessThan(29);
      const counted = new RegExp(`(?<!\\d)${found.total}\\s*宗`);
      await expect.poll(() => page.locator('main').innerText()).toMatch(counted);

      await page.locator('.maplibregl-canvas').focus();
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
      await move.waitFor();
      expect(new URL(page.url()).searchParams.get('bbox')).toBe(area);
      await move.click();
      await page.waitForURL((url) => url.searchParams.get('bbox') !== area);
      expect(await move.count()).toBe(0);
      await toggle.click();
      await page.waitForURL((url) => !url.searchParams.has('bbox'));
    },
  );
});

describe('the map by keyboard', () => {
  it('is moved and zoomed, steps from parcel to parcel, and opens one', async () => {
    const page = await site.open(`/?${park}`);
    await mapIsIdle(page);
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('-');
    await addressHas(page, ',12.00');
    await page.keyboard.press('+');
    await addressHas(page, ',13.00');
    await mapIsIdle(page);
    await page.keyboard.press('Tab');
    const marks = page.locator('[data-mark]');
    const first = await page.evaluate(() => document.activeElement?.getAttribute('data-mark'));
    expect(first).toBe(await marks.first().getAttribute('data-mark'));
    await page.locator(`.callout[data-parcel="${first}"]`).waitFor();
    await page.keyboard.press('ArrowRight');
    const second = await page.evaluate(() => document.activeElement?.getAttribute('data-mark'));
    expect(second).toBe(await marks.nth(1).getAttribute('data-mark'));
    await page.locator(`#row-${second}.hovered`).waitFor();
    await page.keyboard.press('Enter');
    await addressHas(page, `parcel=${second}`);
    await expect.poll(() => marks.nth(1).getAttribute('aria-current')).toBe('true');
  });
});

it.each([
  ['wide', 'zh-CN'],
  ['small', 'en'],
  ['phone', 'zh-CN'],
  ['phone', 'en'],
] as const)('keeps its tools readable and in reach on a %s screen in %s', async (size, locale) => {
  const page = await site.open(`/?colour=emission_value_added&bbox=119.56,29.03,119.62,29.07&${park}`, {
    size,
    locale,
  });
  await mapIsIdle(page);
  const boxes = await page
    .locator('.tools > *')
    .evaluateAll((tools) =>
      tools
        .map((tool) => tool.getBoundingClientRect())
        .map(({ left, right, height }) => ({ left, right, height })),
    );
  const { width } = page.viewportSize() ?? { width: 0 };
  for (const { left, right } of boxes) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
  }
  const least = size === 'phone' ? 44 : 32;
  for (const { height } of boxes.filter(({ height }) => height > 0))
    expect(height).toBeGreaterThanOrEqual(least);
  await site.shoot(page, `map-colour-${size}-${locale}`);
});
