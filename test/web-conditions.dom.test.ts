import fc from 'fast-check';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { conditionQuery, emptyAddress, type Address } from '../web/parcels/address.ts';
import { appliedConditions } from '../web/parcels/applied-conditions.ts';
import Chips from '../web/parcels/Chips.svelte';
import CopyAnswerLink from '../web/parcels/CopyAnswerLink.svelte';
import { changeAddress, current, mapHref } from '../web/parcels/current-address.svelte.ts';
import MapGapNote from '../web/parcels/MapGapNote.svelte';
import type { MapGap } from '../web/parcels/map-content.svelte.ts';
import { readAddress } from '../web/parcels/read-address.ts';
import StandingFacets from '../web/parcels/StandingFacets.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { noFacets } from './support/answers.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';
import { jinhua } from './support/map-fixtures.ts';

const everything: Address = {
  ...emptyAddress,
  q: '金义 甲地块',
  industry: ['36', '381'],
  district: ['330702', '330703'],
  park: ['park-jkc-nev'],
  status: ['planned', 'listed'],
  use: ['100101'],
  readiness: ['power', 'heat'],
  indicator: ['tax_per_mu<=23.55', 'far>=1.5'],
  minMu: 80,
  maxMu: 250.5,
  maxPrice: 54_500_000,
  bbox: [119.6, 29, 119.7, 29.1],
  near: [119.63, 29.11, 5],
};

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.choose('zh-CN');
});
afterEach(clearPage);

function press(name: string) {
  const button = [...document.querySelectorAll('button')].find(
    (candidate) => (candidate.getAttribute('aria-label') ?? candidate.textContent).trim() === name,
  );
  if (button === undefined) throw new Error(`no button ${name} in ${pageText()}`);
  button.click();
  flushSync();
}

function tick(words: string) {
  const row = [...document.querySelectorAll('label')].find((label) => label.textContent.includes(words));
  const box = row?.querySelector('input');
  if (!box) throw new Error(`no row ${words} in ${pageText()}`);
  box.click();
  flushSync();
}

describe('the chips of the conditions', () => {
  it('each drop the condition they state, and no other', () => {
    const words = { city: jinhua(), industryOf: () => null, locale: 'zh-CN' as const };
    const conditions = appliedConditions(everything, words);
    const stated = conditions.filter(({ key }) => key !== 'q');
    expect(stated.length).toBeGreaterThan(10);
    showInCity(Chips, { conditions, onopen: () => undefined });
    for (const { field, words: value, drop } of stated) {
      changeAddress(everything, { replace: true });
      press(`去掉条件 ${field}：${value}`);
      expect(current.address).toEqual({ ...everything, ...drop });
      expect(appliedConditions(current.address, words)).toHaveLength(conditions.length - 1);
    }
  });
});

describe('the facets of what stands', () => {
  const named = (code: string, name: string) => ({ code, name, nameEn: name, count: 2 });
  const facets = {
    ...noFacets,
    status: [named('planned', '拟出让'), named('listed', '挂牌中')],
    use: [named('100101', '一类工业用地'), named('100102', '二类工业用地')],
  };

  it('ask for a status, in the order of the procedure, and no longer', () => {
    showInCity(StandingFacets, { facets });
    tick('挂牌中');
    tick('拟出让');
    expect(current.address.status).toEqual(['planned', 'listed']);
    tick('挂牌中');
    expect(current.address.status).toEqual(['planned']);
  });

  it('ask for a use and no longer', () => {
    showInCity(StandingFacets, { facets });
    tick('二类工业用地');
    tick('一类工业用地');
    expect(current.address.use).toEqual(['100102', '100101']);
    tick('二类工业用地');
    expect(current.address.use).toEqual(['100101']);
  });

  it('drop what is searched in on the map, the area and the distance each by itself', () => {
    changeAddress({ bbox: [119.6, 29, 119.7, 29.1], near: [119.5, 29.25, 2.5] });
    showInCity(StandingFacets, { facets });
    press('去掉条件 区位：在此区域内');
    expect(current.address).toMatchObject({ bbox: null, near: [119.5, 29.25, 2.5] });
    press('去掉条件 区位：距119.500, 29.250 2.5 km 内');
    expect(current.address).toMatchObject({ bbox: null, near: null });
    expect(pageText()).not.toContain('区位');
  });
});

describe('the link of an answer', () => {
  it('is copied whole: every condition, and the map instead of the panel', async () => {
    const written: string[] = [];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void written.push(text) } });
    changeAddress({ ...everything, panel: 'filters', sort: '-offeredAreaM2', lang: 'en' });
    showInCity(CopyAnswerLink, {});
    press('复制链接');
    await vi.waitFor(() => expect(pageText()).toContain('已复制'));
    vi.unstubAllGlobals();
    const link = new URL(written[0] ?? '');
    expect(link.origin + link.pathname).toBe(`${location.origin}/`);
    expect(readAddress(link.search).address).toEqual({ ...everything, sort: '-offeredAreaM2', lang: 'en' });
  });

  it('asks what the page asks, whichever conditions there are', () => {
    const keys = fc.subarray([...conditionQuery(everything).keys()]);
    fc.assert(
      fc.property(keys, (kept) => {
        const some = Object.fromEntries(Object.entries(everything).filter(([key]) => kept.includes(key)));
        changeAddress({ ...emptyAddress, ...some }, { replace: true });
        const { address } = readAddress(new URL(mapHref({ panel: null }), location.origin).search);
        expect(address).toEqual({ ...emptyAddress, ...some });
      }),
    );
  });
});

describe('what the map leaves out', () => {
  const gaps: [MapGap | null, string, string][] = [
    [
      { kind: 'crowded', count: 812 },
      '图内符合的较多，先画 500 宗；放大可看全部 812 宗',
      'Too many match here: 500 drawn. Zoom in to see all 812.',
    ],
    [
      { kind: 'others' },
      '图内不符合筛选的较多，未画出；放大可看',
      'Too many that do not match here: left out. Zoom in to see them.',
    ],
    [
      { kind: 'failed' },
      '图内部分地块没有载入，移动地图可再试',
      'Some parcels here did not load. Move the map to try again.',
    ],
    [null, '', ''],
  ];

  it.each(gaps)('is said on the map: %j', (gap, chinese, english) => {
    showInCity(MapGapNote, { gap });
    expect(document.querySelector('[role="status"]')?.textContent).toBe(chinese);
    document.body.replaceChildren();
    language.choose('en');
    showInCity(MapGapNote, { gap });
    expect(document.querySelector('[role="status"]')?.textContent).toBe(english);
  });
});
