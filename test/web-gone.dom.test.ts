import type { DetachedWindowAPI } from 'happy-dom';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { provideCity } from '../web/city/city-context.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import ParcelPage from '../web/parcels/ParcelPage.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { arrive } from '../web/ui/place.svelte.ts';
import { jinhua } from './support/map-fixtures.ts';

const browser = window as unknown as { happyDOM: DetachedWindowAPI };
let mounted: object | null = null;

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.choose('zh-CN');
});

afterEach(async () => {
  if (mounted !== null) await unmount(mounted);
  mounted = null;
  vi.unstubAllGlobals();
});

/** The page of a parcel whose record the server refuses with a status. */
async function pageOf(code: string, status: 404 | 410): Promise<void> {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const headers = { 'content-type': 'application/problem+json' };
    return Promise.resolve(new Response('{}', { status, headers }));
  });
  browser.happyDOM.setURL(`http://127.0.0.1:1/parcels/${code}`);
  arrive();
  const inCity: Component = (internals, props) => {
    provideCity(jinhua());
    return ParcelPage(internals, props);
  };
  mounted = mount(inCity, { target: document.body, context: new Map() });
  flushSync();
  await vi.waitFor(() => expect(document.querySelector('.gone')).not.toBeNull());
  expect(asked[0]).toBe(`/api/parcels/${code}`);
}

const said = () => document.querySelector('.gone')?.textContent ?? '';
const hrefs = () => [...document.querySelectorAll('.gone a')].map((link) => link.getAttribute('href'));

it('of a parcel that was withdrawn says so, in the page and its title, and leads to the map and the city’s hotline', async () => {
  await pageOf('JKC-2020-07', 410);
  expect(document.querySelector('h1')?.textContent).toBe('该地块已撤回');
  expect(said()).toContain('JKC-2020-07 曾经公开，现已撤回');
  expect(document.title).toMatch(/^该地块已撤回 · /);
  expect(hrefs()).toEqual(['/', 'tel:+8657900000000']);
  expect(said()).toContain(jinhua().hotline.phone);
  expect(said()).toContain(jinhua().hotline.hours['zh-CN']);
  language.choose('en');
  flushSync();
  expect(document.querySelector('h1')?.textContent).toBe('This parcel was recalled');
  expect(document.title).toMatch(/^This parcel was recalled · /);
});

it('of a code that never was says something else, and leads on as well', async () => {
  await pageOf('NOPE-1', 404);
  expect(document.querySelector('h1')?.textContent).toBe('没有这宗地块');
  expect(said()).toContain('没有编号为 NOPE-1 的公开地块');
  expect(said()).not.toContain('撤回');
  expect(document.title).toMatch(/^没有这宗地块 · /);
  expect(hrefs()).toEqual(['/', 'tel:+8657900000000']);
});
