import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { mapIsIdle } from '../support/browser.ts';
import { focusComesTo, focused, tabTo } from '../support/keys.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

async function countIs(page: Page, count: number): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${count} 宗地块`) })
    .first()
    .waitFor({ state: 'attached' });
}

const rowsOf = (page: Page) =>
  page.locator('[id^="row-"]').evaluateAll((rows) => rows.map(({ id }) => id.slice('row-'.length)));

it('the whole way is gone with the keys alone, and the focus is seen at every step and never lost', async () => {
  const page = await site.open('/');
  const { keyboard } = page;
  await mapIsIdle(page);

  await keyboard.press('Tab');
  expect(await focused(page)).toBe('link "跳到正文"');
  await keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');

  await tabTo(page, /^searchbox "搜索地块"/);
  const found = await site.read('/api/parcels?q=qcdd', ParcelAnswer);
  expect(found.total).toBeGreaterThan(0);
  expect(found.items[0]?.name).toContain('汽车大道');
  await keyboard.type('qcdd');
  await countIs(page, found.total);
  await tabTo(page, /^button "清除/);
  await keyboard.press('Enter');
  await focusComesTo(page, /^searchbox/);
  await countIs(page, 29);

  await tabTo(page, /^button "筛选"/);
  await keyboard.press('Enter');
  await focusComesTo(page, /^heading "筛选"/);
  await tabTo(page, /^textbox "行业/);
  await keyboard.type('qczzy');
  await page.getByText(/^命中 \d+ 项$/).waitFor();
  await tabTo(page, /^checkbox "36 汽车制造业/);
  await keyboard.press('Space');
  const narrowed = await site.read('/api/parcels?industry=36', ParcelAnswer);
  await page.getByRole('button', { name: `查看 ${narrowed.total} 宗地块` }).waitFor();
  await tabTo(page, new RegExp(`^button "查看 ${narrowed.total} 宗地块"`));
  await keyboard.press('Enter');
  await focusComesTo(page, /^button "筛选，已用 1 个条件"/);
  await countIs(page, narrowed.total);

  const codes = narrowed.items.map(({ code }) => code);
  expect(await rowsOf(page)).toEqual(codes);
  for (const { code, name } of narrowed.items) await tabTo(page, new RegExp(`^link "${name} ${code}`));
  await tabTo(page, new RegExp(`^link "[^"]*${codes[0]}`), 'Shift+Tab');

  for (const { code, name } of narrowed.items.slice(0, 2)) {
    if (!(await focused(page)).includes(code)) await tabTo(page, new RegExp(`^link "${name} ${code}`));
    await keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('parcel') === code);
    await focusComesTo(page, new RegExp(`^region "${name}"`));
    await page.getByRole('button', { name: `收藏 ${code}` }).waitFor();
    await tabTo(page, new RegExp(`^button "加入对比 ${code}"`));
    await keyboard.press('Enter');
    expect(await focused(page)).toBe(`button "移出对比 ${code}"`);
    await tabTo(page, new RegExp(`^button "收藏 ${code}"`));
    await keyboard.press('Space');
    expect(await focused(page)).toBe(`button "收藏 ${code}" [pressed]`);
    await keyboard.press('Escape');
    await focusComesTo(page, new RegExp(`^link "${name} ${code}`));
  }
  await site.shoot(page, 'keyboard-chosen');

  await tabTo(page, /^link "对比 2 宗"/);
  await keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: '对比 2 宗地块' });
  await heading.waitFor();
  await page.getByRole('table').waitFor();
  const rows = page.getByRole('table').getByRole('row');
  const all = await rows.count();
  await tabTo(page, /^switch "只看不同"/);
  await keyboard.press('Space');
  await page.waitForURL(/differences=only/);
  expect(await focused(page)).toBe('switch "只看不同" [checked]');
  expect(await rows.count()).toBeLessThan(all);
  await tabTo(page, /^link "返回结果"/, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await countIs(page, narrowed.total);

  await tabTo(page, /^link "表格"/);
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '地块表格' }).waitFor();
  await countIs(page, narrowed.total);
  await tabTo(page, /^button "出让面积 亩"/);
  await keyboard.press('Enter');
  await page.waitForURL(/sort=/);
  const sort = new URL(page.url()).searchParams.get('sort');
  const sorted = await site.read(`/api/parcels?industry=36&sort=${sort}`, ParcelAnswer);
  await expect.poll(() => rowsOf(page)).toEqual(sorted.items.map(({ code }) => code));
  expect(await focused(page)).toBe('button "出让面积 亩"');
  const direction = sort?.startsWith('-') === true ? 'descending' : 'ascending';
  const head = page.getByRole('columnheader', { name: '出让面积 亩' });
  expect(await head.getAttribute('aria-sort')).toBe(direction);

  await tabTo(page, /^button "导出"/, 'Shift+Tab');
  await keyboard.press('Enter');
  const menu = page.getByRole('group', { name: '导出' });
  await menu.waitFor();
  await tabTo(page, /^button "Excel/);
  await keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('button "导出"');
  await site.shoot(page, 'keyboard-table');
});
