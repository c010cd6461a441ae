import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

/** The page as a screen reader has it, except for the stars: what a person keeps is on that person's device. */
async function readAloud(page: Page): Promise<string> {
  const said = await page.getByRole('main').ariaSnapshot();
  return said.replace(/(button "收藏 [^"]+") \[pressed\]/g, '$1');
}

/**
 * A shortlist in its order: all that is known of each parcel that is kept, the name of each that was dropped, and what
 * was said of it, as one's own list prints it and the shared one shows it.
 */
async function decided(page: Page): Promise<string[]> {
  await page.getByRole('main').locator('.room').nth(1).waitFor();
  return page
    .getByRole('main')
    .locator('ol :is([aria-labelledby="kept-title"] .room, h3, .paper, .reason, .note)')
    .evaluateAll((parts) =>
      parts.map((part) => `${part.localName} ${part.textContent?.replace(/\s+/g, ' ').trim()}`),
    );
}

it('an investor narrows 29 parcels to 3, compares them, drops one with a reason, and a colleague sees the same', async () => {
  const page = await site.open('/');
  await mapIsIdle(page);
  const { total } = await site.read('/api/parcels', ParcelAnswer);
  expect(total).toBe(29);

  // Question first: what may be built there, how much land, what must be ready.
  await page.getByRole('button', { name: '筛选' }).first().click();
  await page.getByRole('heading', { name: '筛选', exact: true }).waitFor();
  const industries = page.getByRole('group', { name: /^准入行业/ });
  await industries.getByRole('textbox').fill('qczzy');
  await industries.getByRole('checkbox', { name: /36 汽车制造业/ }).check();
  await page.getByRole('button', { name: '查看 10 宗地块' }).waitFor();
  const least = page
    .getByRole('group', { name: /出让面积/ })
    .getByRole('textbox')
    .first();
  await least.fill('100');
  await least.press('Enter');
  await page.getByRole('button', { name: '查看 9 宗地块' }).waitFor();
  await page.getByRole('checkbox', { name: /供热/ }).check();
  await site.shoot(page, 'investor-filters');
  await page.getByRole('button', { name: '查看 3 宗地块' }).click();

  const narrowed = await site.read('/api/parcels?industry=36&minMu=100&readiness=heat', ParcelAnswer);
  const codes = narrowed.items.map(({ code }) => code);
  expect(codes).toHaveLength(3);
  for (const code of codes) {
    await page.locator(`#row-${code}`).click();
    await page
      .getByRole('button', { name: `收藏 ${code}` })
      .filter({ visible: true })
      .click();
    await page
      .getByRole('button', { name: `加入对比 ${code}` })
      .filter({ visible: true })
      .click();
  }
  await mapIsIdle(page);
  await site.shoot(page, 'investor-chosen');
  await page.getByRole('link', { name: '对比 3 宗' }).click();
  await page.getByRole('heading', { level: 1, name: '对比 3 宗地块' }).waitFor();
  for (const { name } of narrowed.items) await page.getByText(name, { exact: true }).first().waitFor();
  await site.shoot(page, 'investor-compare', { fullPage: true });

  // The comparison as a link, in a browser that knows nothing of the first.
  const compared = await readAloud(page);
  const colleague = await site.open(new URL(page.url()).pathname + new URL(page.url()).search, {
    locale: 'en-GB',
  });
  await colleague.getByRole('heading', { level: 1, name: /Compar/ }).waitFor();
  await colleague.close();
  const second = await site.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await second.getByRole('heading', { level: 1, name: '对比 3 宗地块' }).waitFor();
  await expect.poll(() => readAloud(second)).toBe(compared);

  await page.getByRole('link', { name: '收藏，3 宗' }).click();
  await page.getByRole('heading', { name: '保留 3 宗' }).waitFor();
  const [first = '', , third = ''] = codes;
  await page
    .getByRole('textbox', { name: new RegExp(`备注.*${first}|${first}.*备注`) })
    .fill('靠近高铁站，先看现场');
  // In an order of one's own.
  await page.getByRole('button', { name: `下移 ${first}` }).click();
  await page.getByRole('button', { name: `排除 ${third}` }).click();
  await page.getByRole('button', { name: /价格/ }).click();
  await page.getByRole('heading', { name: '已排除 1 宗' }).waitFor();
  await page.getByRole('textbox', { name: `补充说明 ${third}` }).fill('起拍单价高于预算');
  await site.shoot(page, 'investor-shortlist', { fullPage: true });

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: '复制链接' }).click();
  await page.getByText('链接已复制').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).search).toBe('');
  const shared = await site.open(link.slice(site.origin.length));
  await shared.getByText('3 宗中 2 宗保留，1 宗已排除').waitFor();
  for (const words of [
    '靠近高铁站，先看现场',
    '起拍单价高于预算',
    '已排除：价格',
    ...narrowed.items.map(({ name }) => name),
  ])
    await shared.getByText(words).first().waitFor();
  const own = await decided(page);
  expect(own.length).toBeGreaterThan(6);
  await expect.poll(() => decided(shared)).toEqual(own);
  await site.shoot(shared, 'investor-shared', { fullPage: true });
});

it('a link brings back exactly the same map, list and choice in another browser', async () => {
  const page = await site.open(
    '/?industry=36&minMu=80&sort=-offeredAreaM2&colour=fixed_invest_intensity&parcel=JKC-2020-07&compare=JKC-2020-03&compare=JKC-2020-06',
  );
  await mapIsIdle(page);
  const zoomed = page.url();
  await page.getByRole('button', { name: /放大/ }).click();
  await expect.poll(() => page.url()).not.toBe(zoomed);
  await mapIsIdle(page);
  const there = new URL(page.url());
  const other = await site.open(there.pathname + there.search);
  await mapIsIdle(other);
  await expect.poll(() => readAloud(other)).toBe(await readAloud(page));
  expect(new URL(other.url()).search).toBe(there.search);
});
