import type { Component } from 'svelte';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { provideCity } from '../web/city/city-context.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import AreaInput from '../web/parcels/AreaInput.svelte';
import { current, knowCity } from '../web/parcels/current-address.svelte.ts';
import IgnoredNote from '../web/parcels/IgnoredNote.svelte';
import IndicatorFacet from '../web/parcels/IndicatorFacet.svelte';
import IndustryBranch from '../web/parcels/IndustryBranch.svelte';
import PriceFacet from '../web/parcels/PriceFacet.svelte';
import ReadinessFacet from '../web/parcels/ReadinessFacet.svelte';
import RegionFacet from '../web/parcels/RegionFacet.svelte';
import RelaxationRow from '../web/parcels/RelaxationRow.svelte';
import ReplacedIndustry from '../web/parcels/ReplacedIndustry.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { rewriteQuery } from '../web/ui/place.svelte.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';

const mounted: object[] = [];

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.choose('zh-CN');
});

afterEach(async () => {
  for (const component of mounted.splice(0)) await unmount(component);
  document.body.replaceChildren();
  rewriteQuery('', { replace: true });
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const inCity: Component<Props> = (internals, given) => {
    provideCity(jinhua());
    return component(internals, given);
  };
  mounted.push(mount(inCity, { target: document.body, props, context: new Map() }));
  flushSync();
}

function text(): string {
  return document.body.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

function find<Kind extends Element>(kind: new () => Kind, selector: string): Kind {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`no ${selector}`);
  return element;
}

function write(label: string, written: string) {
  const input = find(HTMLInputElement, `input[type="text"][aria-label="${label}"]`);
  input.value = written;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
  return input;
}

function click(selector: string) {
  find(HTMLElement, selector).click();
  flushSync();
}

describe('the facet of areas', () => {
  it('takes 公顷 for 亩, keeps what it cannot read and says how to write it', () => {
    const chosen: (number | null)[] = [];
    show(AreaInput, { label: '面积下限', value: null, onchoose: (mu: number | null) => chosen.push(mu) });
    write('面积下限', '8公顷');
    expect(chosen).toEqual([120]);
    const input = write('面积下限', '八十');
    expect(input.value).toBe('八十');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      '写一个面积，如 80、80 亩或 5.3 公顷。',
    );
    write('面积下限', '90');
    expect(chosen).toEqual([120, 90]);
    expect(text()).not.toContain('写一个');
  });
});

describe('the facet of prices', () => {
  const prices = [
    { yuan: 40_000_000, count: 2, matching: 1 },
    { yuan: 90_000_000, count: 1, matching: 1 },
  ];
  const props = (maxPrice: number | null, chosen: (number | null)[] = []) => ({
    prices,
    unpriced: { count: 4, matching: 3 },
    maxPrice,
    onchoose: (yuan: number | null) => chosen.push(yuan),
  });

  it('reads 万元 and 亿, and in English CNY m', () => {
    const chosen: (number | null)[] = [];
    show(PriceFacet, props(null, chosen));
    write('起始价不高于', '5450');
    write('起始价不高于', '1.2亿');
    language.choose('en');
    flushSync();
    write('Start price at most', '54.5');
    expect(chosen).toEqual([54_500_000, 120_000_000, 54_500_000]);
  });

  it('says that a limit leaves out what has no price yet, and how many', () => {
    show(PriceFacet, props(null));
    expect(text()).toContain('另有 3 宗起始价待公告');
    document.body.replaceChildren();
    show(PriceFacet, props(50_000_000));
    expect(text()).toContain('3 宗起始价待公告，设上限后不含在内');
    expect(text()).toContain('1/2 宗不高于此值');
  });

  it('counts nothing where its steps of a million yuan cannot tell', () => {
    show(PriceFacet, props(39_500_000));
    expect(text()).not.toContain('不高于此值');
  });
});

describe('the facet of utilities', () => {
  const named = (code: string, name: string, count: number) => ({ code, name, nameEn: code, count });
  const counts = [named('power', '供电', 14), named('heat', '供热', 0), named('gas', '燃气', 0)];

  it('adds and drops, and lets nobody choose what would leave nothing', () => {
    const chosen: string[][] = [];
    show(ReadinessFacet, { counts, chosen: ['gas'], onchoose: (codes: string[]) => chosen.push(codes) });
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
    boxes[0]?.click();
    boxes[2]?.click();
    expect(chosen).toEqual([['gas', 'power'], []]);
  });
});

