import { describe, expect, it } from 'vitest';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const words = /这一部分没有载入/;

/** As after a new version: the page is the old one, and the file it names is gone until `bringBack`. */
async function openWithout(file: string, path: string, size: 'wide' | 'phone') {
  const page = await site.openEmpty({ size });
  const pattern = `**/assets/${file}-*.js`;
  let refusals = 0;
  await page.route(pattern, (route) => {
    refusals += 1;
    return route.fulfill({ status: 404, body: '' });
  });
  await page.goto(site.origin + path);
  return { page, refusals: () => refusals, bringBack: () => page.unroute(pattern) };
}

describe.each(['wide', 'phone'] as const)('a part whose file is gone, on a %s screen', (size) => {
  it.each([
    { what: 'the filters', file: 'FilterPanel', path: '/?minMu=80&panel=filters', text: '筛选' },
    { what: 'a parcel', file: 'ParcelPage', path: '/parcels/JKC-2020-07', text: '新能源汽车产业园' },
    { what: 'the comparison', file: 'ComparePage', path: '/compare?compare=JKC-2020-07', text: '对比' },
  ])('says so for $what, and loading the page anew brings it to the same place', async (part) => {
    const { page, bringBack } = await openWithout(part.file, part.path, size);
    const note = page.getByRole('alert').filter({ hasText: words });
    await note.waitFor();
    await expectAccessible(page);
    await site.shoot(page, `missing-${part.file}-${size}`);
    await bringBack();
    await note.getByRole('button', { name: '重新载入' }).click();
    await page.getByText(part.text).filter({ visible: true }).first().waitFor();
    expect(await page.getByText(words).count()).toBe(0);
    expect(page.url()).toBe(site.origin + part.path);
  });

  it('can be left for the list', async () => {
    const { page } = await openWithout('FilterPanel', '/?minMu=80&panel=filters', size);
    const note = page.getByRole('alert').filter({ hasText: words });
    await note.getByRole('button', { name: '关闭' }).click();
    await note.waitFor({ state: 'detached' });
    await page.locator('[id^="row-"]').first().waitFor();
    expect(page.url()).toBe(`${site.origin}/?minMu=80`);
  });

  it('says nothing while it is not needed: fetched ahead, it is asked for again when it is', async () => {
    const { page, refusals, bringBack } = await openWithout('FilterPanel', '/?minMu=80', size);
    await mapIsIdle(page);
    await expect.poll(refusals).toBeGreaterThan(0);
    expect(await page.getByText(words).count()).toBe(0);
    await bringBack();
    await page.getByRole('button', { name: /^筛选/ }).first().click();
    await page.getByRole('heading', { name: '筛选' }).waitFor();
  });
});
