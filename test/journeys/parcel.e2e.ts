import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { Parcel, ParcelAnswer } from '../../api/parcels/schema.ts';
import { expectAccessible } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const address = '/parcels/JKC-2020-07';
const wechat =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50 Language/zh_CN';

describe('the page of a parcel', () => {
  it('lists its neighbours with their straight distances, nearest first, and leads to them', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const [lon, lat] = parcel.centroid;
    const around = await site.read(`/api/parcels?near=${lon},${lat},5`, ParcelAnswer);
    expect(around.total).toBeGreaterThan(2);
    const page = await site.open(address);
    const neighbours = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '邻近地块' }) });
    await neighbours.getByRole('listitem').first().waitFor();
    const distances = (await neighbours.locator('.measure .value').allInnerTexts()).map(Number);
    expect(distances.length).toBe(Math.min(5, around.total - 1));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    const first = neighbours.getByRole('listitem').first().getByRole('link');
    const name = (await first.locator('.name').innerText()).trim();
    await first.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });

  it('names the documents its values come from', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const page = await site.open(address);
    const documents = page.locator('section').filter({ has: page.getByRole('heading', { name: '资料' }) });
    const text = await documents.innerText();
    for (const { source } of Object.values(parcel.facts)) if (source !== null) expect(text).toContain(source);
  });

  it('opens in the maps people have, and dials the officer from abroad', async () => {
    const page = await site.open(address, { size: 'phone' });
    for (const name of ['高德地图', '百度地图', '腾讯地图']) {
      const href = await page.getByRole('link', { name }).getAttribute('href');
      expect(href).toMatch(/^https:\/\/(uri\.amap\.com|api\.map\.baidu\.com|apis\.map\.qq\.com)\//);
    }
    const dials = await page
      .locator('a[href^="tel:"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(dials.length).toBeGreaterThan(0);
    for (const dial of dials) expect(dial).toMatch(/^tel:\+86\d{9,12}$/);
  });

  it.each(['wide', 'phone'] as const)('is shared by link, code and picture on a %s screen', async (size) => {
    const page = await site.open(`${address}?lang=en`, { size });
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share JKC-2020-07' });
    const picture = dialog.getByRole('img', { name: /^Picture of/ });
    await picture.waitFor();
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link).toBe(`${site.origin}/parcels/JKC-2020-07?for=36&lang=en`);
    // The picture as another person's camera takes it: its code leads to the same link.
    const pixels = await picture.evaluate((image) => {
      if (!(image instanceof HTMLImageElement)) throw new Error('no image');
      const { naturalWidth: width, naturalHeight: height } = image;
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const data = context?.getImageData(0, 0, width, height).data ?? [];
      // As text, for a list of so many numbers takes half a minute to hand over.
      return { width, height, bytes: Array.from(data, (byte) => String.fromCharCode(byte)).join('') };
    });
    const bytes = Uint8ClampedArray.from(Buffer.from(pixels.bytes, 'latin1'));
    expect(jsqr(bytes, pixels.width, pixels.height)?.data).toBe(link);
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
    expect(await page.locator('.print-foot').innerText()).toMatch(/示意图|审图号/);
    expect(await head.evaluate((element) => getComputedStyle(element).display)).toBe('table-header-group');
    await page.getByRole('img', { name: '二维码' }).first().waitFor();
    const pdf = await page.pdf({ format: 'A4' });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
  });
});
