import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, type SizeName } from '../support/browser.ts';
import { ownSite, type Opening } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

const site = ownSite();
const code = 'JKC-2020-07';

const open = (path: string, opening: Opening = {}) => site.open(path, { size: 'phone', ...opening });

const words = {
  'zh-CN': {
    need: '需求',
    company: '企业名称',
    email: '邮箱',
    agree: /我已阅读并同意/,
    send: '提交咨询',
    open: '打开询盘',
    write: '补充或回复',
  },
  en: {
    need: 'What you need',
    company: 'Company',
    email: 'Email',
    agree: /I have read and agree/,
    send: 'Send enquiry',
    open: 'Open the enquiry',
    write: 'Write back',
  },
};
type Language = keyof typeof words;

async function fillIn(page: Page, language: Language, email: string): Promise<void> {
  const { need, company, email: mailbox, agree } = words[language];
  await page.getByLabel(need, { exact: true }).fill('110 mu, 5,000 kVA');
  await page.getByLabel(company, { exact: true }).fill('Nordlicht Antriebe GmbH');
  await page.getByLabel(mailbox, { exact: true }).fill(email);
  await page.getByLabel(agree).check();
}

/** Asks, and gives the link that is shown once. */
async function ask(page: Page, language: Language, email: string): Promise<string> {
  await fillIn(page, language, email);
  await page.getByRole('button', { name: words[language].send }).click();
  await page.getByRole('heading', { level: 1, name: /^XP-\d{4}-\d{4,}$/ }).waitFor();
  return (await page.locator('.address').textContent()) ?? '';
}

it('takes a visitor on a phone from a parcel to a receipt, and by its link to the conversation', async () => {
  const visitor = await open(`/parcels/${code}`);
  await visitor
    .getByRole('link', { name: /^咨询 / })
    .filter({ visible: true })
    .last()
    .click();
  await visitor.waitForURL(`${site.origin}/ask?parcel=${code}`);
  await visitor.getByText(code).waitFor();
  await visitor.reload();
  const link = await ask(visitor, 'zh-CN', 'phone-visitor@example.com');
  const number = await visitor.getByRole('heading', { level: 1 }).innerText();
  await visitor.getByText('金华开发区投资促进中心').first().waitFor();
  expect(await visitor.locator('dl').innerText()).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d 前/);
  expect(link).toMatch(new RegExp(`^${site.origin}/enquiry#t=[\\w-]{43}$`));

  const elsewhere = await open(link.slice(site.origin.length));
  await elsewhere.getByRole('heading', { level: 1, name: number }).waitFor();
  expect(elsewhere.url()).toBe(`${site.origin}/enquiry`);
  const conversation = elsewhere.getByRole('main').getByRole('list').first();
  await conversation.getByText('110 mu, 5,000 kVA').waitFor();
  await elsewhere.getByLabel('补充或回复').fill('下周可以来现场看地。');
  await elsewhere.getByRole('button', { name: '发送' }).click();
  await conversation.getByText('下周可以来现场看地。').waitFor();
  await elsewhere.reload();
  await conversation.getByText('下周可以来现场看地。').waitFor();
});

it('keeps what was typed when the connection goes, and sends it once when it is back', async () => {
  const visitor = await open('/ask', { expected: /ERR_INTERNET_DISCONNECTED/ });
  await fillIn(visitor, 'zh-CN', 'offline@example.com');
  await visitor.context().setOffline(true);
  await visitor.getByText('没有网络').waitFor();
  await visitor.context().setOffline(false);
  await visitor.getByText('没有网络').waitFor({ state: 'detached' });
  await visitor.reload();
  expect(await visitor.getByLabel('需求', { exact: true }).inputValue()).toBe('110 mu, 5,000 kVA');
  expect(await visitor.getByLabel(words['zh-CN'].agree).isChecked()).toBe(false);
  await visitor.getByLabel(words['zh-CN'].agree).check();
  await visitor.getByRole('button', { name: '提交咨询' }).dblclick();
  await visitor.getByRole('heading', { level: 1, name: /^XP-/ }).waitFor();
});

it('erases what is known of a visitor, after which the link opens nothing', async () => {
  const visitor = await open('/ask', { expected: /status of 404/ });
  const link = await ask(visitor, 'zh-CN', 'erased@example.com');
  await visitor.getByRole('link', { name: '打开询盘' }).click();
  await visitor.getByRole('button', { name: '清除我的信息' }).click();
  await visitor.getByText('用于公开的响应时间').waitFor();
  await visitor.getByRole('button', { name: '确认清除' }).click();
  await visitor.getByText(/您的信息已于 .* 清除/).waitFor();
  await visitor.goto('about:blank');
  await visitor.goto(link);
  await visitor.getByRole('heading', { name: '这个链接打不开询盘' }).waitFor();
});

it('keeps what asks in its place on a phone when the public figures come late', async () => {
  const visitor = await open('/ask');
  let come = () => {};
  const late = new Promise<void>((resolve) => (come = resolve));
  await visitor.route('**/api/response-times', async (route) => {
    await late;
    await route.continue();
  });
  await visitor.goto(`${site.origin}/parcels/${code}`);
  const link = visitor
    .getByRole('link', { name: /^咨询 / })
    .filter({ visible: true })
    .last();
  await link.waitFor();
  const before = await link.boundingBox();
  come();
  await visitor
    .getByText('首答用时公开可查')
    .or(visitor.getByText(/^首答中位数 \d/))
    .last()
    .waitFor();
  expect(await link.boundingBox()).toEqual(before);
});

it('shows the response times, and gives every case to count anew', async () => {
  const visitor = await open('/response-times', { size: 'wide' });
  await visitor.getByRole('heading', { name: '首答中位数' }).waitFor();
  expect(await visitor.getByRole('table').first().getByRole('row').count()).toBeGreaterThan(5);
  await visitor.getByText('逐月数据').click();
  expect(await visitor.getByRole('row', { name: /^20\d\d 年 \d+ 月/ }).count()).toBe(12);
  const [file] = await Promise.all([
    visitor.waitForEvent('download'),
    visitor.getByRole('link', { name: '下载明细，自己算一遍' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('response-times.csv');
});

describe.each<[SizeName, Language]>([
  ['wide', 'zh-CN'],
  ['wide', 'en'],
  ['small', 'zh-CN'],
  ['small', 'en'],
  ['phone', 'zh-CN'],
  ['phone', 'en'],
])('on a screen that is %s, in %s,', (size, locale) => {
  async function expectWhole(page: Page): Promise<void> {
    await expectAccessible(page);
    expect(await overhangPx(page)).toBe(0);
  }

  it('every page of an enquiry is whole and accessible', async () => {
    const page = await open(`/ask?parcel=${code}`, { size, locale, expected: /status of 40[04]/ });
    await page.getByText(code).waitFor();
    await page.getByRole('button', { name: words[locale].send }).click();
    await page.locator('[aria-invalid]').first().waitFor();
    await page.locator('summary').click();
    await expectWhole(page);
    await ask(page, locale, `${size}-${locale}@example.com`);
    await expectWhole(page);
    await page.getByRole('link', { name: words[locale].open }).click();
    await page.getByLabel(words[locale].write).waitFor();
    await expectWhole(page);
    await page.goto(`${site.origin}/response-times`);
    await page.getByRole('table').first().waitFor();
    await expectWhole(page);
    await page.goto(`${site.origin}/enquiry#t=${'x'.repeat(43)}`);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await expectWhole(page);
  });
});
