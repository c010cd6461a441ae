import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Download, Page } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ParcelAnswer, ParcelRecords, type Parcel } from '../../api/parcels/schema.ts';
import { expectAccessible } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

const rows = (page: Page) => page.locator('tbody [data-row]');

async function codesOn(page: Page): Promise<string[]> {
  await rows(page).first().waitFor();
  return page.locator('[id^="row-"]').evaluateAll((links) => links.map(({ id }) => id.slice('row-'.length)));
}

/** Waits until the rows stand in the order in which the server gives them. */
async function rowsAreThoseOf(page: Page, path: string): Promise<string[]> {
  const codes = (await site.read(path, ParcelAnswer)).items.map(({ code }) => code);
  await expect.poll(() => codesOn(page)).toEqual(codes);
  return codes;
}

async function download(page: Page, file: RegExp): Promise<Download> {
  if (!(await page.getByRole('group', { name: '导出' }).isVisible()))
    await page.getByRole('button', { name: '导出' }).click();
  const another = page.getByRole('button', { name: '再导出一份' });
  if (await another.isVisible()) await another.click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: file }).click();
  return saved;
}

function recordsOf(codes: string[]): Promise<ParcelRecords> {
  return site.read(`/api/parcel-records?${codes.map((code) => `code=${code}`).join('&')}`, ParcelRecords);
}

const wanYuan = (yuan: number | null) => (yuan === null ? '待公告' : String(yuan / 10_000));

describe('the table', () => {
  it('is the same answer as the map, ordered by its heads, and its link brings another browser to the same rows', async () => {
    const page = await site.open('/?industry=36');
    await page.getByRole('navigation', { name: '显示方式' }).getByRole('link', { name: '表格' }).click();
    await rowsAreThoseOf(page, '/api/parcels?industry=36');
    await page
      .getByRole('columnheader', { name: /起始价/ })
      .getByRole('button')
      .click();
    await rowsAreThoseOf(page, '/api/parcels?industry=36&sort=startPrice');
    await page
      .getByRole('columnheader', { name: /投资强度/ })
      .getByRole('button')
      .click();
    await page
      .getByRole('columnheader', { name: /投资强度/ })
      .getByRole('button')
      .click();
    const sorted = '/api/parcels?industry=36&sort=-indicator&theme=fixed_invest_intensity';
    const codes = await rowsAreThoseOf(page, sorted);
    await page.getByRole('button', { name: /^列/ }).click();
    await page.getByRole('checkbox', { name: /^出让面积 公顷/ }).check();
    await page.getByRole('checkbox', { name: /^单价 万元\/亩/ }).uncheck();
    await page.keyboard.press('Escape');
    const heads = await page.getByRole('columnheader').allInnerTexts();
    expect(heads.join(' ')).toContain('公顷');
    await site.shoot(page, 'table-sorted');

    const other = await site.open(new URL(page.url()).pathname + new URL(page.url()).search);
    expect(await codesOn(other)).toEqual(codes);
    expect(await other.getByRole('columnheader').allInnerTexts()).toEqual(heads);
    const sortedHead = other.getByRole('columnheader', { name: /投资强度/ });
    expect(await sortedHead.getAttribute('aria-sort')).toBe('descending');
  });

  it('holds up to four parcels for comparing, on the way to a parcel and back', async () => {
    const page = await site.open('/?show=table');
    const [first, second] = await codesOn(page);
    await page.getByRole('checkbox', { name: new RegExp(`^选择 .* ${first}$`) }).check();
    await page.getByRole('checkbox', { name: new RegExp(`^选择 .* ${second}$`) }).check();
    await page.getByText('已选 2 宗').waitFor();
    await page.locator(`#row-${second}`).click();
    await page.waitForURL(/\/parcels\//);
    await page.goBack();
    await page.getByText('已选 2 宗').waitFor();
    expect(await page.getByRole('link', { name: '对比 2 宗' }).getAttribute('href')).toContain(
      `compare=${first}&compare=${second}`,
    );
    await page.getByRole('checkbox', { name: '清空选择' }).click();
    await page.getByText('勾选 2–4 宗可对比').waitFor();
  });

  it('keeps the parcels’ own column in sight when it goes sideways', async () => {
    const page = await site.open('/?show=table', { size: 'small' });
    const name = page.getByRole('rowheader').first();
    const before = await name.boundingBox();
    await page.getByRole('region', { name: '地块表格' }).evaluate((region) => (region.scrollLeft = 500));
    expect((await name.boundingBox())?.x).toBe(before?.x);
    await site.shoot(page, 'table-sideways');
  });

  it('stands on paper with its heads, the sample mark and the day, and without the page around it', async () => {
    const page = await site.open('/?show=table');
    await codesOn(page);
    await page.emulateMedia({ media: 'print' });
    const printed = page.locator('thead .printed');
    expect(await printed.innerText()).toMatch(
      /^示例数据 ・ 金华招商地图 ・ 29 宗 ・ 数据截至 \d{4}-\d\d-\d\d/,
    );
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheets) ?? []).map(Number);
    expect(width).toBeGreaterThan(height);
  });
});

