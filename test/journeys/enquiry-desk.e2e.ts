import type { APIRequestContext, Page } from 'playwright-core';
import { request as newRequest } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Me } from '../../api/accounts/schema.ts';
import { ConsentText, Enquiry, ReceivedEnquiry } from '../../api/enquiries/schema.ts';
import { ResponseTimes } from '../../api/enquiries/response-schema.ts';
import { expectAccessible, sizes } from '../support/browser.ts';
import { demoAccounts } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

/** A Tuesday at work, whatever day it is: what is asked is in time. */
const site = ownSite({ startsAt: '2026-11-24T10:00:00+08:00' });
const code = 'JKC-2020-06';
let outside: APIRequestContext;

beforeAll(async () => {
  outside = await newRequest.newContext({ baseURL: site.origin });
});
afterAll(() => outside?.dispose());

/** The desk of the first or second publisher, who is not signed in at first; what else goes wrong fails the test. */
async function sitDown(officer: 0 | 1, expected = /401/): Promise<Page> {
  const account = demoAccounts(site.dataDir, 'publisher')[officer];
  if (account === undefined) throw new Error('the demonstration has two publishers');
  const page = await site.openAs(account, '/console/enquiries', { expected });
  await page.getByRole('heading', { level: 1, name: '询盘' }).waitFor();
  return page;
}

/** Asks as any visitor does; `read` is what his link shows him. */
async function ask(company: string, message: string) {
  const { version } = ConsentText.parse(await (await outside.get('/api/consent-text')).json());
  const answer = await outside.post('/api/enquiries', {
    data: {
      parcelCodes: [code],
      company,
      contactName: '林经理',
      phone: '13805742217',
      email: 'lin@company.example',
      message,
      consent: { textVersion: version, accepted: true },
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { number, link } = ReceivedEnquiry.parse(await answer.json());
  const headers = { 'Enquiry-Token': new URL(link).hash.replace('#t=', '') };
  const read = async () =>
    Enquiry.parse(await (await outside.get(`/api/enquiries/${number}`, { headers })).json());
  return { number, read };
}

async function publicTotal() {
  return ResponseTimes.parse(await (await outside.get('/api/response-times')).json()).total;
}

it('shows what comes in without a reload, and the first answer reaches who asked and moves the public clock', async () => {
  const page = await sitDown(0);
  const before = await publicTotal();
  const asked = await ask('宁波某汽车零部件有限公司', '两宗能否按连片整体出让？');
  const row = page.getByRole('link', { name: /宁波某汽车零部件有限公司/ });
  await row.click();
  await page.getByRole('heading', { level: 2, name: '宁波某汽车零部件有限公司' }).waitFor();
  await page.getByText('138****2217').waitFor();
  await expectAccessible(page);
  expect(await overhangPx(page)).toBe(0);

  await page.keyboard.press('i');
  const note = page.getByRole('textbox', { name: '内部备注' });
  await note.fill('供电局已书面确认。');
  await note.press('Control+Enter');
  await page.getByRole('article').getByText('供电局已书面确认。').waitFor();

  await page.getByRole('button', { name: '回复企业' }).click();
  const reply = page.getByRole('textbox', { name: '回复企业' });
  await reply.fill('两宗相邻，可按一宗挂牌。');
  await page.getByText('发出即停钟，计为首答').waitFor();
  await page.reload();
  await expect.poll(() => reply.inputValue()).toBe('两宗相邻，可按一宗挂牌。');
  await page.getByRole('button', { name: '发出首答' }).click();
  await page.getByText('首答，企业可见').waitFor();
  await expect.poll(() => reply.inputValue()).toBe('');

  const seen = await asked.read();
  const words = seen.entries.map(({ message }) => message);
  expect(words).toContain('两宗相邻，可按一宗挂牌。');
  expect(words).not.toContain('供电局已书面确认。');
  expect(seen.state).toBe('answered');
  const now = await publicTotal();
  expect([now.cases, now.within]).toEqual([before.cases + 1, before.within + 1]);
});

it('shows a telephone for a stated purpose alone, and has the look on record', async () => {
  const page = await sitDown(0);
  const { number } = await ask('义乌某包装有限公司', '50 亩用地。');
  await page.goto(`${site.origin}/console/enquiries/${number}`);
  await page.getByRole('button', { name: '显示', exact: true }).click();
  expect(await page.getByRole('button', { name: '显示 60 秒' }).isEnabled()).toBe(false);
  await page.getByRole('button', { name: '回电答复' }).click();
  await page.getByRole('button', { name: '显示 60 秒' }).click();
  await page.getByRole('link', { name: /138\s?0574\s?2217/ }).waitFor();
  await page.getByRole('timer').waitFor();
  await page.getByText('查看了联系方式').waitFor();
  await page.getByRole('button', { name: '现在隐去' }).click();
  await page.getByText('138****2217').waitFor();
});

it('hands a case over with its reason, and whoever has it open is told that it went', async () => {
  const gone = /401|404/;
  const [page, colleague] = [await sitDown(0, gone), await sitDown(0, gone)];
  const { number } = await ask('台州某泵业有限公司', '哪宗能接 35 kV？');
  for (const desk of [page, colleague]) await desk.goto(`${site.origin}/console/enquiries/${number}`);
  await colleague.getByRole('heading', { level: 2, name: '台州某泵业有限公司' }).waitFor();
  await page.getByRole('heading', { level: 2, name: '台州某泵业有限公司' }).waitFor();
  const other = await sitDown(1);
  const { department = '' } = Me.parse(await (await other.request.get(`${site.origin}/api/me`)).json());

  await page.keyboard.press('h');
  await page.getByLabel('转给哪个部门').selectOption({ value: department });
  await page.getByLabel(/转交原因/).fill('地块在你们片区');
  await page.getByRole('button', { name: '转交', exact: true }).last().click();
  await colleague.getByText(`${number} 已不在本部门`).waitFor();
  await other.getByRole('link', { name: /台州某泵业有限公司/ }).click();
  await other.getByText('地块在你们片区').waitFor();
});

it('asks for the sign-in where the case lies when the session ends, and loses no word that was written', async () => {
  const page = await sitDown(0);
  const { number } = await ask('浦江某水晶有限公司', '20 亩。');
  await page.goto(`${site.origin}/console/enquiries/${number}`);
  const reply = page.getByRole('textbox', { name: '回复企业' });
  await reply.fill('可以看两宗。');
  await page.context().clearCookies();
  const again = page.getByRole('dialog', { name: '登录已失效' });
  await again.waitFor();
  expect(await reply.inputValue()).toBe('可以看两宗。');
  const [account] = demoAccounts(site.dataDir, 'publisher');
  await again.getByLabel('密码').fill(account?.password ?? '');
  await again.getByRole('button', { name: '登录' }).click();
  await again.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '发出首答' }).click();
  await page.getByText('首答，企业可见').waitFor();
});

it('closes what was answered, and says why silence cannot be closed', async () => {
  const page = await sitDown(0);
  const { number, read } = await ask('永康某五金有限公司', '挂牌时间？');
  await page.goto(`${site.origin}/console/enquiries/${number}`);
  await page.getByRole('heading', { level: 2, name: '永康某五金有限公司' }).waitFor();
  await page.keyboard.press('e');
  await page.getByText('还没有人答复，不能办结').waitFor();
  await page.getByRole('button', { name: '回去答复' }).click();
  await page.getByRole('textbox', { name: '回复企业' }).fill('计划 12 月 14 日挂牌。');
  await page.getByRole('button', { name: '发出首答' }).click();
  await page.getByText('首答，企业可见').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '办结', exact: true }).first().click();
  await page.getByRole('radio', { name: '来访考察' }).check();
  await page.locator('dialog[open]').getByRole('button', { name: '办结' }).click();
  await page.getByText('办结：来访考察').waitFor();
  expect((await read()).state).toBe('closed');
  await page.getByRole('link', { name: '已办结' }).click();
  await page.getByRole('link', { name: /永康某五金有限公司/ }).waitFor();
});

