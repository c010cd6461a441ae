import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkItem, WorkList } from '../api/drafts/schema.ts';
import { hint } from '../web/accounts/hint.svelte.ts';
import { letterToken } from '../web/accounts/letter-token.ts';
import { presence } from '../web/accounts/presence.svelte.ts';
import { signInHref, wayBack } from '../web/accounts/way-back.ts';
import {
  agreementHref,
  winnerHref,
  consolePlace,
  enquiryHref,
  intakeHref,
  reviewHref,
  staffParcelHref,
} from '../web/console/console-router.ts';
import { keys, pressKey } from '../web/console/shell/keys.svelte.ts';
import { homeOf, mayOpen } from '../web/console/shell/sections.ts';
import { chosenWork, workKey } from '../web/console/worklist/chosen-work.svelte.ts';
import { nextAct } from '../web/console/worklist/work-links.ts';
import { dueText, lastMoment, pastText } from '../web/console/worklist/when.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';

describe('an address of the console', () => {
  it.each([
    ['/console', { page: 'work' }],
    ['/console/parcels', { page: 'parcels' }],
    [staffParcelHref('武-1/a'), { page: 'parcel', code: '武-1/a' }],
    [reviewHref(12), { page: 'review', submissionId: 12 }],
    ['/console/intake', { page: 'intakes' }],
    [intakeHref(3), { page: 'intake', id: 3 }],
    ['/console/enquiries', { page: 'enquiries', number: null }],
    [enquiryHref('XP-2611-0091'), { page: 'enquiries', number: 'XP-2611-0091' }],
    ['/console/enquiries/91', { page: 'unknown' }],
    ['/console/agreements', { page: 'agreements' }],
    ['/console/agreements/new', { page: 'new-agreement' }],
    [agreementHref('TZ-2026-0031'), { page: 'agreement', number: 'TZ-2026-0031' }],
    ['/console/agreements/31', { page: 'unknown' }],
    ['/console/people', { page: 'people' }],
    ['/console/departments', { page: 'departments' }],
    ['/console/audit', { page: 'audit' }],
    ['/console/review', { page: 'unknown' }],
    ['/console/review/x', { page: 'unknown' }],
    ['/console/parcels/%E0%A4', { page: 'unknown' }],
    [winnerHref('JKC-1/2'), { page: 'winner', code: 'JKC-1/2' }],
    ['/console/parcels/a/winner/b', { page: 'unknown' }],
    ['/console/parcels/%E0%A4/winner', { page: 'unknown' }],
    ['/console/parcels/a/b', { page: 'unknown' }],
    ['/console/sign', { page: 'unknown' }],
    ['/console/events/jinhua-2020', { page: 'event', slug: 'jinhua-2020' }],
    ['/console/events/new', { page: 'new-event' }],
    ['/console/events/jinhua-2020/rundown', { page: 'rundown', slug: 'jinhua-2020' }],
    ['/console/events/jinhua-2020/rundown/x', { page: 'unknown' }],
    ['/console/events/jinhua-2020/other', { page: 'unknown' }],
    ['/console/events/Jinhua', { page: 'unknown' }],
  ])('%s names one page', (pathname, place) => {
    expect(consolePlace(pathname)).toEqual(place);
  });

  it('is open to the roles whose work it is', () => {
    expect(mayOpen('publisher', 'intake')).toBe(true);
    expect(mayOpen('reviewer', 'intake')).toBe(false);
    expect(mayOpen('admin', 'parcels')).toBe(false);
    expect(mayOpen('auditor', 'people')).toBe(false);
    expect(mayOpen('investor', 'work')).toBe(false);
    for (const role of ['publisher', 'reviewer', 'host', 'auditor', 'admin'] as const)
      expect(mayOpen(role, consolePlace(homeOf(role)).page), role).toBe(true);
  });
});

