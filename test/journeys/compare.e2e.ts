import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ParcelRecords } from '../../api/parcels/schema.ts';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { saveSheets } from '../support/saved-sheets.ts';
import { overhangPx } from '../support/touch.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const three = '/compare?compare=JKC-2020-03&compare=JKC-2020-06&compare=JKC-2020-07&for=36';

function row(page: Page, name: string | RegExp) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
}

describe('a comparison', () => {
  it('marks the one lowest demand, converts it to the parcel, and calls an unknown price neither low nor equal', async () => {
    const page = await site.open(three);
    await row(page, /^亩均税收/).waitFor();
    const tax = row(page, /^亩均税收/).getByRole('cell');
    expect(await tax.allInnerTexts()).toEqual([
      expect.stringMatching(/30\.1\s*最低\s*折合 3,265 万元\/年/),
      expect.stringMatching(/31\.7\s*折合/),
      expect.stringMatching(/32\.0\s*折合/),
    ]);
    const price = await row(page, /^起始价/)
      .getByRole('cell')
      .allInnerTexts();
    expect(price[1]?.trim()).toBe('未公布');
    // What differs stands out, what is the same does not.
    const weights = (name: string | RegExp) =>
      row(page, name)
        .locator('td .value')
        .evaluateAll((values) => values.map((value) => getComputedStyle(value).fontWeight));
    expect(await weights(/^亩均税收/)).toEqual(['700', '700', '700']);
    expect(await weights('净地')).toEqual(['400', '400', '400']);
    expect(price[2]).toContain('最低');
    const call = page.getByRole('link', { name: /致电/ }).first();
    expect(await call.getAttribute('href')).toMatch(/^tel:\+86/);
  });

  it('shows what differs alone, and the link says so in another browser', async () => {
    const page = await site.open(three);
    await row(page, '净地').waitFor();
    await page.getByText('只看不同').click();
    await row(page, '净地').waitFor({ state: 'detached' });
    await page.getByText(/已略去相同的 \d+ 行、均未公布的 \d+ 行。/).waitFor();
    const there = new URL(page.url());
    expect(there.searchParams.get('differences')).toBe('only');
    const other = await site.open(there.pathname + there.search);
    await row(other, /^起始价/).waitFor();
    const rows = (shown: Page) => shown.getByRole('rowheader').allInnerTexts();
    expect(await rows(other)).toEqual(await rows(page));
    expect(await other.getByRole('switch', { name: '只看不同' }).isChecked()).toBe(true);
  });

  it('by another industry changes the demands, and says of a parcel that it does not admit it', async () => {
    const page = await site.open(three);
    const industry = page.getByRole('combobox', { name: '按同一行业' });
    await industry.selectOption('384');
    await expect.poll(() => new URL(page.url()).searchParams.get('for')).toBe('384');
    const admitted = await row(page, '准入行业').getByRole('cell').allInnerTexts();
    expect(admitted.map((words) => words.trim())).toEqual([
      '不准入',
      expect.stringContaining('384'),
      expect.stringContaining('38 '),
    ]);
    await industry.selectOption('36');
    await expect.poll(() => row(page, '准入行业').innerText()).not.toContain('不准入');
  });

  it('with a column that is gone still moves sideways within itself alone on a phone', async () => {
    const codes = ['JKC-2020-07', 'DY-2020-01', 'DY-2020-02', 'NOPE'].map((code) => `compare=${code}`);
    const page = await site.open(`/compare?${codes.join('&')}`, { size: 'phone' });
    await page.getByRole('columnheader', { name: /NOPE/ }).waitFor();
    expect(await overhangPx(page)).toBe(0);
  });

  it('keeps a column for a code that is not public, and leads on when too few are left', async () => {
    const page = await site.open('/compare?compare=JKC-2020-03&compare=XX-1');
    const head = page.getByRole('columnheader', { name: /XX-1/ });
    expect(await head.innerText()).toContain('没有此编号的公开地块');
    await page.getByRole('button', { name: '移出对比 XX-1' }).click();
    await page.getByRole('heading', { level: 1, name: '再加 1 宗即可对比' }).waitFor();
    await page.getByRole('button', { name: '移出对比 JKC-2020-03' }).click();
    await page.getByRole('heading', { level: 1, name: '还没有可对比的地块' }).waitFor();
    await site.shoot(page, 'compare-none');
    await page.getByRole('main').getByRole('link', { name: '去招商地图' }).click();
    await mapIsIdle(page);
  });

  it('stands whole beside what can be no code, and names what of its link cannot be read', async () => {
    const page = await site.open(
      '/compare?compare=a%2Fb&compare=100%&compare=JKC-2020-07&compare=JKC-2020-03&for=%E6',
    );
    await page.getByRole('columnheader', { name: /^移出对比 a\/b.*没有此编号的公开地块/ }).waitFor();
    await page.getByRole('columnheader', { name: /^移出对比 100%.*没有此编号的公开地块/ }).waitFor();
    expect(
      await row(page, /^亩均税收/)
        .getByRole('cell')
        .count(),
    ).toBe(4);
    await page.getByText('链接中这部分无法识别，已略过：for=').waitFor();
    await site.shoot(page, 'compare-no-code');
  });

  it('of codes that are not public is a page that names them and leads on', async () => {
    const page = await site.open('/compare?compare=XX-8&compare=XX-9');
    await page.getByRole('heading', { level: 1, name: '没有公开的地块可对比' }).waitFor();
    expect(await page.getByText('没有此编号的公开地块').count()).toBe(2);
    expect(await page.getByRole('table').count()).toBe(0);
    await site.shoot(page, 'compare-none-public');
    await page.getByRole('button', { name: '移出对比 XX-9' }).click();
    await page.getByText('XX-9').waitFor({ state: 'detached' });
    await page.getByRole('main').getByRole('link', { name: '去招商地图' }).click();
    await mapIsIdle(page);
  });

  it('is saved as a workbook and as a table of text', async () => {
    const codes = ['JKC-2020-03', 'JKC-2020-06', 'JKC-2020-07'];
    const { items } = await site.read(
      `/api/parcel-records?${codes.map((code) => `code=${code}`).join('&')}`,
      ParcelRecords,
    );
    const page = await site.open(three);
    const { lines, heads, units, rows, sources, notes } = await saveSheets(page);
    expect(lines.map((line) => line['地块编号'])).toEqual(codes);
    const prices = items.map(({ prices: { start } }) => (start === null ? '待公告' : String(start / 10_000)));
    expect(lines.map((line) => line['起始价（万元）'])).toEqual(prices);
    expect(lines.map((line) => line['起始价 来源'])).toEqual(
      items.map(({ facts }) =>
        [facts['prices']?.source, facts['prices']?.sourceNumber].filter(Boolean).join(' '),
      ),
    );
    // By the industry that the page compares by.
    const taxes = items.map(
      ({ admissions }) =>
        admissions.find(({ industry }) => industry.code === '36')?.indicators['tax_per_mu']?.value,
    );
    expect(lines.map((line) => Number(line['亩均税收（万元/亩·年）']))).toEqual(taxes);

    const column = (head: string, unit: string) =>
      heads.findIndex((value, index) => value === head && units[index] === unit);
    expect(rows.map((cells) => cells[column('起始价', '万元')]).map(String)).toEqual(prices);
    expect(rows.map((cells) => cells[column('亩均税收', '万元/亩·年')])).toEqual(taxes);
    expect(new Set(sources.slice(1).map(([code]) => code))).toEqual(new Set(codes));
    expect(notes['条件']).toBe(`对比：${codes.join(' ')}`);
    expect(notes['链接']).toBe(page.url());
  });

  it('says inside WeChat how to open the page where downloads work', async () => {
    const page = await site.open(three, {
      size: 'phone',
      userAgent: 'Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50',
    });
    await page.getByRole('button', { name: /Excel/ }).click();
    await page.getByRole('note').filter({ hasText: '浏览器' }).waitFor();
  });

  it('puts the link where it can be copied by hand when the browser refuses the clipboard', async () => {
    const page = await site.open(three);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new DOMException('refused', 'NotAllowedError')) },
      });
    });
    await page.getByRole('button', { name: '复制链接' }).click();
    const field = page.getByRole('textbox', { name: '链接' });
    expect(await field.inputValue()).toBe(site.origin + three.replaceAll('&for=36', '') + '&for=36');
    expect(await field.evaluate((input: HTMLInputElement) => input === document.activeElement)).toBe(true);
  });

  it.each(['wide', 'phone'] as const)(
    'keeps the shapes true to the scale bar on a %s screen',
    async (size) => {
      const page = await site.open(three, { size });
      await row(page, '净地').waitFor();
      const drawn = await page.locator('thead').evaluate((head) => {
        const widths = (selector: string) =>
          [...head.querySelectorAll(selector)].map((part) => part.getBoundingClientRect().width);
        return { shapes: widths('svg > path'), bar: widths('.line') };
      });
      // JKC-2020-03 lies from 119.5922° to 119.5952°, 292 m at its latitude; its outline is a pixel wide.
      const [width = 0] = drawn.shapes;
      const [bar = 0] = drawn.bar;
      await page.getByText('200 m').first().waitFor();
      expect((width / bar) * 200).toBeGreaterThan(285);
      expect((width / bar) * 200).toBeLessThan(310);
    },
  );

  it('prints on A4 landscape with the names repeated and the sample mark on every page', async () => {
    const page = await site.open(three);
    await row(page, '公告编号').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: '复制链接' }).isVisible()).toBe(false);
    const groups = await page
      .locator('thead, tfoot')
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).display));
    expect(groups).toEqual(['table-header-group', 'table-footer-group']);
    expect(await page.locator('tfoot').innerText()).toMatch(/示例数据.*数据截至 \d{4}-\d{2}-\d{2}/s);
    expect(await page.getByRole('main').evaluate((main) => getComputedStyle(main).page)).toBe('comparison');
  });

  it.each(['small', 'phone'] as const)(
    'stands within a %s screen, with a code that is not public',
    async (size) => {
      const page = await site.open(
        '/compare?compare=JKC-2020-03&compare=JKC-2020-06&compare=PA-2020-01&compare=XX-1',
        { size, locale: 'en-GB' },
      );
      await page.getByRole('rowheader').first().waitFor();
      await expectAccessible(page);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(sideways).toBe(false);
      await site.shoot(page, `compare-four-${size}`, { fullPage: true });
    },
  );
});

