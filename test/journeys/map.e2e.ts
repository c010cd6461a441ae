import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PublicCity } from '../../api/city/schema.ts';
import { Relaxations } from '../../api/parcels/relaxation-schema.ts';
import { Parcel, ParcelAnswer } from '../../api/parcels/schema.ts';
import { formatDay } from '../../web/ui/dates.ts';
import { mapIsIdle, type SizeName } from '../support/browser.ts';
import { placeOnMap } from '../support/map-place.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();

/** The row of the list and the parcel on the map each show when the other is pointed at. */
async function expectHoverBothWays(page: Page, parcel: Parcel): Promise<void> {
  const row = page.locator(`#row-${parcel.code}`);
  const { x, y } = await placeOnMap(page, parcel.centroid);
  const clip = { x: x - 60, y: y - 60, width: 120, height: 120 };
  const seen = async () => (await page.screenshot({ clip })).toString('base64');
  const atRest = await seen();
  await row.hover();
  await expect.poll(seen).not.toBe(atRest);
  await page.mouse.move(2, 2);
  await expect.poll(seen).toBe(atRest);
  expect(await row.getAttribute('class')).not.toContain('hovered');
  await page.mouse.move(x, y);
  await expect.poll(() => row.getAttribute('class')).toContain('hovered');
}

const words = {
  'zh-CN': {
    groups: ['控制指标', '规划条件', '配套', '区域评估', '价格', '时间', '区位', '联系'],
    sample: '示例数据',
    banner: (days: number) => `2020 年的日期整体顺延了 ${days} 天`,
    released: (onOffer: number) => `2020-03-02 推出 29 宗 3,261.00 亩 ・ 现可供 ${onOffer} 宗`,
    notice: '以自然资源和规划局公告为准',
    asOf: '数据截至',
    fullPage: '地块全页',
    verified: /来源：.+ 于 \d{4}-\d{2}-\d{2} 核实/,
    source: '来源：',
    badge: /\d+ 天前核实|待复核 \d+ 天/,
  },
  en: {
    groups: [
      'Control indicators',
      'Planning limits',
      'Utilities',
      'Regional evaluations',
      'Price',
      'Dates',
      'Location',
      'Contact',
    ],
    sample: 'Sample data',
    banner: (days: number) => `the dates of 2020 were moved by ${days} days`,
    released: (onOffer: number) =>
      `29 parcels, 3,261.00 mu released on 2 Mar 2020 ・ ${onOffer} on offer now`,
    notice: 'The notice of the Natural Resources and Planning Bureau prevails',
    asOf: 'Data as of',
    fullPage: 'Full page',
    verified: /Source: .+Verified by .+ on \d{1,2} \w{3} \d{4}/,
    source: 'Source: ',
    badge: /Verified \d+ d ago|Re-check \d+ d/,
  },
} as const;
type Language = keyof typeof words;

/** The groups of facts in the order in which they are read; beside the facts of a wide page the contact comes first. */
function readingOrder(language: Language, size: SizeName): string[] {
  const { groups } = words[language];
  const [location, contact] = groups.slice(-2);
  if (size !== 'wide' || location === undefined || contact === undefined) return [...groups];
  return [...groups.slice(0, -2), contact, location];
}

async function expectGroups(page: Page, language: Language, size: SizeName): Promise<void> {
  const { groups, verified, source, asOf } = words[language];
  const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts();
  expect(headings.filter((heading) => groups.some((group) => group === heading))).toEqual(
    readingOrder(language, size),
  );
  const today = `${asOf} ${formatDay(new Date(), language)}`;
  for (const [index, group] of groups.entries()) {
    const heading = page.getByRole('heading', { level: 2, name: group, exact: true });
    const text = await page.locator('section').filter({ has: heading }).innerText();
    // Evaluations, distances and the office come from registers of their own, as they are today.
    if (index === 3 || index > 5) expect(text, group).toContain(today);
    else expect(text, group).toMatch(verified);
    if (index === 6) expect(text).toContain(source);
  }
}

/** Every control indicator of the industry shows its unit, what demands it and how old its check is. */
async function expectIndicators(page: Page, parcel: Parcel, language: Language): Promise<void> {
  const city = await site.read('/api/city', PublicCity);
  const { groups, badge } = words[language];
  const heading = page.getByRole('heading', { level: 2, name: groups[0], exact: true });
  const rows = page.locator('section').filter({ has: heading }).locator('tbody tr, .row');
  const texts = await rows.allInnerTexts();
  const indicators = Object.entries(parcel.admissions[0]?.indicators ?? {});
  expect(indicators.length).toBeGreaterThan(5);
  for (const [key, indicator] of indicators) {
    const definition = city.indicators.find((known) => known.key === key);
    if (definition === undefined) throw new Error(`${key} is not of the pack`);
    const row = texts.find((text) => text.includes(definition.label[language]));
    expect(row, key).toContain(definition.unit[language]);
    expect(row, key).toContain(indicator?.basis);
  }
  for (const text of texts) expect(text).toMatch(badge);
}

