import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const path = '/events/jinhua-2020';

const onAir = (page: Page) => page.getByRole('heading', { level: 2 }).first();
/** Each figure once: what counts up is written a second time for those who hear it. */
const totals = async (page: Page) =>
  (await page.getByRole('region', { name: '现场总数' }).innerText())
    .replace(/\s+/g, ' ')
    .replace(/(\d[\d,.]*( 亩| 亿元)?) \1/g, '$1');
const reported = /29 宗.* 3,261 亩 .*20 个.* 471\.6 亿元 含意向 .*33 人（团队）.* 招才项目 3 个/;

it('replays the event of 2 March 2020 on the same map, from nothing to the totals that were reported', async () => {
  const page = await site.open(path);
  await page.getByText('活动已结束').waitFor();
  expect(await totals(page)).toMatch(reported);
  await page.getByText('其中 20 个为纸质签署').waitFor();
  await mapIsIdle(page);
  await expectAccessible(page);
  const whole = await page.locator('[data-centre]').getAttribute('data-centre');

  await page.getByRole('button', { name: '看回放' }).click();
  await page.getByRole('button', { name: '暂停' }).click();
  await page.keyboard.press('Home');
  await expect.poll(() => onAir(page).innerText()).toBe('开场，四地连线');
  expect(await totals(page)).toMatch(/已发布 0 宗/);
  for (const title of ['重大项目服务政策', '金华招商地图上线', '科创街北侧 1 号地']) {
    await page.keyboard.press(']');
    await expect.poll(() => onAir(page).innerText()).toBe(title);
  }
  await expect.poll(() => totals(page)).toMatch(/已发布 1 宗 140\.56 亩/);
  await expect.poll(() => page.locator('[data-centre]').getAttribute('data-centre')).not.toBe(whole);

  await page.goto(`${site.origin}${path}?at=2700`);
  await expect.poll(() => onAir(page).innerText()).toBe('智能装备制造项目（示例）');
  await page.getByText('已签（纸质）').first().waitFor();
  await expect.poll(() => totals(page)).toMatch(/已生效项目 7 个 177 亿元/);
  await page.keyboard.press('End');
  await expect.poll(() => totals(page)).toMatch(reported);
});

it('says on a telephone what became of it, newest first, and hands the counts on', async () => {
  const page = await site.open(`${path}/landing`, { size: 'phone' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.locator('thead th').nth(1).innerText()).toContain('满 365 天');
  await page.getByText('所签的有 20 个为纸质签署').waitFor();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载计数' }).click();
  expect((await download).suggestedFilename()).toBe('jinhua-2020-landing.csv');
});

it('stands on the screen of a hall with its six totals, and that they are an example', async () => {
  const page = await site.open(`${path}/screen`);
  await expect.poll(() => page.locator('main').getAttribute('data-scene')).toBe('totals');
  const words = (await page.locator('.panel').innerText()).replace(/\s+/g, ' ');
  for (const figure of ['29 宗', '3,261 亩', '20 个', '471.6 亿元', '33 个', '3 个', '纸质签署 20 个'])
    expect(words).toContain(figure);
  await page.getByText('均为虚构').waitFor();
  await mapIsIdle(page);
  await expectAccessible(page);
});
