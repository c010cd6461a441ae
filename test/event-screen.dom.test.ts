import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../api/events/event-schema.ts';
import type { Cue } from '../api/events/log-schema.ts';
import BigScreen from '../web/events/screen/BigScreen.svelte';
import { mayReload, placeOf, sceneOf, stillProcessing } from '../web/events/screen/screen-rules.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { eventShot, eventTheatre, noTotals } from './support/event-theatre.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const start = Date.parse('2026-11-22T01:00:00Z');
let reloads: number;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
  sessionStorage.clear();
  reloads = 0;
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
async function shown(first: Snapshot) {
  const theatre = eventTheatre(first);
  showInCity(BigScreen, { slug: 'spring', reload: () => (reloads += 1) });
  await later(100);
  return theatre;
}
const scene = () => document.querySelector('main')?.dataset['scene'];
const take = (item: number, codes: readonly string[] = []): Cue => ({
  ...{ type: 'take', item, camera: null },
  released: codes.map((code) => ({ code, version: 1, areaM2: 93_200 })),
});
const signed = {
  project: 7,
  form: 'contract',
  amount: 1_680_000_000,
  talents: 0,
  isPaper: false,
  ceremony: 'on-stage',
} as const;
const one = { count: 1, amount: 1_680_000_000 };
const live = (over: Partial<Snapshot>) =>
  eventShot({ status: 'live', since: '2026-11-22T01:00:00Z', ...over });

it('goes with the event: counts down, shows what is released, what is signed once it is sealed, and the totals', async () => {
  const theatre = await shown(eventShot());
  expect(scene()).toBe('before');
  expect(pageText()).toContain('春季云招商');
  expect(pageText()).toContain('01:00:00');
  await later(61_000);
  expect(pageText()).toContain('00:58:59');

  theatre.shot = live({ seq: 1, item: 2, released: [{ code: 'JK-13', version: 1, areaM2: 93_200, by: 1 }] });
  theatre.say(1, take(2, ['JK-13']), { ...noTotals, parcelsReleased: 1, areaM2: 93_200 });
  await later(1_500);
  expect(scene()).toBe('release');
  for (const words of ['地块发布 1 / 2', 'JK-13', '139.8', '亩', '以出让公告为准'])
    expect(pageText()).toContain(words);
  // This device draws no map: what was released is drawn plainly.
  expect(document.querySelectorAll('.stage path.lit')).toHaveLength(1);

  theatre.say(2, take(4), { ...noTotals, parcelsReleased: 1, areaM2: 93_200 });
  await later(100);
  expect([scene(), pageText().includes('待签署')]).toEqual(['signing', true]);
  theatre.say(3, { type: 'sign', item: 4, state: 'processing', signed });
  await later(100);
  expect(pageText()).toContain('签署处理中');
  expect(pageText()).toContain('16.8');
  expect(pageText()).not.toContain('已生效项目');
  theatre.say(
    4,
    { type: 'sign', item: 4, state: 'effective', signed },
    { ...noTotals, projects: one, contracts: one },
  );
  await later(1_500);
  expect(pageText()).toContain('签署已生效');
  expect(pageText()).toMatch(/\d\d:\d\d:\d\d 已计入总数/);
  expect(pageText()).toContain('已生效项目 含意向 1');

  theatre.say(5, take(7), { ...noTotals, projects: one, contracts: one });
  await later(100);
  expect(scene()).toBe('totals');
  expect(pageText()).toContain('签约项目（含意向） 1 个');
  theatre.say(6, { type: 'cut', isCut: true });
  await later(100);
  expect([scene(), pageText().includes('现场画面稍后回来')]).toEqual(['cut', true]);
});

it('shows a break with the time it ends, a pause, and the totals once the event is over', async () => {
  const theatre = await shown(live({ item: 6, seq: 1 }));
  expect([scene(), pageText().includes('09:05 继续')]).toEqual(['break', true]);
  theatre.say(2, { type: 'pause' });
  await later(100);
  expect([scene(), pageText().includes('稍后继续')]).toEqual(['paused', true]);
  theatre.say(3, { type: 'end' });
  await later(100);
  expect([scene(), pageText().includes('已结束')]).toEqual(['totals', true]);
});

