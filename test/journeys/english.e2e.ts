import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Parcel, ParcelAnswer } from '../../api/parcels/schema.ts';
import { expectEnglish } from '../support/english.ts';
import { mapIsIdle } from '../support/browser.ts';
import { overhangPx } from '../support/touch.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

/** Money in English is CNY with k or m, and never in 万元 or yuan signs. */
async function expectMoneyAndAreas(page: Page): Promise<void> {
  const main = page.getByRole('main');
  // The figures come after the page itself.
  await expect.poll(() => main.innerText(), { timeout: 30_000 }).toMatch(/CNY\s[\d,.]+\s[km]\b/);
  const text = await main.innerText();
  expect(text).not.toMatch(/¥|\bRMB\b|\byuan\b/i);
  expect(text).toMatch(/\bmu\b/);
  expect(text).toMatch(/[\d,.]+\s*ha\b/);
}

describe('all of it in English', () => {
  it('from the map to the shortlist, by a link that says so', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const page = await site.open('/?lang=en');
    await mapIsIdle(page);
    await expectEnglish(page);
    await expectMoneyAndAreas(page);

    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('checkbox', { name: /^36 Automobiles/ }).check();
    const { total } = await site.read('/api/parcels?industry=36', ParcelAnswer);
    const show = page.getByRole('button', { name: `Show ${total} parcels` });
    await show.waitFor();
    await expectEnglish(page);
    await show.click();
    await page.getByRole('button', { name: 'Filters, 1 applied' }).waitFor();

    await page.locator('#row-JKC-2020-07').click();
    const drawer = page.getByRole('complementary', { name: 'Parcel details' });
    await drawer.getByRole('heading', { name: 'Dates' }).waitFor();
    await mapIsIdle(page);
    await page.getByRole('region', { name: 'Legend' }).getByText('CNY k/mu').first().waitFor();
    await expectEnglish(page);
    const facts = await drawer.innerText();
    expect(facts).toContain('Beijing time');
    expect(facts).toMatch(/\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}/);
    await drawer.getByRole('button', { name: 'Compare JKC-2020-07' }).click();
    await drawer.getByRole('button', { name: 'Shortlist JKC-2020-07' }).click();
    await page.locator('#row-JKC-2020-03').click();
    await drawer.getByRole('button', { name: 'Compare JKC-2020-03' }).click();
    await drawer.getByRole('button', { name: 'Shortlist JKC-2020-03' }).click();
    await expectEnglish(page);
    await site.shoot(page, 'english-map');

    await page.getByRole('link', { name: 'Compare 2 parcels' }).click();
    await page.getByRole('heading', { level: 1, name: /^Compare 2 parcels/ }).waitFor();
    await page.getByRole('table').waitFor();
    await expectEnglish(page);
    await expectMoneyAndAreas(page);
    expect(await page.getByRole('table').innerText()).toContain('Beijing time');
    await site.shoot(page, 'english-compare', { fullPage: true });

    await page.getByRole('table').getByRole('link', { name: parcel.nameEn }).click();
    await page.getByRole('heading', { level: 1, name: parcel.nameEn }).waitFor();
    await page.getByRole('heading', { name: 'Documents' }).waitFor();
    await expectEnglish(page);
    await expectMoneyAndAreas(page);
    const main = await page.getByRole('main').innerText();
    expect(main).toMatch(/[\d,]+\s*m²/);
    expect(main).toContain('Beijing time');
    // What a document says stays as it says it, and is told to be Chinese.
    const originals = page.locator('[lang="zh-CN"]').filter({ hasText: /\p{Script=Han}/u });
    expect(await originals.count()).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('img', { name: /^Picture of/ }).waitFor();
    await expectEnglish(page);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Shortlist, 2 parcels' }).click();
    await page.getByRole('heading', { name: '2 kept' }).waitFor();
    await page.getByRole('button', { name: 'Drop JKC-2020-03' }).click();
    await expectEnglish(page);
    await page
      .getByRole('group', { name: /JKC-2020-03/ })
      .getByRole('button')
      .first()
      .click();
    await expectEnglish(page);
    await expectMoneyAndAreas(page);
    await site.shoot(page, 'english-shortlist', { fullPage: true });
  });

  it('long names of facts leave room for what they name', async () => {
    const page = await site.open('/parcels/JKC-2020-07?lang=en');
    const values = page.getByRole('main').locator('dl > div > dd').filter({ visible: true });
    await values.first().waitFor();
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 768 });
      const widths = await values.evaluateAll((cells) => cells.map((cell) => cell.clientWidth));
      expect(Math.min(...widths), `at ${width}`).toBeGreaterThan(70);
      expect(await overhangPx(page)).toBe(0);
    }
  });

  it('on the table, its menus, an empty answer and pages that are not there, by the button', async () => {
    const page = await site.open('/?show=table', { locale: 'zh-CN' });
    await page.getByRole('table').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Table of parcels' }).waitFor({ state: 'attached' });
    expect(new URL(page.url()).searchParams.get('lang')).toBe('en');
    await expectEnglish(page);
    expect(await page.getByRole('table').innerText()).toMatch(/CNY m/);
    await page.getByRole('button', { name: /^Columns/ }).click();
    const columns = page.getByRole('group', { name: 'Columns' });
    await columns.waitFor();
    expect(await columns.innerText()).toMatch(/\bha\b[\s\S]*m²|m²[\s\S]*\bha\b/);
    await expectEnglish(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('button', { name: /^Excel/ }).waitFor();
    await expectEnglish(page);
    await page.keyboard.press('Escape');
    await site.shoot(page, 'english-table');

    for (const path of [
      '/?industry=36&maxMu=20&show=table&lang=en',
      '/?park=park-old&industry=36,99&q=zzz&lang=en',
      '/compare?lang=en',
      '/compare?compare=JKC-2020-07&compare=NOPE-1&lang=en',
      '/shortlist?lang=en',
      '/shortlist?lang=en#s=broken',
    ]) {
      await page.goto(site.origin + path);
      await page
        .getByRole('main')
        .getByRole('link')
        .or(page.getByRole('main').getByRole('button'))
        .first()
        .waitFor();
      await page.waitForLoadState('networkidle');
      await expectEnglish(page);
    }
  });

  it.each(['/parcels/NOPE-1', '/no/such/page'])('at %s too', async (path) => {
    const page = await site.openEmpty({ locale: 'en-GB' });
    const answer = await page.goto(site.origin + path);
    expect(answer?.status()).toBe(404);
    await page.getByRole('main').getByRole('link').first().waitFor();
    await expectEnglish(page);
  });
});
