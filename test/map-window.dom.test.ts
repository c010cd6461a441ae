import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptyAddress } from '../web/parcels/address.ts';
import { changeAddress } from '../web/parcels/current-address.svelte.ts';
import type { Explorer } from '../web/parcels/explorer.svelte.ts';
import type { MapContent } from '../web/parcels/map-content.svelte.ts';
import type { Window } from '../web/parcels/window.ts';
import ContentFollow from './support/ContentFollow.svelte';
import { jinhua } from './support/map-fixtures.ts';
import { wideCity } from './support/wide-city.ts';

type Page = { explorer: Explorer; content: MapContent };

afterEach(() => {
  changeAddress(emptyAddress, { replace: true });
  vi.unstubAllGlobals();
});

async function open(city: ReturnType<typeof wideCity>): Promise<Page> {
  vi.stubGlobal('fetch', city.fetch);
  const page = await new Promise<Page>((onready) => {
    const component = mount(ContentFollow, { target: document.body, props: { city: jinhua(), onready } });
    onTestFinished(() => unmount(component));
  });
  await vi.waitFor(() => expect(page.explorer.search.answer).not.toBeNull());
  return page;
}

function codesIn(features: { id: string; bbox: Window }[] | undefined, [west, south, east, north]: Window) {
  const inside = features?.filter(
    ({ bbox }) => bbox[0] <= east && bbox[2] >= west && bbox[1] <= north && bbox[3] >= south,
  );
  return inside?.map(({ id }) => id).toSorted();
}

const windowsAsked = ({ asked }: ReturnType<typeof wideCity>) =>
  asked.filter(({ pathname }) => pathname === '/api/parcels.geojson');

describe('a city of 5,000 parcels', () => {
  const view: Window = [119.5, 28.8, 119.59, 28.89];

  it('asks for no window while parks stand for the parcels', async () => {
    const city = wideCity(5000);
    const { explorer, content } = await open(city);
    expect(explorer.search.answer?.items).toHaveLength(500);
    expect(content.complete).toBe(false);
    content.see(null);
    changeAddress({ status: ['listed'] });
    await vi.waitFor(() => expect(explorer.search.answer?.total).toBe(2500));
    expect(windowsAsked(city)).toEqual([]);
    expect(content.others).toBeNull();
  });

  it('draws every parcel of the window that is looked at, and says that it can count them', async () => {
    const city = wideCity(5000);
    const { content } = await open(city);
    content.see(view);
    await vi.waitFor(() => expect(content.complete).toBe(true));
    expect(codesIn(content.parcels?.features, view)).toEqual(codesIn(city.all, view));
    expect(content.gap).toBeNull();
    expect(content.parcels?.numberMatched).toBe(5000);
  });

  it('tells those that match from those that do not, in every window', async () => {
    const city = wideCity(5000);
    const { explorer, content } = await open(city);
    changeAddress({ status: ['listed'] });
    content.see(view);
    await vi.waitFor(() => expect(content.others).not.toBeNull());
    const listed = city.matching(new URLSearchParams({ status: 'listed' }));
    const planned = city.matching(new URLSearchParams({ status: 'planned' }));
    expect(codesIn(content.parcels?.features, view)).toEqual(codesIn(listed, view));
    expect(codesIn(content.others?.features, view)).toEqual(codesIn(planned, view));
    expect(explorer.search.answer?.total).toBe(2500);
  });

  it('says how many there are where a window holds more than it can draw, and draws all of a closer one', async () => {
    const city = wideCity(5000);
    const { content } = await open(city);
    const crowded: Window = [119.3, 28.6, 119.7, 28.9];
    content.see(crowded);
    await vi.waitFor(() =>
      expect(content.gap).toEqual({ kind: 'crowded', count: codesIn(city.all, crowded)?.length }),
    );
    expect(content.complete).toBe(false);
    content.see(view);
    await vi.waitFor(() => expect(content.gap).toBeNull());
    expect(codesIn(content.parcels?.features, view)).toEqual(codesIn(city.all, view));
  });

  it('asks once for a view that is moved before it was asked for, and not again inside what it has', async () => {
    const city = wideCity(5000);
    const { content } = await open(city);
    content.see([119.4, 28.8, 119.45, 28.85]);
    content.see(view);
    await vi.waitFor(() => expect(content.complete).toBe(true));
    expect(windowsAsked(city)).toHaveLength(1);
    content.see([119.505, 28.805, 119.595, 28.895]);
    expect(content.complete).toBe(true);
    expect(windowsAsked(city)).toHaveLength(1);
  });

  it('never asks outside the area that the person searches in', async () => {
    const city = wideCity(5000);
    const { explorer, content } = await open(city);
    const area: Window = [119.45, 28.6, 119.55, 29.2];
    changeAddress({ bbox: area });
    await vi.waitFor(() => expect(explorer.search.answer?.total).toBeLessThan(5000));
    expect(explorer.search.answer?.total).toBeGreaterThan(500);
    content.see(view);
    await vi.waitFor(() => expect(content.complete).toBe(true));
    const both: Window = [119.5, 28.8, 119.55, 28.89];
    expect(codesIn(content.parcels?.features, view)).toEqual(codesIn(city.all, both));
    const outside = content.parcels?.features.filter(({ bbox }) => bbox[0] > 119.55);
    expect(outside).toEqual([]);
  });

  it('finds the parcel that a link names though no page and no window holds it', async () => {
    const city = wideCity(5000);
    changeAddress({ parcel: 'P-04321' });
    const { content } = await open(city);
    await vi.waitFor(() => expect(content.selected?.id).toBe('P-04321'));
    changeAddress({ parcel: 'P-99999' });
    await vi.waitFor(() =>
      expect(city.asked.some(({ pathname }) => pathname.endsWith('P-99999.geojson'))).toBe(true),
    );
    expect(content.selected).toBeNull();
  });
});

