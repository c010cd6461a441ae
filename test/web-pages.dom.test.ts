import type { Component } from 'svelte';
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import CityFrame from '../web/city/CityFrame.svelte';
import { provideCity } from '../web/city/city-context.ts';
import Footer from '../web/city/Footer.svelte';
import ComparePage from '../web/compare/ComparePage.svelte';
import TooFew from '../web/compare/TooFew.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import LandFacts from '../web/parcels/LandFacts.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { arrive, rewriteQuery } from '../web/ui/place.svelte.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';

const city = jinhua();
const mounted: object[] = [];

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.choose('zh-CN');
  localStorage.clear();
});

afterEach(async () => {
  for (const component of mounted.splice(0)) await unmount(component);
  document.body.replaceChildren();
  rewriteQuery('', { replace: true });
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const inCity: Component<Props> = (internals, given) => {
    provideCity(city);
    return component(internals, given);
  };
  mounted.push(mount(inCity, { target: document.body, props, context: new Map() }));
  flushSync();
}

function text(selector: string): string {
  return document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

describe('the language', () => {
  const children = createRawSnippet(() => ({ render: () => '<p></p>' }));

  it('that a link asks for holds for that link alone; the button’s is remembered', () => {
    rewriteQuery('?lang=en', { replace: true });
    show(CityFrame, { city, children });
    expect([language.current, document.documentElement.lang]).toEqual(['en', 'en']);
    expect(localStorage.length).toBe(0);
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === '中文');
    button?.click();
    flushSync();
    expect([language.current, document.documentElement.lang]).toEqual(['zh-CN', 'zh-CN']);
    expect(localStorage.getItem('zhaotu-language')).toBe('zh-CN');
  });

  it('of a filing number is said to be Chinese, and its sample mark is in the reader’s words', () => {
    language.follow('en');
    show(Footer, {});
    const chinese = [...document.querySelectorAll('footer [lang="zh-CN"]')].map((part) => part.textContent);
    expect(chinese).toEqual(['浙ICP备00000000号-1 (sample)', '浙公网安备 33070000000000号 (sample)']);
    expect(text('footer')).toContain('Site code 3307000000 (sample)');
  });

  it('of the bounds is the document’s own, and is said to be', () => {
    language.follow('en');
    show(LandFacts, { parcel: parcelRecord('P-1', { boundsText: '东至科创街' }), compact: true });
    expect(text('dl > :last-child')).toBe('Bounds, as the document has them in Chinese 东至科创街');
    expect(document.querySelector('dl > :last-child dd')?.getAttribute('lang')).toBe('zh-CN');
  });
});

describe('a comparison without any public parcel', () => {
  it('names the codes, says why each is none, and leads on', () => {
    const gone = [
      { code: 'XX-8', why: 'unknown' as const },
      { code: 'XX-9', why: 'recalled' as const },
    ];
    show(TooFew, { codes: ['XX-8', 'XX-9'], parcels: [], gone });
    expect(text('h1')).toBe('没有公开的地块可对比');
    expect(
      [...document.querySelectorAll('.one')].map((one) => one.textContent?.replace(/\s+/g, ' ').trim()),
    ).toEqual(['XX-8 没有此编号的公开地块', 'XX-9 已撤回，不再提供数据']);
    expect(document.querySelectorAll('.one a')).toHaveLength(0);
    expect(text('.ways')).toBe('去招商地图');
  });

  it('is no table of what is not known', async () => {
    rewriteQuery('?compare=a%2Fb&compare=100%25', { replace: true });
    arrive();
    show(ComparePage, {});
    await expect.poll(() => text('h1')).toBe('没有公开的地块可对比');
    expect(document.querySelector('table')).toBeNull();
    expect(text('main')).toContain('a/b 没有此编号的公开地块');
  });
});
