import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Relaxations } from '../../api/parcels/relaxation-schema.ts';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

/** The conditions of the page's address, asked of the API: what the page shows must be exactly that. */
async function answerOf(page: Page): Promise<ParcelAnswer> {
  const query = new URL(page.url()).searchParams;
  for (const key of ['panel', 'view', 'lang', 'sheet', 'parcel']) query.delete(key);
  return site.read(`/api/parcels?${query}`, ParcelAnswer);
}

/** The longest time that anything on the page takes to change, in milliseconds. */
function longestMotionMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const styles = [...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after'].map((part) => getComputedStyle(element, part)),
    );
    const durations = styles.flatMap(({ transitionDuration, animationDuration }) =>
      `${transitionDuration},${animationDuration}`.split(',').map((seconds) => Number.parseFloat(seconds)),
    );
    const scroll = getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? 1 : 0;
    return 1000 * Math.max(scroll, ...durations.filter((seconds) => !Number.isNaN(seconds)));
  });
}

/** Waits until the panel counts what the API counts for the page's address. */
async function agrees(page: Page): Promise<ParcelAnswer> {
  const answer = await answerOf(page);
  const shown = page.locator('footer .now .value').first();
  await shown.filter({ hasText: new RegExp(`^${answer.total}$`) }).waitFor();
  await page.locator('footer[aria-busy="false"]').waitFor();
  return answer;
}

async function addressHas(page: Page, part: RegExp): Promise<void> {
  await page.waitForURL((url) => part.test(decodeURIComponent(url.search)));
}

describe('filtering', () => {
  it('narrows step by step with the count of the answer, and a link brings all of it back', async () => {
    const page = await site.open('/');
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    expect((await agrees(page)).total).toBe(29);
    expect(await longestMotionMs(page)).toBeLessThanOrEqual(1);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await longestMotionMs(page)).toBeGreaterThan(100);
    await page.emulateMedia({ reducedMotion: 'reduce' });

    const industries = page.getByRole('textbox', { name: '行业名称、代码或拼音首字母' });
    await industries.fill('qczc');
    await page.locator('mark', { hasText: /^汽车整车$/ }).waitFor();
    await industries.fill('汽车');
    await page.getByText(/^命中 \d+ 项$/).waitFor();
    await page.getByRole('checkbox', { name: /36 汽车制造业/ }).check();
    await addressHas(page, /industry=36/);
    const byIndustry = await agrees(page);
    expect(byIndustry.total).toBeLessThan(29);

    await page.getByRole('checkbox', { name: /燃气/ }).check();
    await addressHas(page, /readiness=gas/);
    await page.getByRole('textbox', { name: '面积下限' }).fill('6公顷');
    await page.keyboard.press('Enter');
    await addressHas(page, /minMu=90/);
    await page.getByRole('textbox', { name: '起始价不高于' }).fill('0.9亿');
    await page.keyboard.press('Enter');
    await addressHas(page, /maxPrice=90000000/);
    await page.getByRole('textbox', { name: '亩均税收要求不高于' }).fill('36');
    await page.keyboard.press('Enter');
    await addressHas(page, /indicator=tax_per_mu<=36/);
    const narrowed = await agrees(page);
    expect(narrowed.total).toBeGreaterThan(0);
    expect(narrowed.total).toBeLessThan(byIndustry.total);

    await page.getByRole('button', { name: `查看 ${narrowed.total} 宗地块` }).click();
    const chips = page.getByRole('group', { name: '筛选' });
    await chips.getByRole('button', { name: '筛选，已用 5 个条件' }).waitFor();
    const again = await site.open(`/${new URL(page.url()).search}`, { locale: 'en-GB' });
    await again
      .getByRole('group', { name: 'Filters' })
      .getByRole('button', { name: 'Filters, 5 applied' })
      .waitFor();
    await again
      .locator('.total .value')
      .first()
      .filter({ hasText: String(narrowed.total) })
      .waitFor();
  });

  it('is done by keyboard alone, and ends where it began', async () => {
    const page = await site.open('/');
    const open = page.getByRole('button', { name: '筛选', exact: true });
    await open.focus();
    await page.keyboard.press('Enter');
    await page.locator('#filters-title:focus').waitFor();
    const limit = page.getByRole('slider', { name: '亩均税收要求不高于' });
    await limit.focus();
    await page.keyboard.press('Home');
    await addressHas(page, /indicator=tax_per_mu<=\d/);
    await agrees(page);
    await page.keyboard.press('End');
    await page.waitForURL((url) => !url.search.includes('indicator'));
    await agrees(page);
    await page.getByRole('checkbox', { name: /供热/ }).focus();
    await page.keyboard.press('Space');
    await addressHas(page, /readiness=heat/);
    const { total } = await agrees(page);
    await page.getByRole('button', { name: '关闭' }).focus();
    await page.keyboard.press('Enter');
    await page
      .locator('.total .value')
      .first()
      .filter({ hasText: String(total) })
      .waitFor();
    await page.locator('button:focus[aria-label="筛选，已用 1 个条件"]').waitFor();
  });

  it('keeps what cannot be read, says how to write it, and goes on asking the rest', async () => {
    const page = await site.open('/?panel=filters', { size: 'phone' });
    const input = page.getByRole('textbox', { name: '面积上限' });
    await input.fill('约八十');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '写一个面积' }).waitFor();
    expect(await input.inputValue()).toBe('约八十');
    await page.getByRole('checkbox', { name: /燃气/ }).check();
    await addressHas(page, /readiness=gas/);
    expect(await input.inputValue()).toBe('约八十');
    await input.fill('80');
    await page.keyboard.press('Enter');
    await addressHas(page, /maxMu=80/);
    expect(await page.getByRole('alert').filter({ hasText: '写一个面积' }).count()).toBe(0);
  });

  it('shows at most two lines of chips, and hides the rest from the keyboard too', async () => {
    const conditions =
      'industry=37&district=330702,330703&minMu=20&readiness=power,water,gas&indicator=rd_ratio>=1';
    const page = await site.open(`/?lang=en&${conditions}&maxPrice=60000000`);
    const chips = page.getByRole('group', { name: 'Filters' });
    await chips.getByRole('button', { name: 'Filters, 8 applied' }).waitFor();
    const seen = await chips.evaluate((row) => {
      const all = [...row.querySelectorAll('button')];
      const shown = all.filter((chip) => getComputedStyle(chip).visibility === 'visible');
      return {
        all: all.length,
        lines: new Set(shown.map((chip) => chip.offsetTop)).size,
        height: row.clientHeight,
      };
    });
    expect(seen.lines).toBe(2);
    expect(seen.height).toBeLessThanOrEqual(72);
    expect(await chips.getByRole('button').count()).toBeLessThan(seen.all);
  });
});