describe('a preview', () => {
  it('shows on the map what a change would give, while list and counts stay', async () => {
    const { explorer, content } = await open(wideCity(40));
    changeAddress({ status: ['sold'] });
    await vi.waitFor(() => expect(explorer.search.answer?.total).toBe(0));
    explorer.preview({ status: ['listed'] });
    await vi.waitFor(() => expect(explorer.previewed).toEqual({ status: ['listed'] }));
    expect(content.parcels?.features).toHaveLength(20);
    expect(explorer.shown?.parks[0]?.count).toBe(20);
    expect(explorer.search.answer?.total).toBe(0);
    explorer.preview(null);
    expect(explorer.previewed).toBeNull();
    expect(content.parcels?.features).toEqual([]);
  });

  it('ends when the question itself changes', async () => {
    const { explorer } = await open(wideCity(40));
    explorer.preview({ status: ['listed'] });
    await vi.waitFor(() => expect(explorer.shown?.total).toBe(20));
    changeAddress({ minMu: 1 });
    expect(explorer.previewed).toBeNull();
    expect(explorer.shown?.total).toBe(40);
  });
});

describe('sorting by the indicator', () => {
  it('means the one that colours the parcels', async () => {
    const city = wideCity(3);
    const { explorer } = await open(city);
    changeAddress({ sort: '-indicator' });
    expect(explorer.question).toBe('sort=-indicator');
    changeAddress({ colour: 'rd_ratio' });
    expect(explorer.question).toBe('sort=-indicator&theme=rd_ratio');
    expect(explorer.theme?.indicator).toBe('rd_ratio');
    changeAddress({ colour: 'no_such_key' });
    expect(explorer.question).toBe('sort=-indicator');
    changeAddress({ colour: 'rd_ratio', sort: 'code' });
    expect(explorer.question).toBe('sort=code');
  });
});