describe('a file of the table', () => {
  it('as CSV has every row in its order with the numbers of the records', async () => {
    const page = await site.open('/?show=table&industry=36&sort=-startPrice');
    const codes = await codesOn(page);
    const saved = await download(page, /^CSV/);
    expect(saved.suggestedFilename()).toMatch(/^招商地块-\d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(await saved.path(), 'utf8');
    const lines: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(lines.map((line) => line['地块编号'])).toEqual(codes);
    const { items } = await recordsOf(codes);
    expect(lines.map((line) => line['起始价（万元）'])).toEqual(
      items.map(({ prices }) => wanYuan(prices.start)),
    );
    expect(lines.map((line) => line['亩均税收（万元/亩·年）'])).toEqual(
      items.map((record) => String(taxOf(record) ?? '未公布')),
    );
    expect(lines.map((line) => line['示例数据'])).toEqual(codes.map(() => '是'));
  });

  it('as a workbook has numbers, their units and their sources', async () => {
    const page = await site.open('/?show=table&industry=36');
    const codes = await codesOn(page);
    await page.getByRole('button', { name: '导出' }).click();
    await page.getByRole('checkbox', { name: '包含全部列，不只当前列' }).check();
    await expectAccessible(page);
    await site.shoot(page, 'table-export');
    const saved = await download(page, /^Excel/);
    const sheets = await readExcelFile(readFileSync(await saved.path()));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['地块', '来源', '说明']);
    const [heads = [], units = [], ...lines] = sheets[0]?.data ?? [];
    const column = (head: string, unit: string) =>
      heads.findIndex((value, index) => value === head && units[index] === unit);
    const { items } = await recordsOf(codes);
    const areas = lines.map((line) => line[column('出让面积', 'm²')]);
    expect(areas).toEqual(items.map(({ offeredAreaM2 }) => offeredAreaM2));
    const deposits = lines.map((line) => line[column('竞买保证金', '万元')]);
    expect(deposits.map(String)).toEqual(items.map(({ prices }) => wanYuan(prices.deposit)));
    const sources = sheets[1]?.data ?? [];
    const named = sources.filter(([code, , field]) => code === codes[0] && field === '起始价 万元');
    expect(named[0]?.[3]).toBe(items[0]?.facts['prices']?.source);
    const notes = Object.fromEntries((sheets[2]?.data ?? []).map(([label, words]) => [label, words]));
    expect(notes['条件']).toContain('汽车制造业');
    expect(notes['链接']).toContain('industry=36');
  });

  it('as GeoJSON has the public outlines and names their datum', async () => {
    const page = await site.open('/?show=table');
    const codes = await codesOn(page);
    const saved = await download(page, /^GeoJSON/);
    const Collection = z.object({
      features: z.array(z.object({ id: z.string() })),
      notes: z.record(z.string(), z.string()),
    });
    const { features, notes } = Collection.parse(JSON.parse(readFileSync(await saved.path(), 'utf8')));
    expect(features.map(({ id }) => id)).toEqual(codes);
    expect(notes['坐标系']).toContain('EPSG:4490');
  });

  it('is not made by half: without the network nothing is saved, the page says so and goes on when asked', async () => {
    const page = await site.openEmpty();
    await page.goto(`${site.origin}/?show=table`);
    await codesOn(page);
    const saved: string[] = [];
    page.on('download', (file) => saved.push(file.suggestedFilename()));
    await page.getByRole('button', { name: '导出' }).click();
    await page.route('**/api/parcel-records*', (route) => route.abort());
    await page.getByRole('button', { name: /^CSV/ }).click();
    await page.getByText('没有保存任何文件。').waitFor();
    await site.shoot(page, 'table-export-failed');
    expect(saved).toEqual([]);
    await page.unroute('**/api/parcel-records*');
    const later = page.waitForEvent('download');
    await page.getByRole('button', { name: '重试' }).click();
    expect((await later).suggestedFilename()).toMatch(/\.csv$/);
  });

  it('is not offered inside WeChat, which would drop it: the page says how to open it elsewhere', async () => {
    const userAgent =
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/122.0 Mobile Safari/537.36 MicroMessenger/8.0.49';
    const page = await site.open('/?show=table', { size: 'phone', userAgent });
    await page.getByRole('button', { name: '导出' }).click();
    await page.getByText(/请点右上角 ···/).waitFor();
    expect(await page.getByRole('button', { name: /CSV/ }).count()).toBe(0);
    await site.shoot(page, 'table-wechat');
  });
});

function taxOf({ admissions }: Parcel): number | undefined {
  const admission = admissions.find(({ industry }) => industry.code.startsWith('36')) ?? admissions[0];
  return admission?.indicators['tax_per_mu']?.value;
}

it.each([
  ['zh-CN', 'wide'],
  ['en', 'phone'],
] as const)(
  'its columns are chosen in a list that is accessible, in %s on a %s screen',
  async (locale, size) => {
    const page = await site.open(`/?show=table&park=park-jkc-nev&lang=${locale}`, { size, locale });
    await page.locator('[id^="row-"]').first().waitFor();
    await page.locator('button', { hasText: '11/24' }).click();
    await expectAccessible(page);
    await site.shoot(page, `table-columns-${locale}-${size}`);
  },
);

it.each(['wide', 'small', 'phone'] as const)('narrowed to nothing says so, on a %s screen', async (size) => {
  const page = await site.open('/?show=table&minMu=9000', { size });
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await expectAccessible(page);
  await site.shoot(page, `table-empty-${size}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
    page.viewportSize()?.width ?? 0,
  );
});
