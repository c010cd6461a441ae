import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Me } from '../api/accounts/schema.ts';
import type { RundownBody, StaffRundown, WaitingParcels } from '../api/events/rundown-schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { rundownChanges } from '../web/console/rundown/rundown-changes.ts';
import { bodyOf, emptyItem, formOf } from '../web/console/rundown/rundown-form.ts';
import { clashesOf, mergedOf } from '../web/console/rundown/rundown-merge.ts';
import RundownPage from '../web/console/rundown/RundownPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const title = (zh: string) => ({ zh, en: `${zh} (en)` });
const parcel = (code: string, standing: 'waiting' | 'none' = 'waiting') => ({
  ...{ code, name: title(`${code} 地块`), areaM2: 66_666.67, standing },
});

function item(id: number, zh: string, over: Partial<StaffRundown['items'][number]> = {}) {
  return {
    ...{ id, kind: 'speech' as const, title: title(zh), plannedSeconds: 300, venue: null, notes: '' },
    ...{ parcels: [], hold: null },
    ...over,
  };
}

/** Of 09:00 in Beijing: a speech, a release of JK-1 and a summary, five minutes each. */
function rundown(over: Partial<StaffRundown> = {}): StaffRundown {
  return {
    ...{ slug: 'jinhua-2027', title: title('云招商'), startsAt: '2026-12-01T01:00:00.000Z' },
    ...{ status: 'scheduled', isAnnounced: false, version: 3, savedBy: '何远' },
    savedAt: '2026-11-22T02:21:00.000Z',
    venues: [{ key: 'main', title: title('主会场'), place: '', sources: [] }],
    items: [
      item(1, '致辞'),
      item(2, '发布', { kind: 'release', parcels: [parcel('JK-1')] }),
      item(3, '总结'),
    ],
    ...over,
  };
}

type Sent = { method: string; path: string; key: string | null; body: RundownBody };
let sent: Sent[];
let stored: StaffRundown;
let waiting: WaitingParcels['items'];
/** What is answered to a change; 'lost': no answer comes. */
let answer: (change: Sent) => { status: number; body?: object } | 'lost';
const me: Me = {
  ...{ email: 'host@zhaotu.example', name: '主持', role: 'host', locale: 'zh-CN', competences: [] },
  ...{ hasPassword: true, hasSecondFactor: true, lacksSecondFactor: false, demo: false },
  provedAt: '2026-11-22T02:00:00Z',
};

beforeEach(() => {
  overwriteGetLocale(() => 'zh-CN');
  sessionStorage.clear();
  [sent, stored, waiting] = [[], rundown(), []];
  answer = () => {
    stored = { ...stored, version: stored.version + 1 };
    return { status: 200, body: { version: stored.version, seq: 1 } };
  };
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    if (request.method === 'GET')
      return Promise.resolve(json(200, path.includes('event-parcels') ? { items: waiting } : stored));
    const change: Sent = {
      ...{ method: request.method ?? '', path, key: new Headers(request.headers).get('idempotency-key') },
      body: JSON.parse(String(request.body)),
    };
    sent.push(change);
    const answered = answer(change);
    if (answered === 'lost') return Promise.reject(new TypeError('no network'));
    return Promise.resolve(json(answered.status, answered.body ?? {}));
  });
});
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
});

function json(status: number, body: object): Response {
  const headers = { 'content-type': 'application/json', [wireHeader]: wire };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Until all that was answered stands on the page. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
    flushSync();
  }
  await tick();
}

async function open(slug: string | null = 'jinhua-2027'): Promise<void> {
  showInCity(RundownPage, { me, slug });
  await settle();
}

const rows = () => [...document.querySelectorAll<HTMLButtonElement>('[data-row]')];
const shown = () =>
  rows().map((row) => [row.querySelector('time')?.textContent, row.querySelector('b')?.textContent]);

