import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ManagedAccounts } from '../../api/accounts/schema.ts';
import { askOn } from '../support/ask-page.ts';
import { demoAccount, demoAccounts, type DemoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';

/** A Tuesday at work. The parcel is of the first demonstration officer's department. */
const site = ownSite({ startsAt: '2026-02-10T10:00:00+08:00' });
const code = 'JKC-2020-06';
const department = 'jkc-manufacturing';

function officer(email: string): DemoAccount {
  const account = demoAccounts(site.dataDir, 'publisher').find((one) => one.email.startsWith(email));
  if (account === undefined) throw new Error(`the demonstration has no ${email}`);
  return account;
}

function desk(email = 'publisher@', expected = /status of 401/): Promise<Page> {
  return site.openAs(officer(email), '/console/enquiries', { expected });
}

it('takes a call at the hotline to the parcel’s officer, with a clock that goes since the call', async () => {
  site.setTo('2026-02-10T10:00:00+08:00');
  const hotline = await desk('hotline@', /status of 40[14]/);
  await hotline.getByRole('button', { name: '录入电话询盘' }).click();
  const dialog = hotline.getByRole('dialog', { name: '录入电话询盘' });
  await dialog.getByLabel('企业', { exact: true }).fill('丽水五金');
  await dialog.getByLabel('邮箱').fill('wujin@asks.example');
  await dialog.getByLabel('问了什么').fill('50 亩，能否分割？');
  await dialog.getByLabel(/地块编号/).fill(code);
  await dialog.getByLabel(/来电时间/).fill('2026-02-10T09:20');
  await dialog.getByLabel('已念告知，来电人同意').check();
  await dialog.getByRole('button', { name: '录入' }).click();
  const entered = hotline.getByText(/^XP-2602-\d+ 已录入/);
  await entered.waitFor();
  const [number = ''] = (await entered.innerText()).split(' ');
  expect(new URL(hotline.url()).pathname).toBe(`/console/enquiries/${number}`);
  await hotline.getByText(/^由.+承办，回执和专属链接已发给来电人。/).waitFor();
  expect(await site.letterTo('wujin@asks.example', /已收到询盘/)).toContain(number);

  const page = await desk();
  const row = page.getByRole('link', { name: /丽水五金/ });
  await row.getByText('剩 7 小时 20 分').waitFor();
  await row.getByText('电话', { exact: true }).waitFor();
  await row.getByText(/^09:20 来电 ・ .+ 10:0\d 补录$/).waitFor();
  await row.click();
  await page.getByRole('article').getByText('50 亩，能否分割？').waitFor();
  await page.getByText(/承办 演示发布员$/).waitFor();
});

/** The second officer joins the department of the first, as its deputy. */
async function appointDeputy(): Promise<void> {
  const admin = await site.openAs(demoAccount(site.dataDir, 'admin'), '/console');
  const change = async (path: string, data: unknown) => {
    const headers = { Origin: site.origin };
    const answer = await admin.request.patch(`${site.origin}/api/admin/${path}`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  const people: unknown = await (await admin.request.get(`${site.origin}/api/admin/accounts`)).json();
  const { items } = ManagedAccounts.parse(people);
  const [first, second] = ['publisher', 'publisher2'].map((name) =>
    items.find(({ email }) => email === `${name}@zhaotu.example`),
  );
  await change(`accounts/${second?.id}`, { department });
  const officers = [first, second].map((account) => ({
    nameZh: account?.name,
    nameEn: 'Officer',
    phone: '0579-00000107',
    account: account?.id,
  }));
  await change(`departments/${department}`, { officers });
}

it('gives what comes in to the deputy while the officer is away, and to the officer again afterwards', async () => {
  await appointDeputy();
  site.setTo('2026-02-11T10:00:00+08:00');
  const ask = async (company: string) => {
    const visitor = await site.open(`/ask?parcel=${code}`, { size: 'phone' });
    await askOn(visitor, { need: '70 亩。', company, phone: '13857900021' });
  };
  await ask('东阳木业');
  const officer = await desk();
  await officer.getByRole('link', { name: /东阳木业/ }).click();
  await officer.getByRole('button', { name: '缺勤登记' }).click();
  const dialog = officer.getByRole('dialog', { name: '缺勤登记' });
  await dialog.getByLabel('第一天').fill('2026-02-11');
  await dialog.getByLabel(/最后一天/).fill('2026-02-12');
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.getByText('2026-02-11 – 2026-02-12').waitFor();
  await officer.close();

  await ask('金东锁具');
  const deputy = await desk('publisher2@');
  const ofDeputy = deputy.getByRole('link', { name: /金东锁具/ });
  await ofDeputy.getByText(/演示发布员二$/).waitFor();
  await ofDeputy.click();
  await deputy.getByText('主班不在，演示发布员二代班承办').waitFor();
  await site.letterTo('publisher2@zhaotu.example', /新询盘/);
  await deputy.close();

  site.setTo('2026-02-13T10:00:00+08:00');
  await ask('婺城锁具');
  await (
    await desk()
  )
    .getByRole('link', { name: /婺城锁具/ })
    .getByText(/演示发布员$/)
    .waitFor();
});

it('counts working time alone over a festival, with the Saturday that is worked for it', async () => {
  const company = '兰溪年糕';
  // Friday: 30 minutes until 17:30.
  site.setTo('2026-02-13T17:00:00+08:00');
  const visitor = await site.open(`/ask?parcel=${code}`, { size: 'phone' });
  const asked = { need: '30 亩，节后看地。', company, email: 'niangao@asks.example' };
  const { number, link } = await askOn(visitor, asked);
  await visitor.getByText('2026-02-24 09:30 前').waitFor();
  expect(await site.letterTo(asked.email, /已收到询盘/)).toContain('将在 2026-02-24 09:30 前');

  // Saturday, worked: three hours in the morning and half an hour in the afternoon.
  site.setTo('2026-02-14T14:00:00+08:00');
  await visitor.goto(link);
  await visitor.getByText(/还剩 4 小时工作时间/).waitFor();
  // Friday of the festival: all of Saturday's seven hours are gone, and nothing since.
  site.setTo('2026-02-20T11:00:00+08:00');
  const away = await desk();
  const waiting = away.getByRole('link', { name: company });
  await waiting.getByText('剩 30 分').waitFor();
  await waiting.getByText(/^停，02-24 09:00 继续/).waitFor();
  await away.close();

  // Tuesday, the first day after it: 20 minutes.
  site.setTo('2026-02-24T09:20:00+08:00');
  const back = await desk();
  await back.getByRole('link', { name: company }).click();
  await back.getByRole('textbox', { name: '回复企业' }).fill('欢迎来看地。');
  await back.getByRole('button', { name: '发出首答' }).click();
  await back.getByText('首答用时 7 小时 50 分').waitFor();
  await visitor.reload();
  await visitor.getByText(/首次答复用了 7 小时 50 分（工作时间）/).waitFor();
  const usedMinutes = 30 + 7 * 60 + 20;
  expect(await publicCase(number)).toMatchObject({
    working_minutes: String(usedMinutes),
    within_promise: 'yes',
    counted_as: 'answered',
  });
});

/** A line of what anybody can download from the public page. */
async function publicCase(number: string): Promise<Record<string, string>> {
  const page = await site.open('/response-times');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载明细，自己算一遍' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/);
  const [names = [], ...cases] = lines.map((line) => line.split(','));
  const found = cases.find((cells) => cells.includes(number)) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? '']));
}
