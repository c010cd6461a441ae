import type { Component } from 'svelte';
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ParcelAnswer, ParcelSummary } from '../api/parcels/schema.ts';
import { provideCity } from '../web/city/city-context.ts';
import { mapTheme } from '../web/map/theme.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import type { Reply } from '../web/parcels/client.ts';
import { current } from '../web/parcels/current-address.svelte.ts';
import ParcelList from '../web/parcels/ParcelList.svelte';
import { ParcelSearch } from '../web/parcels/search.svelte.ts';
import ParcelTable from '../web/parcels/table/ParcelTable.svelte';
import { directionOf, nextSort } from '../web/parcels/table/sorting.ts';
import { shownColumns, tableColumns, usualColumns } from '../web/parcels/table/table-columns.ts';
import { cardHeightPx } from '../web/parcels/table/card-height.ts';
import TableCards from '../web/parcels/table/TableCards.svelte';
import TableFoot from '../web/parcels/table/TableFoot.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { rewriteQuery } from '../web/ui/place.svelte.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';
import { noFacets } from './support/answers.ts';

const city = jinhua();
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

function parcels(count: number): ParcelSummary[] {
  return Array.from({ length: count }, (_, index) => parcelRecord(`P-${String(index).padStart(4, '0')}`));
}

/** A scroller 440 px high, as a browser would lay it out. */
function scroller(): HTMLElement {
  const element = document.createElement('div');
  element.style.overflowY = 'auto';
  Object.defineProperty(element, 'clientHeight', { value: 440 });
  document.body.append(element);
  return element;
}

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  const target = scroller();
  const inCity: Component<Props> = (internals, given) => {
    provideCity(city);
    return component(internals, given);
  };
  mounted.push(mount(inCity, { target, props, context: new Map() }));
  flushSync();
  return target;
}

function columnsIn(locale: 'zh-CN' | 'en') {
  return tableColumns({ city, locale });
}

function tableProps(items: ParcelSummary[], over: Partial<{ total: number; onmore: () => void }> = {}) {
  const context = { city, locale: 'zh-CN' } as const;
  return {
    items,
    total: items.length,
    question: '',
    columns: shownColumns(tableColumns(context), [], context),
    theme: mapTheme(city, { locale: 'zh-CN', industry: null }),
    whole: false,
    printed: '示例数据',
    onmore: () => undefined,
    ...over,
  };
}

/** A table of three columns: what is drawn of a long one does not depend on more. */
function narrowProps(items: ParcelSummary[], over: Parameters<typeof tableProps>[1] = {}) {
  const props = tableProps(items, over);
  return { ...props, columns: props.columns.slice(0, 3) };
}

/** Scrolls the rows as the browser would: their box moves up by so much. */
function scrollRows(target: HTMLElement, rows: Element, byPx: number) {
  rows.getBoundingClientRect = () => new DOMRect(0, 48 - byPx, 1400, 0);
  target.dispatchEvent(new Event('scroll'));
  flushSync();
}

function rowsIn(target: HTMLElement): HTMLElement[] {
  return [...target.querySelectorAll<HTMLElement>('[data-row]')];
}

function find(target: HTMLElement, selector: string): HTMLElement {
  const element = target.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
}

function head(target: HTMLElement, label: string): HTMLElement {
  const found = [...target.querySelectorAll('th')].find((cell) => cell.textContent?.includes(label));
  if (found === undefined) throw new Error(`no head ${label}`);
  return found;
}