function button(name: RegExp): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) =>
    name.test((one.getAttribute('aria-label') ?? one.textContent).replace(/\s+/g, ' ').trim()),
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  const input = document.querySelector<HTMLInputElement>(`[id="${found?.htmlFor}"]`);
  if (input === null) throw new Error(`no field ${label}`);
  return input;
}

function type(label: string, value: string): void {
  const input = field(label);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

async function press(name: RegExp): Promise<void> {
  button(name).click();
  await settle();
}

async function key(name: string, over: KeyboardEventInit = {}): Promise<void> {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...over });
  (document.activeElement ?? window).dispatchEvent(event);
  await settle();
}

it('says when each item begins, and what follows moves with a time that is typed', async () => {
  await open();
  expect(shown()).toEqual([
    ['09:00', '致辞'],
    ['09:05', '发布'],
    ['09:10', '总结'],
  ]);
  expect(pageText()).toContain('3 项，共 15:00 · 09:00 至 09:15 · 发布 1 宗，100 亩');
  rows()[0]?.click();
  flushSync();
  type('分', '7');
  type('秒', '30');
  expect(shown().map(([time]) => time)).toEqual(['09:00', '09:07:30', '09:12:30']);
  expect(pageText()).toContain('共 17:30');
  expect(pageText()).toContain('有未保存的改动');
});

it('moves an item by its buttons and by keys, and the focus goes with it', async () => {
  await open();
  const names = () => shown().map(([, name]) => name);
  button(/^下移致辞$/).focus();
  await press(/^下移致辞$/);
  expect(names()).toEqual(['发布', '致辞', '总结']);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('下移致辞');
  rows()[2]?.focus();
  await key('ArrowUp', { ctrlKey: true });
  expect(names()).toEqual(['发布', '总结', '致辞']);
  expect(document.activeElement).toBe(rows()[1]);
  await key('k');
  expect(document.activeElement).toBe(rows()[0]);
  expect(pageText()).toContain('“总结”移到第 2 项');
  await key('n');
  expect(names()).toEqual(['发布', '总结', '致辞', '（未命名）']);
});

it('saves what stands there under the version that was read, with a key of its own, and goes on from what was saved', async () => {
  await open();
  await press(/^下移致辞$/);
  await key('s', { ctrlKey: true });
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /api/events/jinhua-2027/rundown',
  ]);
  expect(sent[0]?.body).toMatchObject({
    ...{ expectedVersion: 3, startsAt: '2026-12-01T01:00:00.000Z', title: title('云招商') },
    items: [{ id: 2, kind: 'release', parcelCodes: ['JK-1'] }, { id: 1 }, { id: 3 }],
  });
  expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(pageText()).toContain('第 4 版');
  expect(button(/^保存$/).disabled).toBe(true);
});

it('sends nothing while something is missing, and leads to it; what the server refuses stands at its item', async () => {
  await open();
  rows()[2]?.click();
  flushSync();
  type('环节名称（英文）', ' ');
  await press(/^保存$/);
  expect(sent).toEqual([]);
  expect(pageText()).toContain('还差 1 处，没有保存');
  expect(document.activeElement).toBe(field('环节名称（英文）'));
  type('环节名称（英文）', 'Summary');
  const message = '第 2 项的地块 JK-1 不存在，请核对编号';
  answer = () => ({
    status: 422,
    body: { code: 'refused-by-rule', detail: message, errors: [{ path: 'items.1.parcelCodes', message }] },
  });
  await press(/^保存$/);
  expect(pageText()).toContain(message);
  expect(rows()[1]?.getAttribute('aria-expanded')).toBe('true');
});