describe.each([
  ['zh-CN', 'wide'],
  ['en', 'small'],
  ['zh-CN', 'phone'],
  ['en', 'phone'],
] as const)('in %s on a %s screen', (language, size) => {
  const { sample, banner, released, notice, asOf, fullPage } = words[language];

  it('a person clicks a parcel on the map and follows it to its page', async () => {
    const parcel = await site.read('/api/parcels/JKC-2020-07', Parcel);
    const { all } = await site.read('/api/parcels', ParcelAnswer);
    const name = language === 'en' ? parcel.nameEn : parcel.name;
    // A little above the parcel, so that it is not under the sheet of a phone.
    const [lon, lat] = [parcel.centroid[0], parcel.centroid[1] - (size === 'phone' ? 0.004 : 0)];
    const view = `${lon.toFixed(5)},${lat.toFixed(5)},14`;
    const page = await site.open(`/?view=${view}&sheet=peek&lang=${language}`, { size });
    await mapIsIdle(page);
    await site.shoot(page, `map-${size}-${language}`);
    await page.getByText(released(all.onOffer)).filter({ visible: true }).waitFor();

    if (size === 'wide') await expectHoverBothWays(page, parcel);
    const { x, y } = await placeOnMap(page, parcel.centroid);
    await page.mouse.click(x, y);
    await page.waitForURL(/parcel=JKC-2020-07/);
    await page.getByText(name, { exact: true }).filter({ visible: true }).first().waitFor();
    await mapIsIdle(page);
    await site.shoot(page, `picked-${size}-${language}`);

    // From the drawer, or from the row that a phone's sheet shows of the picked parcel.
    const way =
      size === 'phone' ? page.getByRole('link', { name }) : page.getByRole('link', { name: fullPage });
    await way.filter({ visible: true }).first().click();
    await page.waitForURL(/\/parcels\/JKC-2020-07/);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await expectGroups(page, language, size);
    await expectIndicators(page, parcel, language);
    const main = page.getByRole('main');
    const today = `${asOf} ${formatDay(new Date(), language)}`;
    await main.getByText(notice).filter({ visible: true }).first().waitFor();
    await main.getByText(today).filter({ visible: true }).first().waitFor();
    await main.getByText(sample, { exact: true }).filter({ visible: true }).first().waitFor();
    const { demonstration } = await site.read('/api/city', PublicCity);
    expect(await page.getByRole('complementary', { name: sample }).innerText()).toContain(
      banner(demonstration?.shiftedDays ?? 0),
    );
    await page.locator('[data-map-state="idle"]').first().waitFor({ timeout: 60_000 });
    await site.shoot(page, `parcel-${size}-${language}`, { fullPage: true });
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
  });
});

describe('on a wide screen', () => {
  it('list, map and counts are one answer, and the address brings it back', async () => {
    const page = await site.open('/', { size: 'wide' });
    await mapIsIdle(page);
    await page.goto(`${site.origin}/?industry=36&minMu=80&maxMu=250`);
    await mapIsIdle(page);
    const response = await fetch(`${site.origin}/api/parcels?industry=36&minMu=80&maxMu=250`);
    const answer = (await response.json()) as { total: number; items: { name: string }[] };
    const main = page.locator('body');
    await expect.poll(() => main.innerText()).toContain(`${answer.total}\n宗`);
    const counts = await page
      .locator('[data-park]')
      .evaluateAll((parks) => parks.map(({ firstChild }) => Number(firstChild?.textContent)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(answer.total);
    const text = await main.innerText();
    for (const { name } of answer.items) expect(text).toContain(name);
    await site.shoot(page, `filtered-wide`);
    const before = await main.innerText();
    await page.reload();
    await mapIsIdle(page);
    await expect.poll(() => main.innerText()).toBe(before);
  });

  it('says what to loosen when nothing fits', async () => {
    const page = await site.open('/?district=330727&minMu=200', { size: 'wide' });
    await mapIsIdle(page);
    await site.shoot(page, `empty-wide`);
    expect(await page.locator('body').innerText()).toContain('没有地块');
    const asked = '/api/parcel-relaxations?district=330727&minMu=200';
    const [anywhere, smaller, ...others] = (await site.read(asked, Relaxations)).items;
    expect([anywhere?.key, smaller?.key, others.length]).toEqual(['district', 'minMu', 0]);
    const gains = (offer: Relaxations['items'][number] | undefined) => {
      const hundredths = Math.round(((offer?.gainAreaM2 ?? 0) * 15) / 100);
      return `+${offer?.gain} 宗 ${(hundredths / 100).toFixed(2)} 亩`;
    };
    const offers = page.getByRole('region', { name: '只放宽一个条件' }).getByRole('listitem');
    const texts = async () => (await offers.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    await expect
      .poll(texts)
      .toEqual([
        `区县 ・ 地图正在预览 原为 磐安县 不限 ${gains(anywhere)}`,
        `面积下限 原为 200 ${smaller?.to} 亩 ${gains(smaller)}`,
      ]);
  });
});