describe('the facet of requirements', () => {
  const indicators = jinhua().indicators.map(({ key }) => ({
    key,
    values: [
      { value: 20, count: 2, matching: 2 },
      { value: 30, count: 3, matching: 1 },
    ],
    unknown: { count: 1, matching: 1 },
  }));
  const props = (conditions: string[], chosen: string[][] = []) => ({
    indicators,
    conditions,
    industries: ['36'],
    onchoose: (next: string[]) => chosen.push(next),
  });

  it('opens the map’s own indicator and the investment, and others on demand', () => {
    show(IndicatorFacet, props([]));
    expect(
      [...document.querySelectorAll('input[type="range"]')].map((input) => input.getAttribute('aria-label')),
    ).toEqual(['固定资产投资强度要求不高于', '亩均税收要求不高于']);
    expect(text()).toContain('按行业 36');
    click('[role="group"][aria-label="添加指标："] button');
    expect(document.querySelectorAll('input[type="range"]')).toHaveLength(3);
  });

  it('counts parcels that ask no more, and those that do not say', () => {
    show(IndicatorFacet, props(['tax_per_mu<=25']));
    expect(text()).toContain('2/3 宗不高于此值，1 宗未公布');
  });

  it('keeps what a link asks otherwise, shows it and drops it by itself', () => {
    const chosen: string[][] = [];
    show(IndicatorFacet, props(['rd_ratio>=2', 'tax_per_mu<=25', 'far<=2'], chosen));
    expect(document.querySelectorAll('input[type="range"]')).toHaveLength(3);
    write('亩均税收要求不高于', '28');
    click('button[aria-label*="研发占比 ≥ 2 %"]');
    click('button[aria-label*="容积率 ≤ 2"]');
    expect(chosen).toEqual([
      ['rd_ratio>=2', 'tax_per_mu<=28', 'far<=2'],
      ['tax_per_mu<=25', 'far<=2'],
      ['rd_ratio>=2', 'tax_per_mu<=25'],
    ]);
  });

  it('takes CNY k of an English reader and asks in 万元', () => {
    language.choose('en');
    const chosen: string[][] = [];
    show(IndicatorFacet, props([], chosen));
    write('Tax per mu required, at most', '235.5');
    expect(chosen).toEqual([['tax_per_mu<=23.55']]);
    const input = write('Tax per mu required, at most', 'cheap');
    expect(input.value).toBe('cheap');
    expect(text()).toContain('Write a number in CNY k/mu·yr.');
  });
});

describe('the facet of districts', () => {
  const count = (code: string, name: string, parcels: number) => ({
    code,
    name,
    nameEn: name,
    count: parcels,
  });
  const districts = [count('330702', '婺城区', 11), count('330703', '金东区', 3)];
  const parks = [count('park-jkc-nev', '新能源汽车产业园', 7), count('park-jyx-smart', '金义智能制造园', 3)];

  it('groups parks under their district, and shows those that are chosen', () => {
    const chosen: object[] = [];
    const onchoose = (next: object) => chosen.push(next);
    show(RegionFacet, { districts, parks, chosen: { district: [], park: ['park-jyx-smart'] }, onchoose });
    expect(text()).toContain('金义智能制造园');
    expect(text()).not.toContain('新能源汽车产业园');
    click('button[aria-label="婺城区的园区"]');
    expect(text()).toMatch(/婺城区 11 ?新能源汽车产业园 7 ?金东区/);
    find(HTMLInputElement, 'ul ul input').click();
    expect(chosen).toEqual([{ district: [], park: ['park-jyx-smart', 'park-jkc-nev'] }]);
  });
});

describe('the tree of industries on the page', () => {
  it('shows rows without parcels and lets nobody choose them', () => {
    const leaf = { state: 'off' as const, children: [], nameEn: '', initials: '' };
    const nodes = [
      { ...leaf, code: '361', name: '汽车整车制造', count: 4 },
      { ...leaf, code: '364', name: '低速汽车制造', count: 0 },
    ];
    show(IndustryBranch, { nodes, words: '汽车', ontoggle: () => undefined });
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input')];
    expect(boxes.map(({ disabled }) => disabled)).toEqual([false, true]);
    expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['汽车', '汽车']);
  });
});