describe('the way back from the sign-in', () => {
  it('leads to the page that asked for it', () => {
    const href = signInHref({ pathname: '/console/parcels/JK-01', search: '?state=draft,returned' });
    expect(wayBack(new URL(href, location.origin).search)).toBe(
      '/console/parcels/JK-01?state=draft,returned',
    );
    expect(wayBack('?back=%2Fenquiries%2FXP-2611-0091')).toBe('/enquiries/XP-2611-0091');
    expect(wayBack('?back=%2Fagreements%2FTZ-2026-0031')).toBe('/agreements/TZ-2026-0031');
  });

  it.each([
    '//evil.example',
    'https://evil.example/console',
    '/\\evil.example',
    '/parcels',
    '/consoleX',
    '/account#x',
    '',
  ])('never to %j', (back) => {
    expect(wayBack(`?${new URLSearchParams({ back })}`)).toBeNull();
  });

  it('takes a letter’s secret from the fragment alone', () => {
    expect(letterToken(`#t=${'a'.repeat(43)}`)).toBe('a'.repeat(43));
    expect(letterToken('#t=short')).toBeNull();
    expect(letterToken('')).toBeNull();
  });
});

describe('keys', () => {
  let pressed: string[] = [];
  const groups = [
    { label: 'move', acts: { J: () => pressed.push('J') } },
    {
      label: 'do',
      acts: { Enter: () => pressed.push('Enter'), 'Ctrl+Enter': () => pressed.push('Ctrl+Enter') },
    },
  ];

  beforeEach(() => {
    pressed = [];
    keys.switch(true);
  });
  afterEach(() => document.body.replaceChildren());

  function press(target: Element, init: KeyboardEventInit): boolean {
    document.body.append(target);
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    target.addEventListener('keydown', (happened) => pressKey(happened as KeyboardEvent, groups));
    return !target.dispatchEvent(event);
  }

  it('do what they stand for, whatever the case, and only then are taken from the browser', () => {
    expect(press(document.createElement('div'), { key: 'j' })).toBe(true);
    expect(press(document.createElement('div'), { key: 'q' })).toBe(false);
    expect(pressed).toEqual(['J']);
  });

  it('are letters to whoever types, but for those with Ctrl', () => {
    press(document.createElement('input'), { key: 'j' });
    press(document.createElement('textarea'), { key: 'Enter' });
    press(document.createElement('textarea'), { key: 'Enter', ctrlKey: true });
    expect(pressed).toEqual(['Ctrl+Enter']);
  });

  it('belong to the button or the dialog that has the focus', () => {
    press(document.createElement('button'), { key: 'Enter' });
    press(document.createElement('dialog'), { key: 'j' });
    press(document.createElement('button'), { key: 'j' });
    expect(pressed).toEqual(['J']);
  });

  it('do nothing once they are switched off, and the choice is kept', () => {
    keys.switch(false);
    press(document.createElement('div'), { key: 'j' });
    expect(pressed).toEqual([]);
    expect(localStorage.getItem('zhaotu-console-keys')).toBe('off');
  });
});

describe('whether somebody signed in', () => {
  const me = {
    email: 'a@b.example',
    name: '甲',
    role: 'reviewer',
    locale: 'zh-CN',
    competences: [],
    hasPassword: true,
    hasSecondFactor: true,
    lacksSecondFactor: false,
    provedAt: '2026-11-22T10:00:00+08:00',
    demo: false,
  } as const;

  it('is kept as a word that is no secret, and goes with the session', () => {
    presence.arrive({ ...me, competences: [] });
    expect([hint.current, localStorage.getItem('zhaotu-signed-in')]).toEqual(['staff', 'staff']);
    presence.lose();
    expect([hint.current, localStorage.getItem('zhaotu-signed-in')]).toEqual([null, null]);
    presence.leave();
  });
});