describe('the tray of the comparison', () => {
  it('holds what is chosen on map and list, refuses a fifth in words, and lets one go', async () => {
    const page = await site.open(
      '/?compare=JKC-2020-01&compare=JKC-2020-02&compare=JKC-2020-03&compare=YW-2020-01&parcel=JKC-2020-07',
    );
    const tray = page.getByRole('complementary', { name: '对比' });
    await tray.getByText('JKC-2020-01').waitFor();
    const add = page.getByRole('button', { name: '加入对比 JKC-2020-07' });
    await add.click();
    await tray.getByText('最多对比 4 宗，请先移出一宗。').waitFor();
    await site.shoot(page, 'compare-tray-full');
    await tray.getByRole('button', { name: '移出对比 JKC-2020-02' }).click();
    await add.click();
    await tray.getByText('JKC-2020-07').waitFor();
    expect(new URL(page.url()).searchParams.getAll('compare')).toEqual([
      'JKC-2020-01',
      'JKC-2020-03',
      'YW-2020-01',
      'JKC-2020-07',
    ]);
  });

  it('is not there while nothing is chosen', async () => {
    const page = await site.open('/');
    await mapIsIdle(page);
    expect(await page.getByRole('complementary', { name: '对比' }).count()).toBe(0);
  });

  it('on a phone stands below the sheet and covers nothing of the list', async () => {
    const page = await site.open('/?compare=JKC-2020-03&compare=JKC-2020-06&sheet=full', { size: 'phone' });
    const tray = page.getByRole('complementary', { name: '对比' });
    await tray.waitFor();
    const list = await page.getByRole('main').boundingBox();
    const bar = await tray.boundingBox();
    if (list === null || bar === null) throw new Error('both are drawn');
    expect(list.y + list.height).toBeLessThanOrEqual(bar.y);
    await site.shoot(page, 'compare-tray-phone');
    await tray.getByRole('link', { name: '对比 2 宗' }).click();
    await page.getByRole('heading', { level: 1, name: '对比 2 宗地块' }).waitFor();
  });
});