it('shows who saved meanwhile and what, puts together what does not clash, and asks whose the rest shall be', async () => {
  await open();
  rows()[0]?.click();
  flushSync();
  type('分', '8');
  rows()[1]?.click();
  flushSync();
  type('备注', '先播片头');
  const theirs = rundown({
    ...{ version: 4, savedBy: '周敏' },
    items: [
      item(1, '致辞', { plannedSeconds: 240 }),
      item(9, '休息', { kind: 'break' }),
      item(3, '总结', { plannedSeconds: 60 }),
    ],
  });
  answer = ({ body }) => {
    stored = theirs;
    return body.expectedVersion === 4
      ? { status: 200, body: { version: 5, seq: 2 } }
      : { status: 409, body: { code: 'conflict', reason: 'saved-meanwhile', detail: '周敏已存了第 4 版' } };
  };
  await press(/^保存$/);
  expect(pageText()).toContain('周敏 10:21 已存了第 4 版，你的改动没有写入');
  expect(pageText()).toContain('对方改的 2 处与你的不冲突');
  expect(pageText()).toContain('第 2 项，加了“休息”');
  expect(pageText()).toContain('第 3 项“总结”：5:00 → 1:00');
  expect([...document.querySelectorAll('legend')].map((legend) => legend.textContent)).toEqual(
    expect.arrayContaining(['两边都改了“致辞”，用谁的', '两边都改了“发布”，用谁的']),
  );
  const [, ofTheirs] = document.querySelectorAll<HTMLInputElement>('[name="clash-item:1"]');
  ofTheirs?.click();
  flushSync();
  await press(/^合并并保存$/);
  expect(sent.at(-1)?.body).toMatchObject({
    expectedVersion: 4,
    items: [
      { id: 1, plannedSeconds: 240 },
      { id: 9 },
      // They took it out, who writes here keeps it: it is another one.
      { id: null, title: title('发布'), notes: '先播片头' },
      { id: 3, plannedSeconds: 60 },
    ],
  });
});

it('lets who was late take the other version', async () => {
  await open();
  await press(/^移出致辞$/);
  answer = () => {
    stored = rundown({ version: 4, title: title('改过的名称') });
    return { status: 409, body: { code: 'conflict', reason: 'saved-meanwhile', detail: '…' } };
  };
  await press(/^保存$/);
  await press(/^用对方的/);
  expect(shown()).toHaveLength(3);
  expect(field('名称（中文）').value).toBe('改过的名称');
  expect(pageText()).not.toContain('有未保存的改动');
});

it('keeps what was typed when no answer comes and when the page is loaded again', async () => {
  answer = () => 'lost';
  await open();
  rows()[0]?.click();
  flushSync();
  type('环节名称（中文）', '市长致辞');
  await press(/^保存$/);
  expect(pageText()).toContain('没有写入。改动留在这一页里');
  expect(shown()[0]?.[1]).toBe('市长致辞');
  await clearPage();
  await open();
  expect(shown()[0]?.[1]).toBe('致辞');
  expect(pageText()).toContain('没有保存的改动');
  await press(/^接着写$/);
  expect(shown()[0]?.[1]).toBe('市长致辞');
  await press(/^保存$/);
  expect(sent.at(-1)?.body.expectedVersion).toBe(3);
});

it('leaves alone what was on air, is, or is armed, and says so', async () => {
  stored = rundown({
    status: 'live',
    items: [item(1, '致辞', { hold: 'on-air' }), item(2, '发布', { hold: 'armed' }), item(3, '总结')],
  });
  await open();
  rows()[0]?.click();
  flushSync();
  expect(document.querySelector('.fields')).toBeNull();
  expect(pageText()).toContain('播出中，不能改');
  expect(pageText()).toContain('待命中，取消待命后可改');
  expect([...document.querySelectorAll('[aria-label^="移出"]')]).toHaveLength(1);
  expect(field('名称（中文）').disabled).toBe(true);
});

