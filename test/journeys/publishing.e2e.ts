import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { StaffParcel } from '../../api/drafts/schema.ts';
import { expectAccessible } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { drag, openedOn } from '../support/editor-map.ts';
import { ownSite, type Opening } from '../support/own-site.ts';
import { overhangPx } from '../support/touch.ts';

const site = ownSite({ webgl: true });
const code = 'JKC-2020-02';

const unauthorised = /status of 40[13]/;

const openAs = (role: 'publisher' | 'reviewer', path: string, opening: Opening = {}) =>
  site.openAs(demoAccount(site.dataDir, role), path, { expected: unauthorised, ...opening });

const price = '6,700';

it('takes a change from the editor through review to a page that is open', async () => {
  const visitor = await site.open(`/parcels/${code}`);
  await visitor.getByText('6,600').first().waitFor();

  const publisher = await openAs('publisher', `/console/parcels/${code}`);
  const field = publisher.getByRole('textbox', { name: '起始价' });
  await field.fill(price);
  await field.press('Tab');
  const submit = publisher.getByRole('button', { name: /^提交审核/ });
  await expect.poll(() => submit.isEnabled()).toBe(true);
  await submit.click();
  const asked = publisher.getByRole('dialog', { name: '提交审核' });
  const note = asked.getByLabel('给审核人的说明');
  await note.fill('起始价按评估结果调整。');
  await asked.getByRole('button', { name: '提交审核' }).click();
  await publisher.getByRole('link', { name: '看审核' }).waitFor();
  expect(await field.isDisabled()).toBe(true);

  const review = new URL(
    (await publisher.getByRole('link', { name: '看审核' }).getAttribute('href')) ?? '',
    site.origin,
  );
  const reviewer = await openAs('reviewer', review.pathname);
  const approve = reviewer.getByRole('button', { name: '批准并公开' });
  expect(await approve.isDisabled()).toBe(true);
  await reviewer.getByRole('checkbox', { name: '看过 起始价' }).check();
  await approve.click();
  await reviewer.getByText('已公开第 2 版。').waitFor();

  await visitor.getByText(price).first().waitFor({ timeout: 5_000 });
});

it('shows what files would change, writes all of it, and takes all of it back', async () => {
  const page = await openAs('publisher', '/console/intake');
  await page.locator('input[type=file]').setInputFiles('data/demo/kaifaqu-2020.txt');
  await page.waitForURL(/\/console\/intake\/\d+$/);
  await page.getByText('尚未写入任何数据。').waitFor();
  const write = page.getByRole('button', { name: /^写入 \d+ 宗草稿/ });
  expect(await write.isDisabled()).toBe(true);
  expect(await page.getByText('other-department').isVisible()).toBe(true);
  await page.getByText(/我知道 \d+ 行不会写入/).click();
  await write.click();
  await page.getByRole('button', { name: '整批撤销' }).click();
  await page.getByText('已撤销，恢复到导入之前。').waitFor();
});

it('goes through the table by keys alone, and keeps a view on the device', async () => {
  const page = await openAs('publisher', '/console/parcels');
  await page.getByRole('row', { name: /JKC-2020-01/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(new URL(page.url()).searchParams.get('parcel')).toBe('JKC-2020-02');
  await page.keyboard.press('x');
  await page.getByText('已选 1 宗').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByText('已选 1 宗').count()).toBe(0);
  await page.keyboard.press('/');
  await page.keyboard.type('JKC-2020-03');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '存的视图' }).click();
  await page.getByLabel('视图名称').fill('三号');
  await page.getByRole('button', { name: '存为视图' }).click();
  await page.goto(`${site.origin}/console/parcels`);
  await page.getByRole('button', { name: '存的视图' }).click();
  await page.getByRole('button', { name: '三号', exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('JKC-2020-03');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/console\/parcels\/JKC-2020-03$/);
});

it('lets two people who write the same parcel choose what holds', async () => {
  const first = await openAs('publisher', '/console/parcels/JKC-2020-05');
  const second = await openAs('publisher', '/console/parcels/JKC-2020-05', {
    expected: /status of 4(12|0[13])/,
  });
  const nameOf = (page: Page) => page.getByRole('textbox', { name: '名称', exact: true });
  await nameOf(first).fill('五号地甲');
  await first.getByText(/^已存/).waitFor();
  await nameOf(second).fill('五号地乙');
  const choice = second.getByRole('radio', { name: '名称：用谁的 对方的' });
  await choice.waitFor();
  // The name stands far down in the form; the question comes to whoever writes there.
  expect(
    await choice.evaluate((field) => {
      const { left, top } = field.getBoundingClientRect();
      return document.elementFromPoint(left + 4, top + 4) === field;
    }),
  ).toBe(true);
  await choice.check();
  await second.getByRole('button', { name: '按所选继续' }).click();
  await expect.poll(() => nameOf(second).inputValue()).toBe('五号地甲');
});

it('moves a corner of a boundary, refuses one that would cross it, and takes a step back', async () => {
  const parcel = 'JKC-2020-06';
  const page = await openAs('publisher', `/console/parcels/${parcel}`);
  const area = page.locator('[data-area] b');
  await area.waitFor();
  const before = await area.innerText();
  const reply: unknown = await (await page.request.get(`${site.origin}/api/staff/parcels/${parcel}`)).json();
  const { multiPolygon } = StaffParcel.parse(reply).base?.content.geometry ?? {};
  if (multiPolygon === undefined) throw new Error('the parcel has no boundary');
  const at = await openedOn(page, multiPolygon);
  const [corner, , opposite, last] = (multiPolygon.coordinates[0]?.[0] ?? []).map(at);
  if (corner === undefined || opposite === undefined || last === undefined)
    throw new Error('a parcel has four corners');
  const middle = { x: (corner.x + opposite.x) / 2, y: (corner.y + opposite.y) / 2 };

  const inwards = { x: (corner.x * 3 + middle.x) / 4, y: (corner.y * 3 + middle.y) / 4 };
  await drag(page, corner, inwards);
  await expect.poll(() => area.innerText()).not.toBe(before);
  await page.getByText(/^已存/).waitFor();
  const moved = await area.innerText();
  // Past the middle of a far side, so that the next side would cross it.
  const far = { x: (opposite.x + last.x) / 2, y: (opposite.y + last.y) / 2 };
  const beyond = { x: far.x + (far.x - middle.x) / 3, y: far.y + (far.y - middle.y) / 3 };
  await drag(page, inwards, beyond);
  await page.getByText('边界不能自相交，这一步没有采用。').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect.poll(() => area.innerText()).toBe(moved);
});

for (const size of ['wide', 'small', 'phone'] as const) {
  it(`is accessible and within the window on a ${size} screen, in English`, async () => {
    const page = await openAs('publisher', '/console/parcels', { size });
    for (const path of ['/console/parcels', '/console/parcels/JKC-2020-04', '/console/intake']) {
      await page.goto(`${site.origin}${path}?lang=en`);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      await expectAccessible(page);
      expect(await overhangPx(page)).toBe(0);
    }
  });
}
