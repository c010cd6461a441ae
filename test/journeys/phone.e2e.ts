import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Parcel, ParcelAnswer } from '../../api/parcels/schema.ts';
import { mapIsIdle } from '../support/browser.ts';
import { placeOnMap } from '../support/map-place.ts';
import { overhangPx, smallTargets, swipe } from '../support/touch.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

/** Every control is hit by a finger, and the page is not pushed sideways. */
async function expectHandy(page: Page, exceptions: RegExp[] = []): Promise<void> {
  const small = await smallTargets(page);
  expect(small.filter((control) => !exceptions.some((known) => known.test(control)))).toEqual([]);
  expect(await overhangPx(page)).toBe(0);
}

/** A marker stands where its park is, as large as its count: its place is what it says (WCAG 2.2, 2.5.8). */
const parkMarkers = /宗符合.*放大到该园区/;

/** A handle at the end of its track reaches to the edge of the window; the track answers as well. */
const atTheEdge = /^span "面积[上下]限"/;

async function topOf(part: Locator): Promise<number> {
  return (await part.boundingBox())?.y ?? NaN;
}

/** What a finger on the middle of it would hit. */
async function isUppermost(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}

it('one hand moves the list, picks a parcel of the map, calls and shares', async () => {
  const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
  const [lon, lat] = parcel.centroid;
  const page = await site.open(`/?view=${lon.toFixed(5)},${(lat - 0.006).toFixed(5)},14.00`, {
    size: 'phone',
  });
  await mapIsIdle(page);

  // Three stops, by the finger and by the handle; nothing of the map's own lies under the sheet.
  const handle = page.getByRole('button', { name: /^(展开|收起)列表$/ });
  const handleAt = async () => {
    const box = await handle.boundingBox();
    if (box === null) throw new Error('the sheet has no handle');
    return { x: box.x + 40, y: box.y + box.height / 2 };
  };
  for (const control of await page.getByRole('group', { name: '地图控制' }).getByRole('button').all())
    expect(await isUppermost(control)).toBe(true);
  await expectHandy(page, [parkMarkers]);
  await swipe(page, await handleAt(), { x: 40, y: 60 });
  await page.waitForURL(/sheet=full/);
  await expect.poll(() => topOf(handle)).toBeLessThan(200);
  const rows = page.getByRole('list', { name: '地块' }).getByRole('listitem');
  const last = rows.last();
  await last.scrollIntoViewIfNeeded();
  expect(await isUppermost(last)).toBe(true);
  const foot = page.getByText(/^数据截至/).last();
  await foot.scrollIntoViewIfNeeded();
  expect(await isUppermost(foot)).toBe(true);
  await expectHandy(page, [parkMarkers]);
  await site.shoot(page, 'phone-full');
  await swipe(page, await handleAt(), { x: 40, y: 820 });
  await page.waitForURL(/sheet=peek/);
  await expect.poll(() => topOf(handle)).toBeGreaterThan(650);
  // The stop is in the address. On a busy machine a synthetic swipe leaves a fling behind that swallows the next tap.
  await page.reload();
  await mapIsIdle(page);
  await expect.poll(() => topOf(handle)).toBeGreaterThan(650);
  await page
    .getByText(/^29\s*宗$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: '列表', exact: true }).tap();
  await page.waitForURL((url) => !url.searchParams.has('sheet'));
  await mapIsIdle(page);

  // A parcel of the map shows itself in the peek; from there its page.
  const at = await placeOnMap(page, parcel.centroid);
  await page.touchscreen.tap(at.x, at.y);
  await page.waitForURL(/parcel=JKC-2020-07/);
  await page.waitForURL(/sheet=peek/);
  const row = page.getByRole('link', { name: new RegExp(`^${parcel.name}`) });
  await expectHandy(page, [parkMarkers]);
  await site.shoot(page, 'phone-picked');
  await row.tap();
  await page.getByRole('heading', { level: 1, name: parcel.name }).waitFor();
  const call = page.getByRole('link', { name: /^致电/ }).filter({ visible: true }).last();
  expect(await call.getAttribute('href')).toMatch(/^tel:\+86\d+$/);
  expect(await isUppermost(call)).toBe(true);
  await expectHandy(page);
  await page.getByRole('button', { name: '分享' }).tap();
  const dialog = page.getByRole('dialog', { name: `分享 ${parcel.code}` });
  await dialog.getByRole('img', { name: /二维码/ }).waitFor();
  await expectHandy(page);
  await dialog.getByRole('button', { name: '关闭' }).tap();
  await dialog.waitFor({ state: 'detached' });
});