describe('a long table', () => {
  it('draws the rows that are seen and says how many there are', () => {
    const target = show(ParcelTable, narrowProps(parcels(500)));
    expect(find(target, 'table').getAttribute('aria-rowcount')).toBe('501');
    expect(rowsIn(target).length).toBeLessThan(50);
    scrollRows(target, find(target, 'tbody'), 400 * 44);
    const drawn = rowsIn(target).map((row) => Number(row.dataset['row']));
    expect(drawn.length).toBeLessThan(50);
    expect(drawn).toContain(400);
    expect(drawn).not.toContain(0);
    expect(find(target, '[data-row="400"]').getAttribute('aria-rowindex')).toBe('402');
  });

  it('keeps the row that has the focus when it is scrolled away', () => {
    const target = show(ParcelTable, narrowProps(parcels(500)));
    const link = find(target, '#row-P-0003');
    link.focus();
    scrollRows(target, find(target, 'tbody'), 400 * 44);
    expect(document.activeElement).toBe(link);
    expect(rowsIn(target).map((row) => row.dataset['row'])).toContain('3');
  });

  it('leads to its last row by the End key, once that has come', async () => {
    const target = show(ParcelTable, narrowProps(parcels(500)));
    find(target, '#row-P-0000').focus();
    const press = new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true });
    find(target, '#row-P-0000').dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    await tick();
    await tick();
    expect(document.activeElement?.id).toBe('row-P-0499');
  });

  it('asks for more as its end comes near, and holds a place for what is not here yet', () => {
    let asked = 0;
    const more = { total: 5000, onmore: () => (asked += 1) };
    const target = show(ParcelTable, narrowProps(parcels(500), more));
    expect(asked).toBe(0);
    scrollRows(target, find(target, 'tbody'), 480 * 44);
    expect(asked).toBeGreaterThan(0);
    expect(target.querySelectorAll('.waiting').length).toBeGreaterThan(0);
  });

  it('stands whole on paper', () => {
    const target = show(ParcelTable, { ...narrowProps(parcels(80)), whole: true });
    expect(rowsIn(target)).toHaveLength(80);
  });

  it('has all rows at once when they are few', () => {
    const target = show(ParcelTable, narrowProps(parcels(60)));
    expect(rowsIn(target)).toHaveLength(60);
  });
});

describe('a long list', () => {
  const props = (items: ParcelSummary[], total: number) => ({
    items,
    total,
    question: '',
    theme: null,
    wideRow: null,
    selected: null,
    hovered: null,
    onhover: () => undefined,
    onmore: () => undefined,
  });

  it('tells each row’s place among all', () => {
    const target = show(ParcelList, props(parcels(500), 5000));
    const row = find(target, '[data-row="4"]');
    expect([row.getAttribute('aria-posinset'), row.getAttribute('aria-setsize')]).toEqual(['5', '5000']);
    expect(rowsIn(target).length).toBeLessThan(50);
  });

  it('is cards on a phone, of the same columns', () => {
    const { items, total, question, columns, theme, onmore } = tableProps(parcels(2));
    const target = show(TableCards, { items, total, question, columns, theme, onmore });
    const [card] = target.querySelectorAll('article');
    expect([...(card?.querySelectorAll('dt') ?? [])].map((term) => term.textContent?.trim())).toEqual(
      columns.map(({ label, unit, numeric }) => (numeric && unit ? `${label}\u00a0${unit}` : label)),
    );
  });
});

describe('a card of the table', () => {
  it('names the park and its town on lines of their own, with room for both', () => {
    const { items, total, question, theme, onmore } = tableProps(parcels(2));
    const columns = tableProps(parcels(2)).columns.filter(({ key }) => ['place', 'status'].includes(key));
    const target = show(TableCards, { items, total, question, columns, theme, onmore });
    const lines = target.querySelectorAll('dd')[0]?.querySelectorAll('.line');
    expect([...(lines ?? [])].map((line) => line.textContent)).toEqual([
      items[0]?.park.name,
      items[0]?.town?.name,
    ]);
    expect(cardHeightPx(columns)).toBeGreaterThan(cardHeightPx(columns.slice(1)));
  });
});

describe('the heads of the table', () => {
  it('sort up, then down, then by code again, and say so', () => {
    const target = show(ParcelTable, tableProps(parcels(3)));
    const price = head(target, '起始价');
    expect(price.getAttribute('aria-sort')).toBe('none');
    const states = [1, 2, 3].map(() => {
      price.querySelector('button')?.click();
      flushSync();
      return [current.address.sort, price.getAttribute('aria-sort')];
    });
    expect(states).toEqual([
      ['startPrice', 'ascending'],
      ['-startPrice', 'descending'],
      [null, 'none'],
    ]);
  });

  it('of an indicator colour the parcels by it too', () => {
    const target = show(ParcelTable, tableProps(parcels(3)));
    head(target, '投资强度').querySelector('button')?.click();
    flushSync();
    expect(current.address).toMatchObject({ sort: 'indicator', colour: 'fixed_invest_intensity' });
    rewriteQuery('?colour=rd_ratio', { replace: true });
    head(target, '亩均税收').querySelector('button')?.click();
    flushSync();
    expect(current.address).toMatchObject({ sort: 'indicator', colour: null });
  });

  it('offer no sorting that the server does not know', () => {
    const target = show(ParcelTable, tableProps(parcels(3)));
    expect(head(target, '单价').querySelector('button')).toBeNull();
    expect(head(target, '单价').hasAttribute('aria-sort')).toBe(false);
  });

  it('are sorted for one indicator only, though all share one order of the server', () => {
    const sorted = { sort: 'indicator', themed: 'tax_per_mu' } as const;
    expect(directionOf({ key: 'tax_per_mu', sort: 'indicator' }, sorted)).toBe('ascending');
    expect(directionOf({ key: 'rd_ratio', sort: 'indicator' }, sorted)).toBe('none');
    expect(nextSort({ key: 'rd_ratio', sort: 'indicator' }, 'none')).toBe('indicator');
  });
});

