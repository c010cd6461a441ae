import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, sizes } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

const site = ownSite();

/** In each language and window: nothing beyond the edge, nothing that keeps anybody out. The page stands in Chinese again after it. */
async function expectForEverybody(page: Page, ready: string) {
  const { pathname, search } = new URL(page.url());
  for (const lang of ['en', 'zh-CN'] as const) {
    const query = new URLSearchParams(search);
    query.set('lang', lang);
    await page.goto(`${site.origin}${pathname}?${query}`);
    await page.locator(ready).first().waitFor();
    await expectAccessible(page);
    for (const size of ['small', 'phone', 'wide'] as const) {
      await page.setViewportSize(sizes[size].viewport);
      expect(await overhangPx(page), `${pathname} ${size} ${lang}`).toBe(0);
    }
  }
}

it('a project is made, its agreement completed at the desk, and a stage of it confirmed by a second person', async () => {
  const page = await site.openAs(demoAccount(site.dataDir, 'publisher'), '/console/projects');
  await page.getByRole('link', { name: '新建项目' }).click();
  await page.getByLabel('项目名称').fill('年产 60 万套电驱动总成项目');
  await page.getByLabel('企业名称').fill('宁波某汽车零部件有限公司');
  await page.getByLabel('统一社会信用代码').fill('91330782MA28D8X008');
  await page.getByLabel('计划总投资（万元）').fill('十六亿');
  await page.getByLabel('其中固定资产投资（万元）').fill('120000');
  await page.getByRole('button', { name: '保存项目' }).click();
  await page.getByText('请填以万元计的数字').waitFor();
  await page.getByLabel('计划总投资（万元）').fill('168000');
  await page.getByRole('button', { name: '保存项目' }).click();
  await page.getByRole('heading', { name: '项目阶段' }).waitFor();
  const projectPath = new URL(page.url()).pathname;

  await page.goto(`${site.origin}/console/agreements/new`);
  await page.getByLabel('哪个项目').selectOption({ label: 'XM-2026-0001 年产 60 万套电驱动总成项目' });
  await page.getByLabel('协议模板').selectOption('investment-agreement');
  const company = page.getByRole('group', { name: '签署方 1' });
  await company.getByLabel('姓名').fill('林国栋');
  await company.getByLabel('单位').fill('宁波某汽车零部件有限公司');
  await company.getByLabel('邮箱').fill('lin@company.example');
  const city = page.getByRole('group', { name: '签署方 2' });
  await city.getByLabel('姓名').fill('陈立');
  await city.getByLabel('单位').fill('金华市招商投资促进中心');
  await city.getByLabel('邮箱').fill('chen@city.example');
  await page.getByRole('button', { name: '存为草稿' }).click();
  await page.getByRole('heading', { name: /还缺 \d+ 项内容/ }).waitFor();
  await page.getByRole('button', { name: '核对并确认' }).click();
  await page.getByRole('link', { name: '修改草稿' }).click();

  await page.getByText('已有的 1 项审查意见和确认全部作废').waitFor();
  await expectForEverybody(page, '#draft-signers');
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await fill('乙方住所', '宁波市北仑区示例路 8 号');
  await fill('主要建设内容', '电驱动总成产线两条');
  await fill('达产后年产值（万元）', '300000');
  await fill('达产后年纳税额（预计）（万元）', '9000');
  await fill('达产后用工人数（人）', '八百');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText('请填数字').waitFor();
  await fill('达产后用工人数（人）', '800');
  await page.getByRole('group', { name: '签署方 2' }).getByLabel('姓名').fill('陈立新');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByRole('heading', { name: '内容已填全' }).waitFor();
  await page.getByText(/还差 5 项：合法性审查/).waitFor();
  await page.getByText('陈立新').first().waitFor();

  await page.goto(`${site.origin}${projectPath}`);
  await page.getByLabel('日期').fill('2026-11-02');
  await page.getByLabel('依据').fill('投资协议（示例）');
  await page.getByRole('button', { name: '填报阶段' }).click();
  await page.getByText('由你填报，须由另一人确认。').waitFor();
  await expectForEverybody(page, '#stages-title');

  const desk = await site.openAs(demoAccount(site.dataDir, 'reviewer'), projectPath);
  await desk.getByRole('button', { name: '确认签约', exact: true }).click();
  await desk.getByText('已确认').first().waitFor();
  await desk.goto(`${site.origin}/console/projects`);
  // Beside those of the event that the demonstration comes with.
  await desk
    .getByRole('row', { name: /XM-2026-0001/ })
    .getByRole('cell', { name: /签约/ })
    .waitFor();
  await expectAccessible(desk);
  await desk.goto(`${site.origin}/console/templates`);
  await desk.getByRole('link', { name: '投资意向书' }).waitFor();
  await expectAccessible(desk);
  await desk.getByRole('link', { name: '投资意向书' }).click();
  await desk.getByText('这一版已经批准。').waitFor();
  await desk.getByLabel('哪个项目').selectOption({ label: 'XM-2026-0001 年产 60 万套电驱动总成项目' });
  await desk.getByRole('button', { name: '预览' }).click();
  await desk.locator('article').getByText('年产 60 万套电驱动总成项目').first().waitFor();
  await expectForEverybody(desk, 'article');
});

it('the winner of a sold parcel is entered from its deal by one and confirmed by another', async () => {
  const account = demoAccount(site.dataDir, 'publisher');
  const page = await site.openAs(account, '/console/agreements/new', { expected: /status of (401|422)/ });
  await page.getByLabel('协议模板').selectOption('standard-land-agreement');
  await page.getByLabel('地块编号').fill('JKC-2020-04');
  await page.getByRole('link', { name: 'JKC-2020-04 的竞得人' }).click();
  await page.getByRole('heading', { name: '登记竞得人' }).waitFor();
  await expectForEverybody(page, '#winner-enter');
  await page.getByLabel('竞得人名称').fill('Muster Antriebstechnik GmbH');
  await page.getByLabel('成交确认书编号').fill('金成交〔2020〕示例 4 号');
  await page.getByLabel('成交确认书日期').fill('2020-05-08');
  await page.getByRole('button', { name: '提交复核' }).click();
  await page.getByText('请填统一社会信用代码；境外企业填国家（地区）代码和当地登记编号。').first().waitFor();
  await page.getByLabel('境外企业：国家（地区）代码').fill('de');
  await page.getByLabel('境外企业：当地登记编号').fill('HRB 12345');
  await page.getByRole('button', { name: '提交复核' }).click();
  await page.getByText('由你填报，须由另一人确认。').waitFor();

  const reviewer = demoAccount(site.dataDir, 'reviewer');
  const desk = await site.openAs(reviewer, '/console/parcels/JKC-2020-04');
  await desk.getByRole('link', { name: '竞得人' }).first().click();
  await desk.getByRole('heading', { name: /登记的竞得人/ }).waitFor();
  await expectForEverybody(desk, '#winner-record');
  await desk.getByRole('button', { name: '确认竞得人' }).click();
  await desk.getByText('已确认').first().waitFor();
  await page.reload();
  await page.getByText('已确认').first().waitFor();
});