it('one hand filters, keeps two, compares them and finds them kept', async () => {
  const page = await site.open('/', { size: 'phone' });
  await mapIsIdle(page);

  // Filters take the whole screen; what is applied is what the list then holds.
  await page.getByRole('button', { name: '筛选', exact: true }).tap();
  const filters = page.getByRole('dialog', { name: '筛选' });
  await filters.getByRole('checkbox', { name: /供热/ }).tap();
  const warm = await site.read('/api/parcels?readiness=heat', ParcelAnswer);
  const apply = filters.getByRole('button', { name: `查看 ${warm.total} 宗地块` });
  await apply.waitFor();
  await expectHandy(page, [atTheEdge]);
  await site.shoot(page, 'phone-filters');
  await apply.tap();
  await filters.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '筛选，已用 1 个条件' }).waitFor();
  await page
    .getByText(new RegExp(`^${warm.total}\\s*宗$`))
    .first()
    .waitFor();

  // Two of them kept and compared.
  for (const { code, name } of warm.items.slice(0, 2)) {
    await page
      .getByRole('link', { name: new RegExp(`^${name} ${code}`) })
      .first()
      .tap();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('button', { name: `收藏 ${code}` }).tap();
    await page.getByRole('button', { name: `加入对比 ${code}` }).tap();
    await page.getByRole('button', { name: `移出对比 ${code}` }).waitFor();
    await page.getByRole('link', { name: '返回结果' }).tap();
    await page.getByRole('link', { name: /^对比 \d 宗$/ }).waitFor();
  }
  await page.getByRole('link', { name: '对比 2 宗' }).tap();
  await page.getByRole('heading', { level: 1, name: '对比 2 宗地块' }).waitFor();
  await expectHandy(page);

  // The table goes sideways under the finger, what a row is about stays; the page itself does not move.
  const table = page.getByRole('region', { name: '对比' });
  const label = table.getByRole('rowheader', { name: /出让面积/ });
  const cell = table
    .getByRole('row', { name: /^出让面积/ })
    .getByRole('cell')
    .last();
  await label.scrollIntoViewIfNeeded();
  const before = { label: await label.boundingBox(), cell: await cell.boundingBox() };
  const y = (before.label?.y ?? NaN) + 10;
  await swipe(page, { x: 360, y }, { x: 160, y });
  await expect.poll(async () => (await cell.boundingBox())?.x).toBeLessThan((before.cell?.x ?? NaN) - 60);
  expect((await label.boundingBox())?.x).toBe(before.label?.x);
  expect(await isUppermost(label)).toBe(true);
  await site.shoot(page, 'phone-compare');

  await page.getByRole('link', { name: '收藏，2 宗' }).tap();
  await page.getByRole('heading', { name: '保留 2 宗' }).waitFor();
  await expectHandy(page);
  await site.shoot(page, 'phone-shortlist', { fullPage: true });
});

it.each(['', '&sheet=peek'])(
  'a link to a parcel that is not public says so on the sheet%s',
  async (sheet) => {
    const page = await site.openEmpty({ size: 'phone' });
    await page.goto(`${site.origin}/?parcel=XX-9${sheet}`);
    const note = page.getByRole('status').filter({ hasText: '没有编号为 XX-9 的公开地块' });
    await note.waitFor();
    await page.getByRole('button', { name: '知道了' }).click();
    await page.waitForURL((url) => !url.searchParams.has('parcel'));
  },
);
