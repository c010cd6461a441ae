import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StaffEvent } from '../api/events/staff-schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { clockText, lateSeconds, nextItem, undoable } from '../web/console/events/desk-rules.ts';
import HostPage from '../web/console/events/HostPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const start = Date.parse('2026-11-22T02:00:00Z');
const title = (zh: string) => ({ zh, en: '' });
const nothing = { count: 0, amount: 0 };

function item(id: number, over: Partial<StaffEvent['items'][number]> = {}): StaffEvent['items'][number] {
  return {
    ...{ id, kind: 'release', title: title(`JK-${id}`), plannedSeconds: 40, state: 'pending' },
    ...{ parcels: [`JK-${id}`], takenBy: null, spentSeconds: null, venue: null, notes: '' },
    ...over,
  };
}

/** JK-1 on air for 27 s, JK-2 armed, JK-3 to come. */
function event(over: Partial<StaffEvent> = {}): StaffEvent {
  const since = new Date(Date.now() - 27_000).toISOString();
  return {
    ...{ slug: 'jinhua-2020', title: title('云招商'), startsAt: since, status: 'live', isAnnounced: true },
    ...{ epoch: '0123456789abcdef', at: new Date().toISOString(), begunAt: since, since, seq: 3 },
    ...{ item: 1, standby: 2, camera: null, isCut: false, notice: null, correction: null },
    ...{ released: [{ code: 'JK-1', version: 1, areaM2: 93_200, by: 2 }], signings: [], stage: [], log: [] },
    totals: {
      ...{ parcelsReleased: 1, areaM2: 93_200, projects: nothing, contracts: nothing, frameworks: nothing },
      ...{ intents: nothing, talents: 0, talentProjects: 0 },
    },
    items: [item(1, { state: 'live', takenBy: 2, spentSeconds: 27 }), item(2, { state: 'standby' }), item(3)],
    ...{ control: null, endAsked: null, ending: null },
    attendance: { now: 0, peak: 0, viewerMinutes: 0 },
    ...over,
  };
}

type Sent = { verb: string; key: string | null; body: Record<string, unknown> };
let stream: EventTarget | null;
const keep = (target: EventTarget) => (stream = target);
class SilentStream extends EventTarget {
  readonly isKept = keep(this) === this;

  close(): void {
    stream = null;
  }
}
let sent: Sent[];
let view: () => StaffEvent;
/** What is answered to a press; 'lost': no answer comes. */
let answer: (press: Sent) => { status: number; body?: object } | 'lost';
let isCut: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  overwriteGetLocale(() => 'zh-CN');
  sent = [];
  view = event;
  isCut = false;
  answer = () => ({ status: 200, body: { seq: 4 } });
  vi.stubGlobal('EventSource', SilentStream);
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    if (isCut) return Promise.reject(new TypeError('no network'));
    if (request.method === 'GET') return Promise.resolve(json(200, view()));
    const headers = new Headers(request.headers);
    const press: Sent = {
      verb: path.split('/').at(-1) ?? '',
      key: headers.get('idempotency-key'),
      body: JSON.parse(String(request.body)),
    };
    sent.push(press);
    const answered = answer(press);
    if (answered === 'lost') return Promise.reject(new TypeError('no network'));
    return Promise.resolve(json(answered.status, answered.body ?? {}));
  });
});
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function json(status: number, body: object): Response {
  const headers = { 'content-type': 'application/json', [wireHeader]: wire };
  return new Response(JSON.stringify(body), { status, headers });
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
}

async function open(): Promise<void> {
  showInCity(HostPage, { slug: 'jinhua-2020' });
  await pass(0);
}

function button(name: RegExp): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) =>
    name.test(one.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

async function key(name: string, repeat = false): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: name, repeat, bubbles: true, cancelable: true }));
  await pass(0);
}

const verbs = () => sent.map(({ verb }) => verb);

it('keys do nothing until L opens them, and a key that is held down takes once', async () => {
  await open();
  await key(' ');
  await key('Enter');
  expect(verbs()).toEqual([]);
  await key('l');
  await key(' ');
  await pass(100);
  await key(' ');
  await pass(500);
  await key(' ', true);
  expect(verbs()).toEqual(['take']);
  await key('Enter');
  await key('n');
  await key('p');
  await key('z');
  expect(verbs()).toEqual(['take', 'standby', 'skip', 'pause', 'revoke']);
  expect(sent.map(({ body }) => body['expectedSeq'])).toEqual([3, 3, 3, 3, 3]);
  expect(sent[1]?.body).toMatchObject({ item: 3 });
  await key('l');
  await key('p');
  expect(sent).toHaveLength(5);
});

it('TAKE names what it takes and whom it reaches, each press with a key of its own', async () => {
  await open();
  expect(button(/^切出/).textContent).toMatch(/JK-2.*公开 1 宗地块 · 面向全部观众和大屏/s);
  button(/^切出/).click();
  await pass(500);
  button(/^切出/).click();
  await pass(0);
  expect(verbs()).toEqual(['take', 'take']);
  expect(new Set(sent.map(({ key: one }) => one)).size).toBe(2);
});

it('undo stays open for 30 s after the take and names the entry it takes back', async () => {
  await open();
  const since = new Date(start - 27_000).toISOString();
  view = () => event({ since });
  await pass(2_000);
  expect(button(/^撤回 JK-1/).textContent).toContain('还剩 1 秒');
  button(/^撤回 JK-1/).click();
  await pass(0);
  expect(sent[0]).toMatchObject({ verb: 'revoke', body: { of: 2, reason: { zh: '主持人撤回' } } });
  await pass(2_000);
  expect(button(/^撤回/).disabled).toBe(true);
});

