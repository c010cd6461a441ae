import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { expectAccessible, launchBrowser, openPage, type SizeName } from '../support/browser.ts';
import { demoAccount, signInAs } from '../support/demo-accounts.ts';
import { copyDemo } from '../support/demo-site.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';
import { scanQr } from '../support/qr-scan.ts';
import { overhangPx } from '../support/touch.ts';

/** A site of its own: what is done here changes it. */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-accounts-'));
const dataDir = join(folder, 'var');
let site: StartedSite;
let browser: Browser;

beforeAll(async () => {
  site = await npmStart(copyDemo(inject('demoFolder'), dataDir));
  browser = await launchBrowser({ webgl: false });
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Opening = { size?: SizeName; expected?: RegExp };

/** A browser profile of its own; what goes wrong in its pages fails the test at its end. */
async function open(path: string, { size = 'wide', expected }: Opening = {}): Promise<Page> {
  const opened = await openPage(browser, site.origin, { size });
  onTestFinished(async () => {
    await opened.close();
    expect(opened.complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  return opened.page;
}

/** The newest letter to somebody; the sender looks every few moments. */
async function letterTo(email: string): Promise<string> {
  const mail = join(dataDir, 'mail');
  let found = '';
  await expect
    .poll(() => {
      const letters = readdirSync(mail).map((name) => readFileSync(join(mail, name), 'utf8'));
      found = letters.find((letter) => letter.includes(email)) ?? '';
      return found;
    })
    .not.toBe('');
  return found;
}

const unauthorised = /status of 40[13]/;

it('tells who knows an address and who does not the same, and leads back to what was asked for', async () => {
  const { email, password } = demoAccount(dataDir, 'publisher');
  const page = await open('/console/parcels', { expected: unauthorised });
  await page.waitForURL(/\/sign-in\?back=/);
  for (const known of [email, 'nobody@zhaotu.example']) {
    await signInAs(page, { email: known, password: 'a wrong one, surely' });
    expect(await page.getByRole('alert').innerText()).toContain('邮箱或密码不对。');
  }
  await signInAs(page, { email, password });
  await page.getByRole('heading', { name: '地块', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/parcels');
});

it('goes on in place when the session ends in the middle of work', async () => {
  const account = demoAccount(dataDir, 'publisher');
  const page = await open('/sign-in', { expected: unauthorised });
  await signInAs(page, account);
  // A list that is still being fetched is not fetched again.
  await page.getByText(/^数据截至 /).waitFor();
  await page.context().clearCookies();
  await page.keyboard.press('r');
  const again = page.getByRole('dialog', { name: '登录已失效' });
  await again.getByLabel('密码', { exact: true }).fill(account.password);
  await again.getByRole('button', { name: '登录' }).click();
  await again.waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL(`${site.origin}/sign-in`);
  await page.goto(`${site.origin}/compare`);
  await page.getByRole('link', { name: '登录' }).waitFor();
});

it('sets up a second factor from its QR code; its codes and the recovery codes sign in, once each', async () => {
  const account = demoAccount(dataDir, 'host');
  const toAccount = '/sign-in?back=%2Faccount';
  const page = await open(toAccount, { expected: unauthorised });
  await signInAs(page, account);
  await page.getByRole('button', { name: '设置动态验证码' }).click();
  const scanned = await scanQr(page.getByRole('img', { name: '动态验证码的二维码' }));
  const secret = new URL(scanned ?? '').searchParams.get('secret') ?? '';
  expect((await page.getByLabel('密钥').innerText()).replaceAll(' ', '')).toBe(secret);
  const codeAt = (aheadSeconds: number) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + aheadSeconds });
  await page.getByLabel('输入应用显示的 6 位数字').fill(codeAt(0));
  const kept = page.getByRole('listitem').locator('code');
  await kept.last().waitFor();
  const codes = await kept.allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByLabel('我已存好这些恢复码').check();
  await page.getByRole('button', { name: '完成' }).click();
  await page.getByText('已启用').waitFor();

  const signOutAndIn = async () => {
    await page.getByRole('button', { name: '退出登录', exact: true }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(site.origin + toAccount);
    await signInAs(page, account);
  };
  await signOutAndIn();
  // The first field is complete with its last digit: nothing more is pressed.
  await page.getByLabel('动态验证码（6 位）').fill(codeAt(30));
  await page.getByText('已启用').waitFor();
  const recovery = codes[0] ?? '';
  await signOutAndIn();
  await page.getByRole('button', { name: '用恢复码' }).click();
  await page.getByLabel('恢复码', { exact: true }).fill(recovery);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('已启用').waitFor();
  await signOutAndIn();
  await page.getByRole('button', { name: '用恢复码' }).click();
  await page.getByLabel('恢复码', { exact: true }).fill(recovery);
  await page.getByRole('button', { name: '登录' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('动态验证码不对');
});

it('invites a colleague, who chooses a password from the letter and stands in the log as a number', async () => {
  const email = 'zhou.min@zhaotu.example';
  const page = await open('/sign-in', { expected: unauthorised });
  await signInAs(page, demoAccount(dataDir, 'admin'));
  await page.getByRole('button', { name: '邀请同事' }).click();
  const form = page.getByRole('complementary', { name: '邀请同事' });
  await form.getByLabel('姓名').fill('周敏');
  await form.getByLabel('邮箱').fill(email);
  await form.getByLabel('角色').selectOption('reviewer');
  await form.getByLabel('部门').selectOption('natural-resources');
  await form.getByRole('button', { name: '发出邀请' }).click();
  await page.getByRole('row', { name: /周敏.*已邀请，未设密码/ }).waitFor();

  const { text = '' } = await simpleParser(await letterTo(email));
  const link = new URL(/https?:\S+#t=\S+/.exec(text)?.[0] ?? 'about:blank');
  const invited = await open(`${link.pathname}${link.hash}`, { expected: unauthorised });
  await invited.getByLabel('新密码').fill('石城街以南第七宗工业用地块');
  await invited.getByRole('button', { name: '设置密码' }).click();
  await invited.getByRole('link', { name: '去登录' }).click();
  await signInAs(invited, { email, password: '石城街以南第七宗工业用地块' });
  await invited.getByRole('heading', { name: '待办', level: 1 }).waitFor();

  const log = await open('/sign-in', { expected: unauthorised });
  await signInAs(log, demoAccount(dataDir, 'auditor'));
  await log.getByLabel('做了什么').selectOption('account');
  const row = log.getByRole('row', { name: /管理员 \d+ 号 邀请 account:\d+/ });
  await row.waitFor();
  expect(await row.innerText()).not.toContain(email);
});

describe.each([
  ['small', 'en'],
  ['phone', 'en'],
] as const)('on a %s screen, in %s', (size, lang) => {
  it.each([
    ['publisher', ['/console', '/account']],
    ['admin', ['/console/people', '/console/departments']],
    ['auditor', ['/console/audit']],
  ] as const)('what a %s sees can be used by everybody and fits', async (role, paths) => {
    const page = await open('/sign-in', { size, expected: unauthorised });
    await expectAccessible(page);
    await signInAs(page, demoAccount(dataDir, role));
    await page.getByRole('heading', { level: 1 }).and(page.locator(':not(:text("登录"))')).waitFor();
    for (const path of paths) {
      await page.goto(`${site.origin}${path}?lang=${lang}`);
      await page.locator('main :is(li, tbody tr button, section)').first().waitFor();
      await expectAccessible(page);
      expect(await overhangPx(page), path).toBe(0);
      await page.screenshot({ path: `test/journeys/shots/staff${path.replaceAll('/', '-')}-${size}.png` });
    }
  });
});

it('keeps the pages of staff out of search engines, and open to nobody else', async () => {
  for (const path of ['/console', '/console/parcels/JKC-2020-01', '/account', '/sign-in', '/reset']) {
    const answer = await fetch(site.origin + path);
    expect(answer.status, path).toBe(200);
    expect(await answer.text(), path).toMatch(/<meta name="robots" content="noindex/);
  }
  const page = await open('/console/audit', { expected: unauthorised });
  await page.waitForURL(/\/sign-in/);
  await signInAs(page, demoAccount(dataDir, 'publisher'));
  await page.getByText('你的角色不能打开').waitFor();
});