it('says with the totals what is on paper and what is not in the sum, and what all are told beside them', async () => {
  const told = { ...signed, state: 'effective', at: '2026-11-22T01:10:00Z' } as const;
  await shown(
    eventShot({
      ...{ status: 'ended', seq: 4, totals: { ...noTotals, projects: one, contracts: one } },
      notice: { zh: '回放今晚可看', en: '' },
      signings: [
        { ...told, item: 4, by: 2, isPaper: true },
        { ...told, item: 5, by: 3, project: 8, amount: null },
      ],
    }),
  );
  expect(scene()).toBe('totals');
  expect(pageText()).toContain('纸质签署 1 个');
  expect(pageText()).toContain('金额未公开 1 个，不在总额内');
  expect(document.querySelector('.stage .note')?.textContent).toContain('回放今晚可看');
  expect(document.querySelectorAll('.note')).toHaveLength(1);
});

it('keeps the last picture while the line is lost, says so small, and goes on by itself where it was', async () => {
  const theatre = await shown(live({ seq: 1, item: 1 }));
  expect(pageText()).toContain('第 1 环节');
  theatre.hush();
  await later(5_000);
  expect(document.querySelector('[role="status"]')?.textContent).toContain('停在 09:00');
  expect(pageText()).toContain('第 1 环节');
  await later(3 * 60_000);
  expect([scene(), reloads]).toEqual(['words', 0]);
  theatre.isThere = true;
  theatre.shot = live({ seq: 1, item: 1 });
  await later(10_000);
  theatre.say(2, take(6));
  await later(1_000);
  expect(scene()).toBe('break');
  expect(document.querySelector('[role="status"]')).toBeNull();
});

it('waits for an event that is not there yet, and never shows an error', async () => {
  const theatre = eventTheatre(eventShot());
  theatre.status = 404;
  showInCity(BigScreen, { slug: 'spring' });
  await later(1_000);
  expect(pageText()).toContain('没有这场活动');
  expect(document.querySelector('[role="alert"]')).toBeNull();
  theatre.status = 200;
  await later(20_000);
  expect(scene()).toBe('before');
});

it('loads itself anew when it is too old for the server: once, calmly, and only where the server gives the page out', async () => {
  const theatre = await shown(live({ seq: 1, item: 1 }));
  theatre.hush();
  theatre.isThere = true;
  theatre.wire = 'another';
  theatre.shot = live({ seq: 1, item: 1, epoch: 'fedcba9876543210' });
  await later(10_000);
  theatre.say(2, { type: 'pause' });
  await later(30_000);
  expect([pageText().includes('第 1 环节'), reloads]).toEqual([true, 0]);
  theatre.isThere = false;
  await later(60_000);
  expect(reloads).toBe(0);
  theatre.isThere = true;
  await later(10_000);
  expect(reloads).toBe(1);
  await later(120_000);
  expect([pageText().includes('第 1 环节'), reloads]).toEqual([true, 1]);
});

it('may load itself anew where it is broken for a minute, nothing has just come on air, and not twice in five minutes', () => {
  const past = { sinceBroken: 60_000, sinceCue: 10_000, sinceReload: null };
  expect(mayReload(past)).toBe(true);
  for (const over of [
    { sinceBroken: null },
    { sinceBroken: 59_999 },
    { sinceCue: 9_999 },
    { sinceReload: 299_999 },
  ])
    expect(mayReload({ ...past, ...over })).toBe(false);
  expect(mayReload({ ...past, sinceCue: null, sinceReload: 300_000 })).toBe(true);
});

it('counts items of a kind without those left out, and what is still being sealed besides the one on air', () => {
  const sign = (item: number, state: 'processing' | 'effective', by: number) => ({
    ...signed,
    ...{ item, state, by, at: '2026-11-22T01:00:00Z' },
  });
  const shot = live({ item: 5, signings: [sign(4, 'processing', 3), sign(5, 'processing', 4)] });
  expect(stillProcessing(shot)).toBe(1);
  expect(stillProcessing({ ...shot, signings: [...shot.signings, sign(4, 'effective', 6)] })).toBe(0);
  const [, release, other] = shot.items;
  if (release === undefined || other === undefined) throw new Error('too few items');
  expect(placeOf(shot, other)).toEqual({ place: 2, of: 2 });
  const items = shot.items.map((item) => (item === release ? { ...item, state: 'skipped' as const } : item));
  expect(placeOf({ ...shot, items }, other)).toEqual({ place: 1, of: 1 });
  expect(sceneOf({ ...shot, item: 2 })).toBe('words');
});
