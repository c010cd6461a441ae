import { expect, it } from 'vitest';
import { expectAccessible } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

const site = ownSite();

it('an agreement is prepared at the desk, passes its gates, is confirmed by both sides and sent', async () => {
  const page = await site.openAs(demoAccount(site.dataDir, 'publisher'), '/console/agreements');
  await page.getByRole('link', { name: '起草协议' }).click();
  await page.getByLabel('项目名称').fill('年产 60 万套电驱动总成项目');
  await page.getByLabel('企业名称').fill('宁波某汽车零部件有限公司');
  await page.getByLabel('计划总投资（万元）').fill('168000');
  const company = page.getByRole('group', { name: '签署方 1' });
  await company.getByLabel('姓名').fill('林国栋');
  await company.getByLabel('单位').fill('宁波某汽车零部件有限公司');
  await company.getByLabel('邮箱').fill('lin@company.example');
  const city = page.getByRole('group', { name: '签署方 2' });
  await city.getByLabel('姓名').fill('陈立');
  await city.getByLabel('单位').fill('金华市招商投资促进中心');
  await city.getByLabel('邮箱').fill('chen@city.example');
  await expectAccessible(page);
  expect(await overhangPx(page)).toBe(0);
  await page.getByRole('button', { name: '存为草稿' }).click();
  await page.getByText(/还差 5 项：合法性审查、公平竞争审查、用印审批/).waitFor();
  // What is to be done stands beside the paper, however long that is.
  const wide = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 960, height: 600 });
  const steps = await page.getByRole('heading', { name: '发出之前' }).boundingBox();
  const paper = await page.getByRole('article').boundingBox();
  expect([(steps?.y ?? 600) < 300, (steps?.x ?? 0) > (paper?.x ?? 0) + (paper?.width ?? 960)]).toEqual([
    true,
    true,
  ]);
  expect(await overhangPx(page)).toBe(0);
  await page.setViewportSize(wide);
  await expectAccessible(page);
  expect(await overhangPx(page)).toBe(0);
  await page.getByRole('button', { name: '核对并确认' }).click();
  await page.getByText('还差 4 项').waitFor();
  await page.getByRole('button', { name: '发给对方核对' }).click();

  const { pathname } = new URL(page.url());
  const desk = await site.openAs(demoAccount(site.dataDir, 'reviewer'), pathname);
  for (const gate of ['合法性审查', '公平竞争审查', '用印审批']) {
    const pass = desk.getByRole('button', { name: `${gate}：通过` });
    await pass.click();
    await pass.waitFor({ state: 'detached' });
  }

  const letter = await site.letterTo('lin@company.example', /草稿|核对/);
  const [, token] = /\/sign#t=([\w-]+)/.exec(letter) ?? [];
  const headers = { Origin: site.origin };
  const { request } = desk.context();
  const shown = await request.get(`${site.origin}/api${pathname.replace('/console', '')}`);
  const { draftSha256 } = (await shown.json()) as { draftSha256: string };
  const post = async (path: string, data?: object) => {
    const answer = await request.post(`${site.origin}/api/signing/${path}`, { headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  await post('exchange', { token });
  await post('otp?purpose=confirm');
  const [otp] = /^\d{6}$/m.exec(await site.letterTo('lin@company.example', /验证码/)) ?? [];
  await post('confirm', { draftSha256, otp });

  await page.reload();
  await page.getByRole('button', { name: '冻结并发出' }).click();
  await page.getByRole('heading', { name: '已发出' }).waitFor();
  await page.getByRole('button', { name: '催签 林国栋' }).waitFor();
});