describe('a row of the table', () => {
  it('names its parcel in its head and says unknown prices in words', () => {
    const target = show(ParcelTable, tableProps([{ ...parcelRecord('P-1'), startPrice: null }]));
    const row = find(target, '[data-row="0"]');
    expect(row.querySelector('th[scope="row"]')?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'P-1 号地 P-1',
    );
    expect(row.textContent?.match(/待公告/g)).toHaveLength(2);
    expect(row.textContent).not.toContain('–');
  });

  it('goes into the comparison, which holds four', () => {
    const target = show(ParcelTable, tableProps(parcels(6)));
    const boxes = () => rowsIn(target).map((row) => row.querySelector('input'));
    for (const box of boxes().slice(0, 4)) box?.click();
    flushSync();
    expect(current.address.compare).toEqual(['P-0000', 'P-0001', 'P-0002', 'P-0003']);
    expect(boxes().map((box) => box?.disabled)).toEqual([false, false, false, false, true, true]);
    const foot = show(TableFoot, { asOf: '2026-11-22T09:30:00+08:00' });
    expect(foot.textContent).toContain('已选 4 宗');
    expect(find(foot, 'a').getAttribute('href')).toContain('/compare?');
  });
});

describe('the columns of the table', () => {
  it('are the usual ones until some are named, and never none', () => {
    const context = { city, locale: 'zh-CN' } as const;
    const all = columnsIn('zh-CN');
    const keys = (asked: string[]) => shownColumns(all, asked, context).map(({ key }) => key);
    expect(keys([]).sort()).toEqual(usualColumns(context).sort());
    expect(keys(['price', 'area', 'nothing'])).toEqual(['area', 'price']);
    expect(keys(['nothing'])).toEqual(keys([]));
  });

  it('have keys that a link can hold, each once', () => {
    const keys = columnsIn('en').map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    rewriteQuery(`?columns=${keys.join(',')}`, { replace: true });
    expect(current.address.columns).toEqual(keys);
    expect(current.ignored).toEqual([]);
  });

  it('write money in English as CNY m and CNY k', () => {
    language.choose('en');
    const read = (key: string) => {
      const cell = columnsIn('en')
        .find((column) => column.key === key)
        ?.read(parcelRecord('P-1'));
      return cell?.kind === 'number' ? cell.text : cell;
    };
    expect([read('price'), read('pricePerMu'), read('pricePerM2')]).toEqual(['58.2', '480', '719']);
  });
});

describe('an answer that does not fit into one page', () => {
  const whole = parcels(3);

  function page(items: ParcelSummary[], next: string | null): ParcelAnswer {
    const all = { total: 3, areaM2: 0, onOffer: 0, onOfferAreaM2: 0 };
    const asOf = '2026-11-22T09:30:00+08:00';
    return { total: 3, totalAreaM2: 0, all, parks: [], items, next, facets: noFacets, asOf };
  }

  /** A server that gives two parcels, then fails once, then gives the third. */
  function faltering() {
    const asked: (string | null)[] = [];
    const fetch = (query: URLSearchParams): Promise<Reply<ParcelAnswer>> => {
      const cursor = query.get('cursor');
      asked.push(cursor);
      if (cursor === null) return Promise.resolve({ ok: true, value: page(whole.slice(0, 2), 'two') });
      if (asked.length === 2) return Promise.resolve({ ok: false, failure: { kind: 'offline' } });
      return Promise.resolve({ ok: true, value: page(whole.slice(2), null) });
    };
    return { asked, fetch };
  }

  it('keeps what is here when the next page fails, says why, and goes on from there', async () => {
    const { asked, fetch } = faltering();
    const search = new ParcelSearch(fetch);
    search.ask('', 0);
    await new Promise((resolve) => setTimeout(resolve));
    await search.more();
    expect(search.pageFailure).toEqual({ kind: 'offline' });
    expect(search.failure).toBeNull();
    expect(search.answer?.items).toHaveLength(2);
    await search.more();
    expect(search.pageFailure).toBeNull();
    expect(search.answer?.items.map(({ code }) => code)).toEqual(whole.map(({ code }) => code));
    await search.more();
    expect(asked).toEqual([null, 'two', 'two']);
  });
});