describe('a link that outlived the data', () => {
  it('answers the rest, names what is gone, and is rewritten only when the person agrees', async () => {
    const page = await site.open('/?park=park-old&industry=36,99&readiness=monorail&minMu=20');
    const note = page.getByText('此链接中的条件已不存在，已略过：');
    await note.filter({ hasText: '行业 99、园区 park-old、配套 monorail' }).waitFor();
    const answer = await site.read('/api/parcels?industry=36&minMu=20', ParcelAnswer);
    await page
      .locator('.total .value')
      .first()
      .filter({ hasText: String(answer.total) })
      .waitFor();
    expect(page.url()).toContain('park-old');
    await page.getByRole('button', { name: '知道了' }).click();
    await page.waitForURL((url) => !/park|99|monorail/.test(url.search));
    expect(new URL(page.url()).searchParams.get('industry')).toBe('36');
    await note.waitFor({ state: 'detached' });
  });
});

describe('an empty answer', () => {
  const conditions = 'industry=36&maxMu=20';

  it.each(['wide', 'phone'] as const)('offers what one change gives, on a %s screen', async (size) => {
    const { items } = await site.read(`/api/parcel-relaxations?${conditions}`, Relaxations);
    const [best] = items;
    if (best === undefined) throw new Error('the demonstration answers every single change with nothing');
    const page = await site.open(`/?${conditions}`, { size });
    await page.getByText('没有地块同时符合这 2 个条件。').first().waitFor();
    const offers = page.getByRole('region', { name: '只放宽一个条件' }).getByRole('listitem');
    const first = offers.first().getByRole('button');
    await first.filter({ hasText: `+${best.gain}` }).waitFor();
    expect(await offers.count()).toBe(Math.min(4, items.length));
    await first.filter({ hasText: '地图正在预览' }).waitFor();
    await first.click();
    await page
      .locator('.total .value')
      .first()
      .filter({ hasText: new RegExp(`^${best.gain}$`) })
      .waitFor();
    expect((await answerOf(page)).total).toBe(best.gain);
    await page.goBack();
    await page.getByText('没有地块同时符合这 2 个条件。').first().waitFor();
  });

  it('names an officer to call where one office answers for the place, and clears everything in one step', async () => {
    const page = await site.open('/?park=park-jkc-nev&maxMu=1&minMu=0.5&q=没有这样的地块');
    await page.getByRole('link', { name: /陈晓岚/ }).waitFor();
    expect(await page.getByRole('link', { name: /陈晓岚/ }).getAttribute('href')).toMatch(/^tel:\+86\d+$/);
    await page.getByRole('button', { name: '全部清除' }).click();
    await page.locator('.total .value').first().filter({ hasText: '29' }).waitFor();
  });
});
