import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Agreement } from '../../api/agreements/agreement-schema.ts';
import { expectAccessible } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { confirmDraft, readToTheEnd, signingDesk } from '../support/signing-desk.ts';
import { overhangPx, swipe } from '../support/touch.ts';

const site = ownSite();
const { office, linkIn, codeIn, shown, prepare, answers, secrets } = signingDesk(site);

it('an investor signs on a phone that loses its network, with one code, what waits for him; one that is void meanwhile is told, the others stand', async () => {
  const investor = demoAccount(site.dataDir, 'investor');
  const company = {
    ...{ role: 'signer', group: 1, name: '林国栋' },
    ...{ organisation: '宁波某汽车零部件有限公司', email: investor.email },
  };
  // The city signs after him, so that nothing is sealed here.
  const city = {
    ...{ role: 'signer', group: 2, name: '陈立' },
    ...{ organisation: '武义县招商投资促进中心', email: 'chen@city.example' },
  };
  const numbers: string[] = [];
  const phone = await site.open('/', { size: 'phone', expected: /ERR_INTERNET_DISCONNECTED/ });
  for (let count = 0; count < 3; count += 1) {
    const number = await prepare(company, city);
    await phone.goto(site.origin + (await linkIn(company.email, new RegExp(`草稿.*${number}`))));
    await confirmDraft(phone, () => codeIn(company.email));
    await phone.getByRole('heading', { name: '草稿已确认' }).waitFor();
    await office(`POST /api/agreements/${number}/send`);
    numbers.push(number);
  }
  const [first = '', second = '', third = ''] = numbers;
  for (const number of numbers) {
    await phone.goto(site.origin + (await linkIn(company.email, new RegExp(`请签署.*${number}`))));
    await phone.getByRole('button', { name: '读到末尾后继续' }).waitFor();
  }
  await phone.getByText('您在此浏览器还打开了 2 份待签文件').waitFor();
  await phone.getByRole('button', { name: '一并签署', exact: true }).tap();
  await bothLanguages(phone, [
    ['一并签署 3 份文件', '尚未通读'],
    ['Sign together, documents: 3', 'Not read yet'],
  ]);

  for (const number of numbers) {
    await phone.getByRole('button', { name: `通读《投资意向书》${number}` }).tap();
    await readToTheEnd(phone, '已读完，回到清单');
  }
  await phone.getByRole('button', { name: '继续', exact: true }).tap();
  await phone.getByRole('button', { name: '发送验证码' }).tap();
  await phone.getByLabel('六位验证码').fill(await codeIn(company.email));
  await phone.getByLabel('我同意一并签署以上 3 份文件').check();
  await bothLanguages(phone, [
    ['获取一个验证码，一并签署 3 份', '清单摘要'],
    ['One code for all documents: 3', 'Digest of the list'],
  ]);
  await phone.getByRole('button', { name: '继续', exact: true }).tap();
  const pad = phone.getByRole('img', { name: /手写签名区/ });
  const box = await pad.boundingBox();
  if (box === null) throw new Error('there is no pad');
  await swipe(phone, { x: box.x + 60, y: box.y + 140 }, { x: box.x + 220, y: box.y + 200 });

  await office(`POST /api/agreements/${second}/void`, { reason: '项目选址调整' });
  await losesNetwork(phone);
  // Not tapped: Chromium takes the first tap after a swipe that was made up for a part of it.
  await phone.getByRole('button', { name: '签署全部 3 份' }).click();
  await phone.getByRole('heading', { name: '3 份中已签署 2 份' }).waitFor({ timeout: 60_000 });
  const outcomes = phone.getByRole('main').getByRole('listitem');
  for (const [index, number, what] of [
    [0, first, /已签署$/],
    [1, second, /未签署.*作废/],
    [2, third, /已签署$/],
  ] as const) {
    const text = (await outcomes.nth(index).innerText()).replace(/\s+/g, ' ').trim();
    expect(text).toContain(number);
    expect(text).toMatch(what);
  }
  await bothLanguages(phone, [
    ['3 份中已签署 2 份', '未签署'],
    ['Signed: 2 of 3', 'Not signed'],
  ]);
  expect(await Promise.all(numbers.map(async (number) => (await shown(number)).status))).toEqual([
    'in-progress',
    'voided',
    'in-progress',
  ]);

  const { revisions } = Agreement.pick({ revisions: true }).parse(
    await office(`GET /api/agreements/${first}`),
  );
  expect(revisions.map(({ kind }) => kind)).toEqual(['base', 'signature']);

  const list = await site.openAs(investor, '/agreements', { size: 'phone' });
  await list.getByRole('link', { name: new RegExp(first) }).waitFor();
  await bothLanguages(list, [
    ['我的协议', '已作废'],
    ['My agreements', 'Void'],
  ]);
  for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
});

/** First nothing reaches the portal, then its answer does not come back; what was written stays to be sent again. */
async function losesNetwork(phone: Page): Promise<void> {
  const sign = phone.getByRole('button', { name: '签署全部 3 份' });
  const lost = phone.getByRole('alert').getByText('签名没有丢，联网后请再按一次，不会重复签署');
  await phone.context().setOffline(true);
  await sign.click();
  await lost.waitFor();
  expect(await overhangPx(phone)).toBe(0);
  await phone.context().setOffline(false);
  const answered: number[] = [];
  await phone.route(
    '**/api/signing/batch/sign',
    async (route) => {
      answered.push((await route.fetch()).status());
      await route.abort('internetdisconnected');
    },
    { times: 1 },
  );
  await sign.click();
  await expect.poll(() => answered, { timeout: 60_000 }).toEqual([200]);
  await lost.waitFor();
}

/** A page of the phone in either language, with something that stands on it, within its width; Chinese again at the end. */
async function bothLanguages(page: Page, said: [[string, string], [string, string]]): Promise<void> {
  const [chinese, english] = said;
  for (const [[title, words], turn] of [
    [chinese, 'English'],
    [english, '中文'],
  ] as const) {
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText(words).first().waitFor();
    await expectAccessible(page);
    expect(await overhangPx(page)).toBe(0);
    await page.getByRole('button', { name: turn }).first().tap();
  }
  await page.getByRole('heading', { level: 1, name: chinese[0] }).waitFor();
}