describe('when', () => {
  const now = new Date('2026-11-18T10:24:00+08:00');
  beforeEach(() => overwriteGetLocale(() => 'zh-CN'));

  it.each([
    ['2026-11-18T09:58:00+08:00', '09:58'],
    ['2026-11-17T23:59:00+08:00', '昨天 23:59'],
    ['2026-11-03T10:00:00+08:00', '11-03 10:00'],
    ['2025-11-03T10:00:00+08:00', '2025-11-03 10:00'],
  ])('%s was %s', (instant, text) => {
    expect(pastText(instant, now, 'zh-CN')).toBe(text);
  });

  it.each([
    ['2026-11-18T17:30:00+08:00', '今天 17:30 前'],
    ['2026-11-19T00:00:00+08:00', '明天 ・ 11-19'],
    ['2026-11-21T09:00:00+08:00', '3 天后 ・ 11-21'],
    ['2026-11-18T10:00:00+08:00', '今天已过'],
    ['2026-11-16T10:00:00+08:00', '已过 2 天'],
  ])('%s is due %s', (instant, text) => {
    expect(dueText(instant, now, 'zh-CN')).toBe(text);
  });

  it.each([
    ['evaluation-expires', '已过 1 天'],
    ['listing-starts', '今天已过'],
  ] as const)('%s counts from the day that its paper names', (kind, text) => {
    const due = lastMoment({ kind, due: '2026-11-18T00:00:00+08:00' });
    expect(dueText(due ?? '', now, 'zh-CN')).toBe(text);
  });
});

describe('the work list', () => {
  const item = (over: Partial<WorkItem>): WorkItem => ({
    kind: 'draft',
    code: 'P-1',
    name: null,
    id: null,
    at: null,
    due: null,
    by: null,
    subject: null,
    open: [],
    ...over,
  });
  const list: WorkList = {
    mine: [item({}), item({ kind: 'review', code: 'P-2', id: 7 })],
    due: [item({ kind: 'signup-ends', code: 'P-1' })],
    others: [],
    done: [],
    at: '2026-11-18T10:24:00+08:00',
  };

  it('is walked through from group to group and stops at both ends', () => {
    const items = chosenWork.all(list);
    const chosen = () => chosenWork.of(items);
    chosenWork.step(items, -1);
    expect(chosen()).toBe(items[0]);
    for (let press = 0; press < 4; press += 1) chosenWork.step(items, 1);
    expect(chosen()).toBe(items[2]);
  });

  it('tells an act from the same act in the same second', () => {
    const at = '2026-11-18T09:00:00+08:00';
    const opened = (id: number) => item({ kind: 'done', code: null, subject: 'intake.open', at, id });
    expect(new Set([opened(1), opened(2)].map(workKey)).size).toBe(2);
  });

  it('keeps what was chosen when it is read anew, and takes the first where that is gone', () => {
    const items = chosenWork.all(list);
    if (items[1]) chosenWork.choose(items[1]);
    const later = [item({ kind: 'intake', code: null, id: 1 }), item({ kind: 'review', code: 'P-2', id: 7 })];
    expect(chosenWork.of(later)).toBe(later[1]);
    expect(chosenWork.of(later.slice(0, 1))).toBe(later[0]);
    expect(chosenWork.of([])).toBeNull();
  });

  it('ends each item in one act, where there is one', () => {
    expect(nextAct(item({ kind: 'review', id: 7 }))?.href).toBe('/console/review/7');
    expect(nextAct(item({ kind: 'intake', code: null, id: 3 }))?.href).toBe('/console/intake/3');
    expect(nextAct(item({ kind: 'returned', code: 'P-1' }))?.href).toBe('/console/parcels/P-1');
    expect(nextAct(item({ kind: 'done', code: null }))).toBeNull();
  });

  it('is not read on at a desk that was left', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'));
    const { followWork } = await import('../web/console/worklist/follow-work.ts');
    const stop = followWork();
    for (let minute = 0; minute < 20; minute += 1) await vi.advanceTimersByTimeAsync(60_000);
    const whileThere = asked.mock.calls.length;
    await vi.advanceTimersByTimeAsync(20 * 60_000);
    expect(whileThere).toBeLessThanOrEqual(6);
    expect(asked.mock.calls.length).toBe(whileThere);
    dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.mock.calls.length).toBe(whileThere + 1);
    stop();
    vi.useRealTimers();
    asked.mockRestore();
  });
});
