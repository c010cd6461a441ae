import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible } from '../support/browser.ts';
import { placeOf, withByte } from '../support/changed-pdf.ts';
import { dropFile } from '../support/drop-file.ts';
import { focused, tabTo } from '../support/keys.ts';
import { ownSite } from '../support/own-site.ts';
import { confirmDraft, readToTheEnd, signingDesk } from '../support/signing-desk.ts';
import { overhangPx, swipe } from '../support/touch.ts';

const site = ownSite();
const company = {
  ...{ role: 'signer', group: 1, name: '林国栋' },
  ...{ organisation: '宁波某汽车零部件有限公司', email: 'lin@company.example' },
};
const city = {
  ...{ role: 'signer', group: 1, name: '陈立' },
  ...{ organisation: '武义县招商投资促进中心', email: 'chen@city.example' },
};
/** The seal needs a certificate's timestamp, and other journeys run beside this one. */
const sealing = { timeout: 120_000 };

const { office, linkIn, codeIn, shown, prepare, answers, secrets } = signingDesk(site);

it('is confirmed, signed on a phone and by keys alone, sealed, and verified by a third who drops the file', async () => {
  const number = await prepare(company, city);
  const draft = await site.open(await linkIn(company.email, /草稿/), { size: 'phone' });
  await confirmDraft(draft, () => codeIn(company.email));
  await draft.getByRole('heading', { name: '草稿已确认' }).waitFor();
  await office(`POST /api/agreements/${number}/send`);

  const link = await linkIn(company.email, /请签署/);
  const phone = await site.open(link, { size: 'phone' });
  const foreign = await site.open(link, { size: 'phone', locale: 'en-GB' });
  const wide = await site.open(await linkIn(city.email, /请签署/));
  await readyOnPhone(phone, foreign);
  await readyWithKeys(wide);
  // Both sign at once.
  // Not tapped: Chromium takes the first tap after a swipe that was made up for a part of it.
  const signing = [
    phone.getByRole('button', { name: '签署这份投资意向书' }).click(),
    wide.keyboard.press('Enter'),
  ];
  await Promise.all(signing);

  for (const page of [wide, phone])
    await page.getByRole('heading', { name: '已全部签署并封存' }).waitFor(sealing);
  await expectAccessible(phone);
  await foreign.reload();
  await foreign.getByRole('heading', { name: 'Signed by all and sealed' }).waitFor();
  await expectAccessible(foreign);
  expect(await overhangPx(foreign)).toBe(0);

  const address = await phone.getByRole('link', { name: '查验这份文件' }).getAttribute('href');
  const pdf = await phone.request.get(`${site.origin}/api/signing/pdf`);
  await verify(address ?? '', await pdf.body());

  expect((await shown(number)).status).toBe('completed');
  // The end of the log is stamped as soon as an agreement is sealed.
  const anchors = join(site.dataDir, 'audit-anchors.jsonl');
  await expect.poll(() => readFile(anchors, 'utf8')).toContain('"token":"');
  await office('GET /api/agreements');
  expect(secrets.map((secret) => secret.length)).toEqual([43, 6, 43, 43, 6, 6]);
  for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
});

/** 阅读, 验证, 手写 with a finger, but the last button; `foreign` follows in English as far as it can without a code. */
async function readyOnPhone(phone: Page, foreign: Page): Promise<void> {
  await phone.getByRole('heading', { level: 1, name: '投资意向书' }).waitFor();
  expect(new URL(phone.url()).hash).toBe('');
  await foreign.getByRole('button', { name: 'Read to the end to go on' }).waitFor();
  await expectAccessible(phone);
  await expectAccessible(foreign);

  await readToTheEnd(foreign, 'Continue');
  await foreign.getByRole('button', { name: 'Send the code' }).waitFor();
  await expectAccessible(foreign);
  await readToTheEnd(phone, '继续');
  await phone.getByRole('button', { name: '发送验证码' }).tap();
  await phone.getByLabel('六位验证码').fill(await codeIn(company.email));
  await phone.getByRole('button', { name: '请先同意签署须知' }).waitFor();
  await expectAccessible(phone);
  await phone.getByLabel(/我已阅读并同意签署须知/).check();
  await phone.getByRole('button', { name: '继续', exact: true }).tap();

  const pad = phone.getByRole('img', { name: /手写签名区/ });
  const box = await pad.boundingBox();
  if (box === null) throw new Error('there is no pad');
  await swipe(phone, { x: box.x + 60, y: box.y + 140 }, { x: box.x + 220, y: box.y + 200 });
  await phone.getByRole('button', { name: '签署这份投资意向书' }).waitFor();
}

/** Without a pointer, up to the last button: from heading to heading to the end of the text, and the name is typed. */
async function readyWithKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: '读到末尾后继续' }).waitFor();
  // A leap, as with a scrollbar, reads nothing of what it passes.
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await page.getByText('中间跳过的部分也要看过。').waitFor();
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await tabTo(page, /^heading "第一条/);
  await page.getByRole('button', { name: '读到末尾后继续' }).waitFor();
  await tabTo(page, /^heading "全文完/);
  await tabTo(page, /^button "继续"/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '发送验证码' }).waitFor();
  await tabTo(page, /^button "发送验证码"/);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^textbox "六位验证码"/);
  await page.keyboard.type(await codeIn(city.email));
  await tabTo(page, /^checkbox/);
  await page.keyboard.press('Space');
  await tabTo(page, /^button "继续"/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请签写姓名' }).waitFor();
  await tabTo(page, /^button "改用打字"/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^textbox "打字签名"/);
  await page.keyboard.type(city.name);
  await tabTo(page, /^button "签署这份投资意向书"/);
}

/** Who has only the paper asks by number and code; who has the file drops it, and changed by one byte it is none. */
async function verify(address: string, sealed: Uint8Array): Promise<void> {
  const { pathname, searchParams } = new URL(address, site.origin);
  const third = await site.open('/verify');
  await third.getByLabel('编号').fill(pathname.slice('/verify/'.length));
  await third.getByLabel(/^查验码/).fill(searchParams.get('code') ?? '');
  await third.getByRole('button', { name: '查询' }).click();
  await third.getByRole('heading', { name: '登记簿里有这份协议' }).waitFor();

  await dropFile(third, sealed);
  await third.getByRole('heading', { name: '这是登记的原件，最终修订' }).waitFor();
  await expectAccessible(third);
  // In the other language it is the same answer about the same file.
  await third.getByRole('button', { name: 'English' }).click();
  await third.getByRole('heading', { name: 'This is the registered original, its final revision' }).waitFor();
  await expectAccessible(third);
  await dropFile(third, Buffer.concat([sealed, Buffer.from('\n')]));
  await third
    .getByRole('heading', { name: 'This is not the original: content was added after signing' })
    .waitFor();
  await dropFile(third, withByte(sealed, placeOf(sealed, '/Contents')));
  await third.getByRole('heading', { name: /^This is not the original: (?!content was added)/ }).waitFor();
}