it('says within 5 s that nothing is heard, takes nothing then, and sends nothing later', async () => {
  await open();
  await key('l');
  isCut = true;
  await pass(5_000);
  expect(pageText()).toContain('本机已断开 5 秒');
  expect(pageText()).toContain('停在 10:00:00');
  expect(pageText()).toContain('断开期间按的键一个也不会补发');
  expect(button(/^不可切出/).disabled).toBe(true);
  await key(' ');
  await key('Enter');
  isCut = false;
  await pass(10_000);
  expect(pageText()).not.toContain('断开期间');
  expect(sent).toEqual([]);
});

it('asks again with the same key where the answer was lost, and never after 5 s', async () => {
  await open();
  let lost = 2;
  answer = () => (lost-- > 0 ? 'lost' : { status: 200, body: { seq: 4 } });
  button(/^切出/).click();
  await pass(2_000);
  expect(verbs()).toEqual(['take', 'take', 'take']);
  expect(new Set(sent.map(({ key: one }) => one)).size).toBe(1);
  expect(pageText()).not.toContain('没有收到回音');

  sent = [];
  answer = () => 'lost';
  button(/^切出/).click();
  await pass(6_000);
  expect(pageText()).toContain('切出没有收到回音，不会再发');
  const tries = sent.length;
  await pass(30_000);
  expect(sent).toHaveLength(tries);
});

it('who is behind sees what happened before the press, and the event as it stands', async () => {
  await open();
  answer = () => {
    const taken = { type: 'take' as const, item: 2, camera: null, released: [] };
    const at = new Date(start).toISOString();
    view = () => event({ seq: 4, item: 2, standby: null, log: [{ seq: 4, at, cue: taken, by: '何远' }] });
    return { status: 409, body: { code: 'conflict', detail: '现场已有新的动作，请先看清再按。' } };
  };
  button(/^切出/).click();
  await pass(0);
  expect(pageText()).toContain('切出没有执行：现场已有新的动作');
  expect(document.querySelector('[role=alert]')?.textContent).toMatch(/4.*10:00:00.*切出.*JK-2.*何远/s);
  expect(pageText()).toContain('序号 4');
  expect(button(/^不可切出/).textContent).toContain('先待命一个环节');
});

it('looks again as soon as the stream says that something happened', async () => {
  await open();
  view = () => event({ seq: 9 });
  stream?.dispatchEvent(new Event('cue'));
  await pass(0);
  expect(pageText()).toContain('序号 9');
});

it('keeps control while it is heard, and does not take it again by itself once the lease ran out', async () => {
  let until = 0;
  const held = () => ({ name: '沈佳宁', isMine: true, until: new Date(until).toISOString() });
  answer = () => {
    until = Date.now() + 15_000;
    return { status: 204 };
  };
  view = () => event({ control: until > Date.now() ? held() : null });
  await open();
  button(/^取得主控权/).click();
  await pass(20_000);
  expect(pageText()).toContain('主控：你（本机）');
  expect(verbs().length).toBeGreaterThan(3);

  isCut = true;
  await pass(16_000);
  expect(pageText()).toContain('主控权租约已失效');
  isCut = false;
  sent = [];
  await pass(10_000);
  expect(sent).toEqual([]);
  expect(button(/^不可切出/).textContent).toContain('租约到期');
  button(/^接管主控权/).click();
  await pass(300);
  expect(button(/^切出/).disabled).toBe(false);
});

it('nothing but the second key of the end is pressed while another host has control', async () => {
  const until = new Date(start + 60_000).toISOString();
  const at = new Date(start).toISOString();
  view = () =>
    event({
      control: { name: '何远', isMine: false, until },
      endAsked: { name: '何远', isMine: false, at },
    });
  await open();
  expect(button(/^不可切出/).textContent).toContain('主控权在何远手上');
  expect(button(/^暂停/).disabled).toBe(true);
  expect(pageText()).toContain('何远申请结束，由你确认');
  button(/^确认结束/).click();
  await pass(0);
  expect(verbs()).toEqual(['end']);
});

it('the picture is cut only by a press of two seconds', async () => {
  await open();
  const cut = button(/^切断画面/);
  cut.dispatchEvent(new PointerEvent('pointerdown', { button: 0, bubbles: true }));
  await pass(1_900);
  cut.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
  await pass(2_000);
  expect(verbs()).toEqual([]);
  cut.dispatchEvent(new PointerEvent('pointerdown', { button: 0, bubbles: true }));
  await pass(2_000);
  expect(sent[0]).toMatchObject({ verb: 'cut', body: { isCut: true } });
});

it('says of an event that is over that it is, and of one nobody counted that there is no record', async () => {
  view = () => event({ status: 'ended', item: null, standby: null, since: null });
  await open();
  expect(pageText()).toContain('3 / 3');
  expect(pageText()).toContain('没有收看记录');
  expect(pageText()).not.toContain('还没有环节播出');
  await clearPage();
  view = () => event({ status: 'ended', item: null, attendance: { now: 0, peak: 120, viewerMinutes: 900 } });
  await open();
  expect(pageText()).not.toContain('没有收看记录');
  expect(pageText()).toContain('900');
});

it('counts the rundown: what is armed next, how late it is, and times as a clock shows them', () => {
  const running = event({
    items: [
      item(1, { state: 'done', spentSeconds: 70, plannedSeconds: 40 }),
      item(2, { state: 'live' }),
      item(3, { state: 'skipped' }),
      item(4),
    ],
    ...{ item: 2, standby: null },
  });
  expect(nextItem(running)?.id).toBe(4);
  expect([lateSeconds(running, 20), lateSeconds(running, 50)]).toEqual([30, 40]);
  expect(undoable(running, start)).toBeNull();
  expect([clockText(27), clockText(725), clockText(3_723)]).toEqual(['0:27', '12:05', '1:02:03']);
});