it('takes parcels from those that wait to be public, each once, and says of one that it cannot be released', async () => {
  const name = title('江南园');
  waiting = ['JK-1', 'JK-2'].map((code) => ({
    ...{ code, name, areaM2: 66_666.67, publicFrom: '2027-05-01T01:00:00Z' },
  }));
  stored = rundown({
    items: [
      item(1, '一', { kind: 'release', parcels: [parcel('JK-1')] }),
      item(2, '二', { kind: 'release', parcels: [parcel('JK-9', 'none')] }),
    ],
  });
  await open();
  rows()[1]?.click();
  flushSync();
  await settle();
  expect(pageText()).toContain('没有待公开的版本，切出时会被拒绝');
  expect(button(/JK-1 江南园/).disabled).toBe(true);
  expect(pageText()).toContain('已在第 1 项');
  await press(/JK-2 江南园/);
  await press(/^移去 JK-9$/);
  await press(/^保存$/);
  expect(sent[0]?.body.items.map(({ parcelCodes }) => parcelCodes)).toEqual([['JK-1'], ['JK-2']]);
});

it('makes an event with its first item, once everything it needs is there', async () => {
  answer = () => ({ status: 201, body: { slug: 'jinhua-2027' } });
  await open(null);
  await press(/^建活动$/);
  expect(sent).toEqual([]);
  expect(pageText()).toContain('还差 6 处，没有保存');
  type('名称（中文）', '云招商');
  type('名称（英文）', 'Live');
  type('地址名', 'jinhua-2027');
  type('开始时间', '2026-12-01T09:00');
  type('环节名称（中文）', '致辞');
  type('环节名称（英文）', 'Speech');
  await press(/^建活动$/);
  expect(sent[0]).toMatchObject({
    ...{ method: 'POST', path: '/api/events' },
    body: { slug: 'jinhua-2027', startsAt: '2026-12-01T09:00:00+08:00', items: [{ plannedSeconds: 300 }] },
  });
  expect(JSON.stringify(sent[0]?.body)).not.toContain('"id"');
  expect(location.pathname).toBe('/console/events/jinhua-2027/rundown');
});

it('tells every difference of two versions, and none where only what is on air has changed', () => {
  const before = rundown();
  const now = {
    ...rundown({ startsAt: '2026-12-01T02:00:00.000Z', venues: [] }),
    items: [item(3, '总结'), item(1, '致辞', { notes: '市长' }), item(9, '休息')],
  };
  expect(
    rundownChanges(before, now).map((change) => [change.of, 'place' in change ? change.place : 0]),
  ).toEqual([
    ['start', 0],
    ['venues', 0],
    ['item', 2],
    ['item', 3],
    ['item', 2],
    ['order', 0],
  ]);
  const held = { ...before, items: before.items.map((one) => ({ ...one, hold: 'done' as const })) };
  expect(rundownChanges(before, held)).toEqual([]);
});

it('puts two versions together: all of whoever alone has changed something, and what is held as it is now', () => {
  const base = rundown();
  const theirs = {
    ...rundown({ title: title('改名'), venues: [] }),
    items: [item(3, '总结'), item(9, '休息'), item(1, '致辞', { plannedSeconds: 60, hold: 'on-air' })],
  };
  const mine = formOf(base);
  const merged = (form: typeof mine, other: StaffRundown) =>
    bodyOf(mergedOf({ base, mine: form, theirs: other }, new Set()), null);
  expect(merged(mine, theirs)).toEqual(bodyOf(formOf(theirs), null));
  mine.items = [...mine.items.slice(1), { ...emptyItem(), zh: '茶歇', en: 'Tea' }];
  expect(clashesOf({ base, mine, theirs: base })).toEqual([]);
  expect(merged(mine, base)).toEqual(bodyOf(mine, null));
  // I took the speech out, they put it on air: it stays. They took the release out, I did not touch it: it goes.
  expect(clashesOf({ base, mine, theirs })).toEqual([]);
  expect(merged(mine, theirs).items.map(({ title: name }) => name.zh)).toEqual([
    '总结',
    '茶歇',
    '休息',
    '致辞',
  ]);
});
