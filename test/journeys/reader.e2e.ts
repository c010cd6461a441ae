import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PublicCity } from '../../api/city/schema.ts';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { mapIsIdle } from '../support/browser.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const compare = '/compare?compare=JKC-2020-07&compare=JKC-2020-03';

const pages = [
  '/',
  '/?parcel=JKC-2020-07',
  '/?panel=filters',
  '/?show=table',
  '/parcels/JKC-2020-07',
  compare,
];

/** What every page owes who only hears it. */
async function expectOutline(page: Page): Promise<void> {
  const flaws = await page.evaluate(() => {
    const isSpoken = (element: Element) =>
      element.checkVisibility() && element.closest('[aria-hidden="true"], [inert]') === null;
    const spoken = (selector: string) => [...document.querySelectorAll(selector)].filter(isSpoken);
    const levels = spoken('h1, h2, h3, h4, h5, h6').map(({ localName }) => Number(localName[1]));
    const jumps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
    const described = (element: Element) =>
      element.getAttribute('aria-label') ??
      (element.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join('');
    const several = (selector: string) => (spoken(selector).length > 1 ? spoken(selector) : []);
    const landmarks = [
      ...several('nav, [role="navigation"]'),
      ...several('aside'),
      ...spoken('[role="region"]'),
    ];
    return {
      titles: levels.filter((level) => level === 1).length,
      mains: spoken('main').length,
      jumps,
      unnamed: landmarks
        .filter((part) => described(part).trim() === '')
        .map(({ outerHTML }) => outerHTML.length),
      wordless: spoken(
        'img:not([alt]), svg:not([aria-hidden="true"]):not([aria-label]):not([aria-labelledby])',
      ).map(({ localName, classList }) => `${localName}.${classList.value}`),
    };
  });
  expect(flaws).toEqual({ titles: 1, mains: 1, jumps: [], unnamed: [], wordless: [] });
  // Controls as they are announced: what has no name is announced as its kind alone.
  const said = await page.locator('body').ariaSnapshot();
  const nameless = said.match(
    /- (?:button|link|checkbox|radio|textbox|searchbox|combobox|slider|switch|img|heading|columnheader|dialog)(?![ \w]* ")(?=[:\s[]).*/g,
  );
  expect(nameless ?? []).toEqual([]);
}

const labelOf = async (key: string): Promise<string> => {
  const { indicators } = await site.read('/api/city', PublicCity);
  return indicators.find((definition) => definition.key === key)?.label['zh-CN'] ?? '';
};

describe('read aloud', () => {
  it.each(['wide', 'phone'] as const)(
    'every page has one title, an outline and names, on a %s screen',
    async (size) => {
      const page = await site.open('/', { size });
      for (const path of pages) {
        await page.goto(site.origin + path);
        await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle');
        if (new URL(page.url()).pathname === '/' && !path.includes('table')) await mapIsIdle(page);
        await expectOutline(page);
      }
    },
  );

  it('the list says how many there are, and each row what it is, in the order of what matters', async () => {
    const page = await site.open('/');
    await mapIsIdle(page);
    const answer = await site.read('/api/parcels', ParcelAnswer);
    const city = await site.read('/api/city', PublicCity);
    const indicator = await labelOf(city.theme.indicator);
    const said = await page.getByRole('main').ariaSnapshot();
    expect(said).toContain(`- status: ${answer.total} 宗地块，共 3,261.00 亩`);
    const rows = page.getByRole('list', { name: '地块' }).getByRole('listitem');
    expect(await rows.count()).toBe(answer.total);
    for (const [index, parcel] of answer.items.slice(0, 6).entries()) {
      const status = city.statuses.find(({ key }) => key === parcel.status)?.label['zh-CN'] ?? '';
      const [, link = ''] = (await rows.nth(index).ariaSnapshot()).split('\n');
      const spoken = [
        parcel.name,
        parcel.code,
        parcel.park.name,
        indicator,
        '万元/亩·年',
        ' 亩 ',
        '万元起',
        status,
      ];
      const at = spoken.map((words) => link.indexOf(words));
      expect(
        at.every((position) => position > 0),
        link,
      ).toBe(true);
      expect(at, link).toEqual(at.toSorted((one, other) => one - other));
    }
  });

  it('the map has a name and counts of its own, and the table answers all that it shows', async () => {
    const page = await site.open('/');
    await mapIsIdle(page);
    const answer = await site.read('/api/parcels', ParcelAnswer);
    const map = page.getByRole('region', { name: '地图', exact: true });
    expect(await map.getByRole('region', { name: /^招商地图：.*列表/ }).count()).toBe(1);
    const shown = new Map<string, number>();
    for (const marker of await map.getByRole('button', { name: /放大到该园区/ }).all()) {
      const [, park = '', count = ''] =
        /^(.+)：(\d+) 宗符合/.exec((await marker.getAttribute('aria-label')) ?? '') ?? [];
      shown.set(park, Number(count));
    }
    await page.getByRole('link', { name: '表格' }).click();
    const table = page.getByRole('table', { name: '地块' });
    await table.waitFor();
    const places = table.getByRole('row').filter({ has: page.getByRole('rowheader') });
    const counted = new Map<string, number>();
    for (const text of await places.allInnerTexts()) {
      const park = answer.parks.find(({ name }) => text.includes(name))?.name ?? '';
      counted.set(park, (counted.get(park) ?? 0) + 1);
    }
    expect(shown.size).toBeGreaterThan(8);
    expect(new Map([...counted].toSorted())).toEqual(new Map([...shown].toSorted()));

    const heads = await table.getByRole('columnheader').allInnerTexts();
    for (const head of [/出让面积\s*亩/, /起始价\s*万元/, /亩均税收\s*≥\s*万元\/亩·年/, /状态/, /园区/])
      expect(
        heads.some((text) => head.test(text)),
        String(head),
      ).toBe(true);
    const [first] = answer.items;
    const row = await table
      .getByRole('row')
      .filter({ hasText: first?.code ?? '' })
      .ariaSnapshot();
    expect(row).toContain(`rowheader "${first?.name} ${first?.code}"`);
    expect(row).toContain(`checkbox "选择 ${first?.name} ${first?.code}"`);
  });

  it('a condition that is set tells the new count, once it is known', async () => {
    const page = await site.open('/?panel=filters');
    const told = page.getByRole('status').filter({ hasText: /宗地块，共/ });
    await told.filter({ hasText: /^29 宗/ }).waitFor({ state: 'attached' });
    await page.getByRole('checkbox', { name: /供热/ }).check();
    const { total } = await site.read('/api/parcels?readiness=heat', ParcelAnswer);
    expect(total).not.toBe(29);
    await told
      .filter({ hasText: new RegExp(`^${total} 宗地块，共 [\\d,.]+ 亩$`) })
      .waitFor({ state: 'attached' });
  });

  it('a comparison is a table whose cells stand under a parcel and beside a name', async () => {
    const page = await site.open(compare);
    const table = page.getByRole('table');
    await table.waitFor();
    const heads = table.getByRole('columnheader');
    expect(await heads.count()).toBe(2);
    expect(await heads.first().ariaSnapshot()).toContain('JKC-2020-07');
    const groups = await table.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(groups.length).toBeGreaterThan(3);
    const row = table.getByRole('row', { name: /^出让面积/ });
    expect(await row.getByRole('rowheader').innerText()).toMatch(/出让面积\s*亩/);
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      expect.stringMatching(/^113\.56\s*7\.57 公顷$/),
      expect.stringMatching(/^108\.45\s*7\.23 公顷$/),
    ]);
    // A tag says in words which is least and most; colour alone says nothing.
    expect(await table.getByText('最低', { exact: true }).count()).toBeGreaterThan(2);
  });

  it('a parcel’s page reads as an outline of facts, each with its unit, its source and who to call', async () => {
    const page = await site.open('/parcels/JKC-2020-07');
    await page.getByRole('heading', { name: '资料' }).waitFor();
    const said = await page.getByRole('main').ariaSnapshot();
    const order = ['控制指标', '规划条件', '配套', '区域评估', '价格', '时间', '资料', '联系', '区位'];
    const at = order.map((title) => said.indexOf(`heading "${title}" [level=2]`));
    expect(at.every((position) => position > 0)).toBe(true);
    expect(said).toMatch(
      /term: 出让面积\n\s*- definition: 113\.56 亩\n\s*- definition: [\d,]+ m² ・ 7\.57 公顷/,
    );
    expect(said).toMatch(/row "亩均税收 ≥ 32\.0 万元\/亩·年 达产 .*核实"/);
    expect(said).toMatch(/link "致电 陈晓岚/);
    await page.getByRole('region', { name: /^地块 JKC-2020-07 及周边/ }).waitFor();
  });
});
