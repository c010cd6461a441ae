import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { expectAccessible, launchBrowser, openPage, type SizeName } from '../support/browser.ts';
import { actsOnOpening, changedPdf, picture } from '../support/attachment-files.ts';
import { demoAccount, signInAs } from '../support/demo-accounts.ts';
import { copyDemo } from '../support/demo-site.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';

/** A site of its own: what is done here changes it. */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-attachments-'));
const dataDir = join(folder, 'var');
const code = 'JKC-2020-02';
const shots = 'test/journeys/shots';
let site: StartedSite;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  site = await npmStart(copyDemo(inject('demoFolder'), dataDir));
  browser = await launchBrowser({ webgl: true });
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Opening = { size?: SizeName; locale?: string };
const expected = /status of (40[13]|410|422)/;

async function open(path: string, { size = 'wide', ...rest }: Opening = {}): Promise<Page> {
  const opened = await openPage(browser, site.origin, { size, ...rest });
  onTestFinished(async () => {
    await opened.close();
    expect(opened.complaints.filter((complaint) => !expected.test(complaint))).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  return opened.page;
}

async function openAs(role: 'publisher' | 'reviewer', path: string, opening: Opening = {}): Promise<Page> {
  const page = await open(`/sign-in?back=${encodeURIComponent(path)}`, opening);
  await signInAs(page, demoAccount(dataDir, role));
  await page.waitForURL(site.origin + path);
  return page;
}

const sizes: SizeName[] = ['wide', 'small', 'phone'];

it('brings a file from the editor through review to the public page, and takes it away with a recall', async () => {
  const publisher = await openAs('publisher', `/console/parcels/${code}`);
  const section = publisher.getByRole('region', { name: '附件' });
  await section.getByText('还没有附件。').waitFor();
  const choose = section.getByLabel('选择文件');
  const upload = section.getByRole('button', { name: '上传附件' });

  const script = { S: 'JavaScript', JS: 'app.alert(1)' };
  const hostile = Buffer.from(await changedPdf((document) => actsOnOpening(document, script)));
  await choose.setInputFiles({ name: '条件.pdf', mimeType: 'application/pdf', buffer: hostile });
  await upload.click();
  await section.getByText('PDF 含脚本或启动程序的动作').waitFor();

  const photograph = await picture();
  await choose.setInputFiles({ name: '现场 1.jpg', mimeType: 'image/jpeg', buffer: photograph });
  await section.getByLabel('类别', { exact: true }).selectOption('现场照片');
  await section.getByLabel('标题', { exact: true }).fill('由南向北看');
  await upload.click();
  await section.getByText('已上传 由南向北看。').waitFor();
  const saved = publisher.getByText(/^已存/);
  await saved.waitFor();
  // Nothing is public before somebody says so.
  const row = section.getByRole('listitem');
  expect(await row.getByLabel('仅内部').isChecked()).toBe(true);
  await row.getByLabel('仅内部').press('ArrowLeft');
  await expect.poll(() => row.getByLabel('公开').isChecked()).toBe(true);

  const submit = publisher.getByRole('button', { name: /^提交审核/ });
  await expect.poll(() => submit.isEnabled()).toBe(true);
  await submit.click();
  const asked = publisher.getByRole('dialog', { name: '提交审核' });
  await asked.getByLabel('给审核人的说明').fill('补充现场照片。');
  await asked.getByRole('button', { name: '提交审核' }).click();
  const review = publisher.getByRole('link', { name: '看审核' });
  await review.waitFor();

  const { pathname } = new URL((await review.getAttribute('href')) ?? '', site.origin);
  const reviewer = await openAs('reviewer', pathname);
  await reviewer.getByText(/现场照片 · 由南向北看 · 公开 · 1 kB/).waitFor();
  const looked = reviewer.getByRole('link', { name: '附件' });
  const [seen] = await Promise.all([reviewer.waitForEvent('download'), looked.click()]);
  expect(seen.suggestedFilename()).toBe('现场 1.jpg');
  await reviewer.screenshot({ path: `${shots}/attachments-review.png` });
  await reviewer.getByRole('checkbox', { name: '看过 附件' }).check();
  await reviewer.getByRole('button', { name: '批准并公开' }).click();
  await reviewer.getByText('已公开第 2 版。').waitFor();

  const visitor = await open(`/parcels/${code}`);
  const link = visitor.getByRole('link', { name: '由南向北看' });
  const [download] = await Promise.all([visitor.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('现场 1.jpg');
  const href = (await link.getAttribute('href')) ?? '';
  expect((await fetch(site.origin + href)).status).toBe(200);
});

it('is laid out for every size in both languages', async () => {
  for (const size of sizes) {
    const visitor = await open(`/parcels/${code}`, { size });
    const editor = await openAs('publisher', `/console/parcels/${code}`, { size });
    for (const lang of ['zh', 'en']) {
      await visitor.goto(`${site.origin}/parcels/${code}?lang=${lang}`);
      await visitor.getByRole('link', { name: '由南向北看' }).scrollIntoViewIfNeeded();
      await visitor.screenshot({ path: `${shots}/attachments-public-${size}-${lang}.png` });
      await editor.goto(`${site.origin}/console/parcels/${code}?lang=${lang}`);
      const section = editor.locator('#section-attachments');
      await section.getByRole('listitem').waitFor();
      if (lang === 'zh') await expectAccessible(editor);
      await section.scrollIntoViewIfNeeded();
      await editor.screenshot({ path: `${shots}/attachments-editor-${size}-${lang}.png` });
    }
  }
});

it('goes with its parcel when that is recalled', async () => {
  const visitor = await open(`/parcels/${code}`);
  const href = (await visitor.getByRole('link', { name: '由南向北看' }).getAttribute('href')) ?? '';
  const reviewer = await openAs('reviewer', `/console/parcels/${code}`);
  await reviewer.getByRole('button', { name: '更多' }).click();
  await reviewer.getByRole('button', { name: '紧急撤回' }).click();
  const recall = reviewer.getByRole('dialog', { name: '紧急撤回' });
  await recall.getByLabel('严重差错').check();
  await recall.getByLabel('说明').fill('照片有误。');
  await recall.getByRole('button', { name: `撤回 ${code}` }).click();
  await recall.waitFor({ state: 'hidden' });
  expect((await fetch(site.origin + href)).status).toBe(410);
});
