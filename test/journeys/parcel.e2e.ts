import distance from '@turf/distance';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Parcel, ParcelAnswer } from '../../api/parcels/schema.ts';
import { formatDay } from '../../web/ui/dates.ts';
import { mapLinks } from '../../web/parcels/page/map-links.ts';
import { expectAccessible } from '../support/browser.ts';
import { handFigures } from '../support/hand-figures.ts';
import { scanQr } from '../support/qr-scan.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const address = '/parcels/JKC-2020-07';
const wechat =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50 Language/zh_CN';

function section(page: Page, name: string) {
  return page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** Texts of a part of the page in one line, since a number and its unit stand apart. */
async function lineOf(part: Locator): Promise<string> {
  return (await part.innerText()).replace(/\s+/g, ' ');
}

/** From now on what is written into a picture stands on the page too: `|one text|another|`. */
async function writeDownDrawnTexts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      const { dataset } = document.documentElement;
      dataset['drawn'] = `${dataset['drawn'] ?? '|'}${text}|`;
      write.call(this, text, ...place);
    };
  });
}

describe('the figures of a parcel', () => {
  it('are those an investor works out by hand, beside the map and on its page', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const by = handFigures(parcel);
    const page = await site.open('/?parcel=JKC-2020-07');
    const drawer = page.getByRole('complementary', { name: '地块详情' });
    await drawer.getByRole('heading', { name: '价格' }).waitFor();
    const glance = await lineOf(drawer);
    for (const words of [
      `出让面积 ・ ${by.hectares} 公顷 ${by.area} 亩`,
      `起始价 ・ ${by.perMu} ${by.startWan} 万元`,
      `${by.daysLeft} 天 控制指标`,
      `按 ${by.area} 亩 折算 固定资产投资 ≥ ${by.investmentYi} 年税收 ≥ ${by.taxWholeWan} 建筑面积 ${by.floorArea} m²`,
      `起始价 ${by.startWan} 万元 ${by.perMu} ・ ${by.perMetre} 竞买保证金 ${by.depositWan} 万元 ${by.depositShare}`,
    ])
      expect(glance).toContain(words);

    await drawer.getByRole('link', { name: '地块全页' }).click();
    await section(page, '资料').waitFor();
    const whole = await lineOf(page.getByRole('main'));
    for (const words of [
      `${by.metres} m² ・ ${by.hectares} 公顷 起始价 ${by.startWan} 万元 ${by.perMu} ・ ${by.perMetre} 投资强度`,
      `出让面积 ${by.area} 亩 ${by.metres} m²`,
      `固投不低于 ${by.investmentYi}`,
      `年税收不低于 ${by.taxWholeWan}`,
      `容积率 1.5–2.5 建筑面积 ${by.floorArea} m²`,
      `报名截止 ${by.daysLeft} 天`,
      `按 ${by.area} 亩 折算 固定资产投资 ≥ ${by.investmentWan} 年税收 ≥ ${by.taxWan} 建筑面积 ${by.floorArea} m²`,
      `起始价 ${by.startWan} 万元 ${by.perMu} ・ ${by.perMetre} 竞买保证金 ${by.depositWan} 万元 ${by.depositShare}`,
    ])
      expect(whole).toContain(words);
  });
});

