import { readFileSync } from 'node:fs';
import distance from '@turf/distance';
import { flushSync, mount, unmount } from 'svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Legend from '../web/map/Legend.svelte';
import Locator from '../web/map/Locator.svelte';
import MapNotice from '../web/map/MapNotice.svelte';
import ParcelMap from '../web/map/ParcelMap.svelte';
import ParcelMarks from '../web/map/ParcelMarks.svelte';
import { lonLatOf } from '../web/map/mercator.ts';
import { parcelMarks } from '../web/map/parcel-marks.ts';
import ParkMarkers from '../web/map/ParkMarkers.svelte';
import ZoomControls from '../web/map/ZoomControls.svelte';
import { mapTheme } from '../web/map/theme.ts';
import { collection, jinhua, jinhuaFiles, rectangleParcel } from './support/map-fixtures.ts';

const city = jinhua();
const locale = 'zh-CN';
let mounted: Record<string, unknown>[] = [];

/** The sketch comes from the committed files, as the server would answer them. */
function answerSketch(path: string): Promise<Response> {
  const file = Object.entries(jinhuaFiles).find(([served]) => served === path)?.[1];
  if (file === undefined) return Promise.resolve(new Response('', { status: 404 }));
  return Promise.resolve(new Response(readFileSync(file), { status: 200 }));
}

beforeEach(() => {
  vi.stubGlobal('fetch', answerSketch);
});