describe('a link that outlived the data', () => {
  it('is asked without what is gone, says what that was, and stays as it is until the person says so', () => {
    knowCity(jinhua());
    rewriteQuery('?park=park-old,park-jkc-nev&minMu=20&status=leased', { replace: true });
    show(IgnoredNote, {});
    expect(current.address.park).toEqual(['park-jkc-nev']);
    expect(text()).toContain('此链接中的条件已不存在，已略过：园区 park-old');
    expect(text()).toContain('status=leased');
    expect(location.search).toContain('park-old');
    click('button');
    expect(location.search).toBe('?park=park-jkc-nev&minMu=20');
    expect(text()).toBe('');
  });
});

describe('a link to a parcel', () => {
  const items = ['A-1', 'A-2'].map((code) => parcelRecord(code));

  function answering(status: number) {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return Promise.resolve(new Response('{}', { status }));
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    return asked;
  }

  it.each([
    [410, 'XX-9', '链接中的地块 XX-9 已撤回，不再公开。'],
    [404, 'constructor', '没有编号为 constructor 的公开地块，请核对链接。'],
    [404, '__proto__', '没有编号为 __proto__ 的公开地块，请核对链接。'],
  ])('that is not public (%s, %s) says which, whom to call, and lets it go', async (status, code, words) => {
    const asked = answering(status);
    rewriteQuery(`?parcel=${code}&for=36&minMu=20`, { replace: true });
    show(IgnoredNote, { answer: { items } });
    await vi.waitFor(() => expect(text()).toContain(words));
    expect(asked).toEqual([`/api/parcels/${code}`]);
    expect(find(HTMLAnchorElement, 'a').href).toMatch(/^tel:/);
    click('button');
    expect(location.search).toBe('?minMu=20');
    expect(text()).toBe('');
  });

  it.each([
    ['39', '此地块未准入行业 39，以下为 367 汽车零部件及配件制造'],
    ['36', ''],
  ])('by industry %s says when another is shown in its place', (wanted, words) => {
    const parcel = parcelRecord('A-1');
    const [admission] = parcel.admissions;
    if (admission === undefined) throw new Error('the record admits an industry');
    rewriteQuery(`?for=${wanted}`, { replace: true });
    show(ReplacedIndustry, { parcel, admission });
    expect(text()).toBe(words);
  });

  it('of the answer asks nothing and says nothing, nor before the answer is here', () => {
    const asked = answering(404);
    rewriteQuery('?parcel=A-2', { replace: true });
    show(IgnoredNote, { answer: { items } });
    show(IgnoredNote, { answer: null });
    expect({ asked, text: text() }).toEqual({ asked: [], text: '' });
  });
});

describe('a link to columns of the table', () => {
  it('names those that there are not, and keeps the others', () => {
    rewriteQuery('?show=table&columns=constructor,price,toString', { replace: true });
    show(IgnoredNote, { columns: ['place', 'price'] });
    expect(text()).toContain('columns=constructor columns=toString');
    click('button');
    expect(location.search).toBe('?show=table&columns=price');
  });
});

describe('a change that would help', () => {
  it('tells old, new and gain, and is shown on the map while it is pointed at', () => {
    const seen: string[] = [];
    show(RelaxationRow, {
      offer: { field: '面积上限', from: '100', to: '170 亩', change: { maxMu: 170 } },
      gain: 3,
      gainAreaM2: 248_066.67,
      previewed: true,
      onpoint: () => seen.push('point'),
      onleave: () => seen.push('leave'),
      onapply: () => seen.push('apply'),
    });
    expect(text()).toMatch(/面积上限 ・ 地图正在预览 ?原为100 ?170 亩 ?\+3 ?宗 ?372\.10 亩/);
    expect(find(HTMLElement, 's').textContent).toContain('100');
    const button = find(HTMLButtonElement, 'button');
    button.focus();
    button.click();
    button.blur();
    expect(seen).toEqual(['point', 'apply', 'leave']);
  });
});