it('enters an absence, and says who gets what comes in meanwhile', async () => {
  const page = await sitDown(0);
  const { number } = await ask('东阳某木业有限公司', '30 亩。');
  await page.goto(`${site.origin}/console/enquiries/${number}`);
  await page.getByRole('button', { name: '缺勤登记' }).click();
  await page.getByLabel('第一天').fill('2031-01-06');
  await page.getByLabel(/最后一天/).fill('2031-01-08');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('2031-01-06 – 2031-01-08').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: /取消.*2031-01-06/ }).click();
  await page.getByText('没有登记的缺勤').waitFor();
});

it('enters a call, whose clock is stopped by what was answered in it', async () => {
  const page = await sitDown(0);
  await page.keyboard.press('n');
  const dialog = page.locator('dialog[open]');
  await dialog.getByLabel('企业', { exact: true }).fill('丽水某客商');
  await dialog.getByLabel('电话', { exact: true }).fill('0578-2110000');
  await dialog.getByLabel('问了什么').fill('100 亩左右，不限片区。');
  await dialog.getByLabel(/地块编号/).fill(code);
  await dialog.getByLabel(/电话里已答复/).fill('已介绍三宗在售地块。');
  await dialog.getByText('计为首答').waitFor();
  expect(await dialog.getByRole('button', { name: '录入' }).isEnabled()).toBe(false);
  await dialog.getByLabel('已念告知，来电人同意').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '录入' }).click();
  await page.getByRole('heading', { level: 2, name: /丽水某客商/ }).waitFor();
  await page.getByText('首答，企业可见').waitFor();
});

it('can be used by everybody with whatever is open on it, in both languages, and has its acts in one line on a phone', async () => {
  const { number } = await ask('磐安某药业有限公司', '40 亩，能否分期？');
  const page = await sitDown(0);
  const dialog = page.locator('dialog[open]');
  const said = {
    'zh-CN': { filter: '筛选', absences: '缺勤登记' },
    en: { filter: 'Filter', absences: 'Absences' },
  };
  for (const lang of ['zh-CN', 'en'] as const) {
    await page.setViewportSize(sizes.wide.viewport);
    await page.goto(`${site.origin}/console/enquiries/${number}?lang=${lang}`);
    const box = page.locator('form textarea');
    await box.fill('可以分两期。');
    await page.getByRole('button', { name: said[lang].filter }).click();
    await expectAccessible(page);
    await page.getByRole('heading', { level: 2, name: '磐安某药业有限公司' }).click();
    for (const key of ['h', 'e', 'n']) {
      await page.keyboard.press(key);
      await dialog.waitFor();
      if (key === 'h') await dialog.locator('select').first().selectOption({ index: 2 });
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: said[lang].absences }).click();
    await dialog.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.setViewportSize(sizes.phone.viewport);
    expect(await overhangPx(page)).toBe(0);
    const buttons = await page.locator('form:has(textarea) .acts button').all();
    const middles = await Promise.all(
      buttons.map(async (button) => {
        const { y = 0, height = 0 } = (await button.boundingBox()) ?? {};
        return Math.round(y + height / 2);
      }),
    );
    expect([buttons.length, new Set(middles).size], lang).toEqual([4, 1]);
  }
});