afterEach(async () => {
  await Promise.all(mounted.map((component) => unmount(component)));
  mounted = [];
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  mounted.push(mount(component, { target: document.body, props }));
  flushSync();
  return document.body;
}

function words(element: Element | null): string {
  return (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

describe('the legend', () => {
  const theme = mapTheme(city, { locale, industry: '36 汽车制造业' });
  const keys = { selected: true, others: true, unknown: true };

  it('says a word before each range, whose rule it is, and what the outlines mean', () => {
    const legend = show(Legend, { theme, far: false, compact: false, keys, locale });
    expect([...legend.querySelectorAll('li')].map(words)).toEqual([
      '低<20',
      '较低20–25',
      '中25–30',
      '较高30–35',
      '高≥35',
    ]);
    expect(words(legend)).toContain('亩均税收要求 万元/亩·年');
    expect(words(legend)).toContain('按所选行业 36 汽车制造业');
    expect(words(legend)).toContain('已选中 不符合筛选 未公布');
  });

  it('says by what the parcels are coloured that do not admit the industry of the drawer', () => {
    const whose = (others: 'first' | 'searched') => {
      const led = mapTheme(city, { locale, industry: '34 通用设备制造业', others });
      return words(
        show(Legend, { theme: led, far: false, compact: false, keys, locale }).querySelector('.whose'),
      );
    };
    expect(whose('first')).toMatch(/^按 34 通用设备制造业，.+；未准入的地块按其首个准入行业$/);
    document.body.replaceChildren();
    expect(whose('searched')).toContain('；未准入的地块按所搜行业');
  });

  it('explains the circles instead while parks stand for parcels', () => {
    const legend = show(Legend, { theme, far: true, compact: false, keys, locale });
    expect(words(legend)).toBe('3园区内符合筛选的宗数 0无匹配');
  });

  it('says that counts are those of a change that is only tried', () => {
    const legend = show(Legend, {
      theme,
      far: true,
      compact: false,
      keys: { ...keys, preview: true },
      locale,
    });
    expect(words(legend)).toBe('3放宽后符合的宗数 0仍无匹配');
  });

  it('takes title, unit and ranges of whatever colours the parcels, in the unit of the language', () => {
    const research = mapTheme(city, { locale: 'en', industry: null, colour: 'fixed_invest_intensity' });
    const legend = show(Legend, { theme: research, far: false, compact: false, keys, locale: 'en' });
    expect(words(legend.querySelector('.title'))).toBe('Fixed-asset investment intensity, required CNY k/mu');
    expect([...legend.querySelectorAll('li')].map(words)).toEqual([
      'Low<2,500',
      'Lower2,500–3,000',
      'Mid3,000–3,500',
      'Higher3,500–4,000',
      'High≥4,000',
    ]);
  });

  it('keeps both ends worded on a narrow map', () => {
    const legend = show(Legend, { theme, far: false, compact: true, keys, locale });
    expect(words(legend)).toBe('低 <20 亩均税收要求 万元/亩·年 高 ≥35');
  });
});

describe('what stands on the map', () => {
  const view = { lon: 119.6, lat: 29, zoom: 13.3 };

  it('says that the sketch is no approved map, and shows its number once there is one', () => {
    show(MapNotice, {
      city,
      view,
      ground: { state: 'sketch', attribution: '', retry: () => undefined },
      locale,
    });
    expect(words(document.body)).toBe('北 500 m 示意图，非审定地图');
    document.body.replaceChildren();
    show(MapNotice, {
      city: { ...city, mapApprovalNumber: 'GS(2026)1 号' },
      view,
      ground: { state: 'sketch', attribution: '', retry: () => undefined },
      locale,
    });
    expect(words(document.body)).toBe('北 500 m 审图号：GS(2026)1 号');
  });

  it.each([29, 45])('has a scale bar that is as long as it says on the ground at %i° north', (lat) => {
    const here = { ...view, lat };
    show(MapNotice, {
      city,
      view: here,
      ground: { state: 'sketch', attribution: '', retry: () => undefined },
      locale,
    });
    const bar = document.querySelector<HTMLElement>('.scale .line');
    const metres = Number(/^(\d+) m$/.exec(words(document.querySelector('.scale')))?.[1]);
    const size = { width: 400, height: 400 };
    const end = lonLatOf({ x: 200 + Number.parseFloat(bar?.style.width ?? ''), y: 200 }, here, size);
    expect(distance([here.lon, lat], end, { units: 'meters' }) / metres).toBeCloseTo(1, 2);
  });

  it('says so when the base map did not come', () => {
    show(MapNotice, {
      city,
      view,
      ground: { state: 'failed', attribution: '', retry: () => undefined },
      locale,
    });
    expect(words(document.body)).toContain('底图未能载入，地块仍可查看');
  });

  it('offers zoom and fit by name, and none that would do nothing', () => {
    const pressed: number[] = [];
    const onfit = vi.fn();
    show(ZoomControls, {
      locale,
      canZoomIn: true,
      canZoomOut: false,
      onzoom: (levels: number) => pressed.push(levels),
      onfit,
    });
    const [closer, farther, fit] = document.querySelectorAll('button');
    closer?.click();
    farther?.click();
    fit?.click();
    expect(pressed).toEqual([1]);
    expect(farther?.disabled).toBe(true);
    expect(onfit).toHaveBeenCalledOnce();
    expect(fit?.getAttribute('aria-label')).toBe('显示全部符合的地块');
  });

  it('names each park with what matches in it and goes there on a press', () => {
    const gone: string[] = [];
    const park = {
      code: 'park-a',
      name: '甲园区',
      area: { value: '900', unit: '亩' },
      anchor: [119.6, 29] as [number, number],
    };
    const overview = {
      parks: [
        { ...park, count: 3, x: 100, y: 100, diameter: 32, label: 'right' as const },
        { ...park, code: 'park-b', name: '乙园区', count: 0, x: 200, y: 100, diameter: 22, label: null },
      ],
      names: [],
    };
    show(ParkMarkers, { overview, locale, onpark: ({ code }: { code: string }) => gone.push(code) });
    const [some, none] = document.querySelectorAll('button');
    expect(some?.getAttribute('aria-label')).toBe('甲园区：3 宗符合，900 亩。放大到该园区');
    expect(none?.getAttribute('aria-label')).toBe('乙园区：没有符合的地块。放大到该园区');
    expect(words(none ?? null)).toBe('0');
    some?.click();
    expect(gone).toEqual(['park-a']);
  });
});

describe('the marks of parcels for the keyboard', () => {
  const parcels = collection([
    rectangleParcel({ code: 'A', corner: [119.58, 29.04] }),
    rectangleParcel({ code: 'B', corner: [119.59, 29.05], tax: null }),
    rectangleParcel({ code: 'far', corner: [119.9, 29.05] }),
  ]);
  const frame = { size: { width: 660, height: 788 }, padding: { top: 0, right: 0, bottom: 0, left: 0 } };
  const view = { lon: 119.587, lat: 29.047, zoom: 13 };
  const theme = mapTheme(city, { locale, industry: null });

  function open(selected: string | null = null) {
    const marks = parcelMarks(parcels, { view, frame }, { theme, locale });
    const [onselect, onfocus] = [vi.fn(), vi.fn()];
    show(ParcelMarks, { marks, selected, locale, onselect, onfocus });
    return { onselect, onfocus, buttons: [...document.querySelectorAll('button')] };
  }

  function press(key: string): boolean {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    flushSync();
    return event.defaultPrevented;
  }

  it('name every parcel in sight with what the map shows of it', () => {
    expect(open().buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'A 号地，A，108.00 亩，亩均税收要求 25.0 万元/亩·年',
      'B 号地，B，108.00 亩，亩均税收要求 未公布',
    ]);
  });

  it('are one stop for Tab, the arrow keys go from one to the next, and Enter opens', () => {
    const { buttons, onselect, onfocus } = open();
    const [first, second] = buttons;
    expect(buttons.map(({ tabIndex }) => tabIndex)).toEqual([0, -1]);
    first?.focus();
    expect(press('ArrowRight')).toBe(true);
    expect(document.activeElement).toBe(second);
    expect(buttons.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);
    expect(onfocus).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'B' }));
    press('Home');
    expect(document.activeElement).toBe(first);
    expect(press('x')).toBe(false);
    second?.click();
    expect(onselect).toHaveBeenCalledWith('B');
  });

  it('begin at the parcel that is chosen', () => {
    const { buttons } = open('B');
    expect(buttons.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);
    expect(buttons[1]?.getAttribute('aria-current')).toBe('true');
  });
});