describe('the page of a parcel', () => {
  it('lists its neighbours with their straight distances, nearest first, and leads to them', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const [lon, lat] = parcel.centroid;
    const around = await site.read(`/api/parcels?near=${lon},${lat},5`, ParcelAnswer);
    expect(around.total).toBeGreaterThan(2);
    const page = await site.open(address);
    const neighbours = section(page, '邻近地块');
    await neighbours.getByRole('listitem').first().waitFor();
    const distances = (await neighbours.locator('.measure .value').allInnerTexts()).map(Number);
    expect(distances.length).toBe(Math.min(5, around.total - 1));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    const exact = around.items
      .filter(({ code }) => code !== parcel.code)
      .map(({ centroid }) => distance(parcel.centroid, centroid, { units: 'kilometers' }))
      .toSorted((a, b) => a - b);
    // Public places are rounded to ten metres.
    for (const [index, km] of distances.entries())
      expect(Math.abs(km - (exact[index] ?? 0))).toBeLessThan(0.006);
    expect(await neighbours.innerText()).toContain('直线距离');

    const places = section(page, '区位');
    expect(await places.innerText()).toContain('直线距离');
    expect(await Promise.all((await places.getByRole('listitem').all()).map(lineOf))).toEqual(
      parcel.distances.map(({ name, distanceM }) => {
        const km = distanceM / 1000;
        return `${name} ${km < 20 ? km.toFixed(1) : Math.round(km)} km`;
      }),
    );

    const first = neighbours.getByRole('listitem').first().getByRole('link');
    const name = (await first.locator('.name').innerText()).trim();
    await first.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });

  it('names the documents its values come from', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const page = await site.open(address);
    const text = await section(page, '资料').innerText();
    for (const { source } of Object.values(parcel.facts)) if (source !== null) expect(text).toContain(source);
  });

  it('opens in the maps people have, and dials the officer from abroad', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const page = await site.open(address, { size: 'phone' });
    // Each in the datum it draws in, which is a rule with tests of its own.
    const { amap, baidu, tencent } = mapLinks(parcel.centroid, `${parcel.name} ${parcel.code}`);
    for (const [name, host, link] of [
      ['高德地图', 'uri.amap.com', amap],
      ['百度地图', 'api.map.baidu.com', baidu],
      ['腾讯地图', 'apis.map.qq.com', tencent],
    ] as const) {
      const href = await page.getByRole('link', { name }).getAttribute('href');
      expect(new URL(href ?? '').host).toBe(host);
      expect(href).toBe(link);
    }
    const dials = await page
      .locator('a[href^="tel:"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(dials.length).toBeGreaterThan(0);
    for (const dial of dials) expect(dial).toMatch(/^tel:\+86\d{9,12}$/);
  });

  it.each(['wide', 'phone'] as const)('is shared by link, code and picture on a %s screen', async (size) => {
    const page = await site.open(`${address}?lang=en`, { size });
    await writeDownDrawnTexts(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share JKC-2020-07' });
    const picture = dialog.getByRole('img', { name: /^Picture of/ });
    await picture.waitFor();
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link).toBe(`${site.origin}/parcels/JKC-2020-07?for=36&lang=en`);
    // As another person's camera takes them: both codes lead to the same link.
    expect(await scanQr(picture)).toBe(link);
    expect(await scanQr(dialog.getByRole('img', { name: /^QR code/ }))).toBe(link);
    const { startPrice, asOf } = await site.read('/api/parcels/JKC-2020-07', Parcel);
    expect(await page.locator('html').getAttribute('data-drawn')).toContain(
      `|Start price|CNY ${(startPrice ?? 0) / 1e6} m|`,
    );
    for (const words of [
      'Sample data',
      'Plot 7, north of Qiche Avenue',
      `Data as of ${formatDay(asOf, 'en')}`,
    ])
      expect(await page.locator('html').getAttribute('data-drawn')).toContain(`|${words}|`);
    await site.shoot(page, `share-${size}-en`);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('says inside WeChat where downloads work', async () => {
    const page = await site.open(address, { size: 'phone', userAgent: wechat });
    await page.getByRole('button', { name: 'GeoJSON' }).click();
    await page.getByRole('note').filter({ hasText: '在浏览器打开' }).waitFor();
    expect(await page.locator('a[download]').count()).toBe(0);
  });

  it('prints as a sheet: shape and place instead of the moving map, sample mark and date on every page', async () => {
    const page = await site.open(address);
    await page.getByRole('heading', { name: '资料' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['header', 'nav', '.hero'])
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    const head = page.locator('.print-head');
    expect(await head.innerText()).toContain('示例数据');
    const foot = page.locator('.print-foot');
    const { asOf } = await site.read('/api/parcels/JKC-2020-07', Parcel);
    expect(await foot.innerText()).toMatch(/示意图|审图号/);
    expect(await foot.innerText()).toContain(`数据截至 ${formatDay(asOf, 'zh-CN')}`);
    const groups = await page
      .locator('.print-head, .print-foot')
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).display));
    expect(groups).toEqual(['table-header-group', 'table-footer-group']);
    await page.getByRole('img', { name: '二维码' }).first().waitFor();
    const pdf = await page.pdf({ format: 'A4' });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
  });
});
