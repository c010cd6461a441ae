import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../api/events/event-schema.ts';
import { fold, notBegun } from '../api/events/fold-rules.ts';
import type { Cue } from '../api/events/log-schema.ts';
import { snapshotOf } from '../api/events/public-rules.ts';
import { totalsOf } from '../api/events/totals-rules.ts';
import EventPage from '../web/events/EventPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { rewriteQuery } from '../web/ui/place.svelte.ts';
import { eventShot, eventTheatre } from './support/event-theatre.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const begun = Date.parse('2026-11-22T02:00:00Z');
const take = (item: number, codes: readonly string[] = []): Cue => ({
  ...{ type: 'take', item, camera: null },
  released: codes.map((code) => ({ code, version: 1, areaM2: 93_200 })),
});
/** Seconds after the first take. */
const script: readonly [number, Cue][] = [
  [0, take(1)],
  [60, take(2, ['JK-13'])],
  [120, take(3, ['JK-14'])],
  [180, { type: 'pause' }],
  [240, { type: 'end' }],
];

/** An event that is over, as its server tells it. */
function over() {
  const named = eventShot().items.map((item) => ({
    ...item,
    title: item.title ?? { zh: `发布 ${item.id}`, en: '' },
  }));
  let state = notBegun;
  const log = script.map(([seconds, cue], index) => {
    const entry = { seq: index + 1, at: new Date(begun + seconds * 1_000).toISOString(), cue };
    state = fold(state, entry);
    return { ...entry, totals: totalsOf(state) };
  });
  const { slug, title, startsAt, epoch } = eventShot();
  const shot: Snapshot = snapshotOf({ slug, title, startsAt: new Date(startsAt), epoch, state }, named);
  return { shot, log };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T02:00:00Z') });
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  await clearPage();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const later = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
};
async function shown() {
  const { shot, log } = over();
  const theatre = Object.assign(eventTheatre(shot), { log });
  showInCity(EventPage, { slug: 'spring' });
  await later(100);
  return theatre;
}
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((one) =>
    (one.getAttribute('aria-label') ?? one.textContent).includes(name),
  );
const click = async (name: string) => {
  button(name)?.click();
  flushSync();
  await later(100);
};
const slider = () => document.querySelector<HTMLInputElement>('[data-replay-slider]');
const heading = () => document.querySelector('#on-air')?.textContent;
const press = async (key: string, on: Element | undefined = document.body) => {
  on?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await later(50);
};

it('plays what was on the same page by its times, and says that it is a replay', async () => {
  await shown();
  expect([heading(), slider()]).toEqual(['活动已结束', null]);
  await click('看回放');
  expect(heading()).toBe('第 1 环节');
  expect(document.querySelector('.head')?.textContent).toContain('回放');
  expect(document.querySelector('.head')?.textContent).not.toContain('直播中');
  await later(61_000);
  expect(heading()).toBe('发布 2');
  expect(pageText()).toContain('JK-13');
  expect(pageText()).not.toContain('JK-14');
  await click('16×');
  await later(4_500);
  expect(heading()).toBe('发布 3');
  await later(8_000);
  expect(heading()).toBe('活动已结束');
  expect(button('播放')).toBeDefined();
  await click('退出回放');
  expect([slider(), location.search]).toEqual([null, '']);
});

it('opens where a link says, goes by keys, and keeps its place in the address', async () => {
  rewriteQuery('?at=125', { replace: true });
  await shown();
  expect([heading(), slider()?.valueAsNumber]).toEqual(['发布 3', 125]);
  expect(slider()?.getAttribute('aria-valuetext')).toBe('0:02:05 发布 3');
  // It waits until somebody plays it.
  await later(10_000);
  expect(slider()?.valueAsNumber).toBe(125);
  await press('ArrowLeft');
  expect([heading(), location.search]).toEqual(['发布 2', '?at=115']);
  await press('[');
  expect(slider()?.valueAsNumber).toBe(60);
  await press('Home');
  expect(heading()).toBe('第 1 环节');
  await press('End');
  expect(heading()).toBe('活动已结束');
  await press(' ');
  await later(2_000);
  expect(slider()?.valueAsNumber).toBeGreaterThan(1);
  await press(' ');
  expect(document.querySelectorAll('.marks i')).toHaveLength(3);
});

it('goes by keys from a button too, which keeps the space bar for itself', async () => {
  rewriteQuery('?at=125', { replace: true });
  await shown();
  await press('[', button('播放'));
  expect(heading()).toBe('发布 3');
  await press('Home', button('播放'));
  expect(heading()).toBe('第 1 环节');
  await press(' ', button('播放'));
  await later(2_000);
  expect(slider()?.valueAsNumber).toBe(0);
});

it('says why it cannot be played, and keeps the totals', async () => {
  const theatre = await shown();
  theatre.log = [];
  await click('看回放');
  expect(pageText()).toContain('活动的总数和地块照常可看。');
  expect(heading()).toBe('活动已结束');
});