describe('without a map', () => {
  it('draws every county with the number of matching parcels in it', async () => {
    const parks = [
      { code: 'park-jkc-nev', name: '新能源汽车产业园', nameEn: 'NEV', count: 9, areaM2: 600_000 },
    ];
    show(Locator, { city, parks, locale });
    await vi.waitFor(() => expect(document.querySelectorAll('path.county')).toHaveLength(9));
    const texts = [...document.querySelectorAll('text')].map(words);
    expect(texts[texts.indexOf('婺城区') - 1]).toBe('9');
    expect(texts[texts.indexOf('磐安县') - 1]).toBe('0');
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(
      '位置图：各区县符合筛选的宗数，北向上',
    );
    expect(words(document.querySelector('figcaption'))).toBe('示意图，非审定地图');
  });

  it('tells the page why, instead of showing a blank', () => {
    const reasons: string[] = [];
    show(ParcelMap, {
      city,
      parcels: collection([rectangleParcel({ code: 'A', corner: [119.58, 29.04] })]),
      others: null,
      parks: [],
      theme: mapTheme(city, { locale, industry: null }),
      selected: null,
      extent: null,
      searched: { area: null, near: null },
      preview: false,
      hovered: null,
      padding: { top: 0, right: 0, bottom: 0, left: 0 },
      view: null,
      locale,
      onselect: () => undefined,
      onhover: () => undefined,
      onview: () => undefined,
      onunavailable: (reason: string) => reasons.push(reason),
    });
    expect(reasons).toEqual(['no-webgl']);
    expect(document.querySelector('[data-map-state]')?.getAttribute('data-map-state')).not.toBe('idle');
    expect(document.querySelectorAll('button')).toHaveLength(0);
  });
});
