import { expect, it } from 'vitest';
import { expectAccessible, sizes } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

const site = ownSite();
const path = '/console/templates/letter-of-intent';

it('a version is proposed, mended at the clause the check names, approved by another person, and the next one begins from it', async () => {
  const page = await site.openAs(demoAccount(site.dataDir, 'publisher'), `${path}/1`);
  await page.getByText('随平台版本提供').waitFor();
  await page.getByRole('link', { name: '拟新版本' }).click();
  await page.getByRole('button', { name: '加一条' }).click();
  const clause = page.getByRole('group', { name: '第十三条' });
  await clause.getByLabel('条标题').fill('联系人');
  await clause.getByLabel('段落').fill('甲方按乙方纳税额的百分之十给予奖励。');
  await clause.getByLabel('段落').blur();
  await clause.getByText(/疑似承诺与纳税额挂钩/).waitFor();
  await expectAccessible(page);
  await clause.getByLabel('段落').fill('双方各指定一名联系人，负责');
  await clause.getByLabel('插入变量…').selectOption({ label: '项目名称' });
  await clause.getByText(/疑似承诺/).waitFor({ state: 'detached' });
  await page.locator('article').getByText('双方各指定一名联系人').waitFor();
  const facts = page.getByRole('group', { name: '适用范围与签署方' });
  await facts.getByLabel('发出后对所列地块招商协调').check();
  const fresh = page.getByRole('group', { name: '新变量' });
  await fresh.getByLabel('变量名称').fill('设备投资');
  await fresh.getByLabel('种类').selectOption('money');
  await fresh.getByRole('button', { name: '加变量' }).click();
  await clause.getByLabel('加表格等…').selectOption('table');
  expect(await clause.getByLabel('加表格等…').inputValue()).toBe('');
  await clause.getByLabel('加一行…').selectOption({ label: '设备投资' });
  await page.locator('article').getByText('人民币 168,000 万元').first().waitFor();
  await fresh.getByText('已用到').waitFor();
  await expectAccessible(page);
  for (const size of ['small', 'phone', 'wide'] as const) {
    await page.setViewportSize(sizes[size].viewport);
    expect(await overhangPx(page), size).toBe(0);
  }
  await page.reload();
  await page.getByText(/这里有没提交的文字/).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '接着写' }).click();
  await clause.getByRole('button', { name: '去掉表中的设备投资' }).waitFor();
  await page.locator('article').getByText('双方各指定一名联系人').waitFor();
  await page.getByRole('button', { name: '提交批准' }).click();
  await page.waitForURL(`**${path}/2`);
  await page.locator('#template-changes').waitFor();

  const second = await site.openAs(demoAccount(site.dataDir, 'reviewer'), `${path}/2`);
  await second.getByText('双方各指定一名联系人，负责【项目名称】').waitFor();
  await second.getByText(/设备投资（terms\.own[A-Z]{6}，金额）/).waitFor();
  for (const lang of ['en', 'zh-CN'] as const) {
    await second.goto(`${site.origin}${path}/2?lang=${lang}`);
    await second.locator('#template-changes').waitFor();
    await expectAccessible(second);
  }
  await second.getByRole('button', { name: '批准第 2 版' }).click();
  await second.getByText('这一版已经批准。').waitFor();

  await page.goto(`${site.origin}/console/templates`);
  await page.getByRole('cell', { name: 'v2' }).first().waitFor();
  await page.goto(`${site.origin}${path}/2/propose?lang=en`);
  await page.getByRole('button', { name: 'Propose for approval' }).waitFor();
  await expectAccessible(page);
});
