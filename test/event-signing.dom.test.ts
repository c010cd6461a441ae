import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../api/events/event-schema.ts';
import type { StaffEvent } from '../api/events/staff-schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import HostPage from '../web/console/events/HostPage.svelte';
import { readinessOf } from '../web/console/events/stage-words.ts';
import SigningCard from '../web/events/SigningCard.svelte';
import { paperCount, signingOf, undisclosedCount } from '../web/events/signing-words.ts';
import Totals from '../web/events/Totals.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const at = '2026-11-22T03:04:09.000Z';
const title = (zh: string) => ({ zh, en: '' });
const nothing = { count: 0, amount: 0 };
const totals = {
  ...{ parcelsReleased: 0, areaM2: 0, projects: nothing, contracts: nothing, frameworks: nothing },
  ...{ intents: nothing, talents: 0, talentProjects: 0 },
};

type Signing = Snapshot['signings'][number];
function signing(over: Partial<Signing> = {}): Signing {
  return {
    ...{ item: 2, project: 7, form: 'contract', amount: 1_680_000_000, talents: 0, isPaper: false },
    ...{ ceremony: 'on-stage', state: 'processing', by: 4, at },
    ...over,
  };
}

const about: Snapshot['stage'][number] = {
  ...{ item: 2, ceremony: 'on-stage', form: 'contract', isTest: false, hands: 0 },
  ...{ project: '电驱动总成项目', company: '宁波某公司' },
};

function snapshot(signings: Signing[], over: Partial<Snapshot['stage'][number]> = {}): Snapshot {
  return {
    ...{ slug: 'a', title: title('云签约'), startsAt: at, status: 'live', epoch: '0123456789abcdef', seq: 4 },
    ...{ item: 2, since: at, camera: null, isCut: false, notice: null, released: [], correction: null },
    ...{ signings, stage: [{ ...about, ...over }], totals, items: [], venues: [] },
  };
}

type Stage = StaffEvent['stage'][number];
const signer: Stage['signers'][number] = {
  ...{ position: 0, party: 'company', role: 'signer', isDone: false, isAsked: true, hasOpened: true },
  ...{ hasRead: true, codeUntil: null, batchUntil: null },
};
const agreement: NonNullable<Stage['agreement']> = {
  ...{ number: 'TZ-2026-0031', state: 'sent', form: 'contract', isTest: false },
  ...{ mayName: true, mayShowAmount: false },
};
function stage(over: Partial<Stage> = {}): Stage {
  return {
    ...{ item: 2, ceremony: 'on-stage', talents: 0, agreement, signers: [signer], paperAsked: null },
    project: { number: 'XM-2026-0007', name: '电驱动总成项目', company: '宁波某公司', amount: 1_680_000_000 },
    ...over,
  };
}

function event(over: Partial<StaffEvent> = {}): StaffEvent {
  const item = {
    title: title('签约 1'),
    plannedSeconds: 90,
    parcels: [],
    takenBy: 3,
    spentSeconds: 5,
    venue: null,
    notes: '',
  };
  return {
    ...{ slug: 'a', title: title('云签约'), startsAt: at, status: 'live', isAnnounced: false },
    ...{ epoch: '0123456789abcdef', at: new Date().toISOString(), begunAt: at, since: at, seq: 4 },
    ...{ item: 2, standby: null, camera: null, isCut: false, notice: null, correction: null, released: [] },
    ...{ signings: [signing()], stage: [stage()], totals, log: [] },
    items: [{ ...item, id: 2, kind: 'project-signing', state: 'live' }],
    ...{ control: null, endAsked: null, ending: null, attendance: { now: 0, peak: 0, viewerMinutes: 0 } },
    ...over,
  };
}

beforeEach(() => overwriteGetLocale(() => 'zh-CN'));
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
});

it('says that it is being signed and not counted, then that it is in force since when', async () => {
  showInCity(SigningCard, { snapshot: snapshot([signing()]), item: 2, title: '签约' });
  for (const words of ['投资合同 · 现场签', '电驱动总成项目', '16.8', '签署处理中', '未计入总数'])
    expect(pageText()).toContain(words);
  await clearPage();
  const sealed = [signing(), signing({ state: 'effective', by: 9 }), signing({ by: 10 })];
  showInCity(SigningCard, { snapshot: snapshot(sealed), item: 2, title: '签约' });
  expect(pageText()).toContain('已生效');
  expect(pageText()).toContain('11:04:09 已封存，已计入总数');
  expect(pageText()).not.toContain('处理中');
});

it('does not say twice what it is called', async () => {
  const times = () => pageText().split('电驱动总成项目').length - 1;
  showInCity(SigningCard, { snapshot: snapshot([signing()]), item: 2, title: '签约 1' });
  expect(times()).toBe(1);
  await clearPage();
  showInCity(SigningCard, { snapshot: snapshot([signing()]), item: 2, title: '电驱动总成项目' });
  expect(times()).toBe(0);
});

it('says of paper that it is paper, and of what is not public that it is not', async () => {
  const onPaper = signing({ state: 'effective', isPaper: true, amount: null });
  const hidden = { project: null, company: null, isTest: true };
  showInCity(SigningCard, { snapshot: snapshot([onPaper], hidden), item: 2, title: '签约' });
  for (const words of ['已签（纸质）', '未经平台封存', '企业未同意公开名称', '金额未公开', '测试证书'])
    expect(pageText()).toContain(words);
  await clearPage();
  const counted = [onPaper, signing({ item: 3, project: 8, state: 'effective' })];
  expect(undisclosedCount(counted)).toBe(1);
  expect(paperCount(counted)).toBe(1);
  const projects = { count: 2, amount: 1_680_000_000 };
  showInCity(Totals, {
    totals: { ...totals, projects },
    still: true,
    undisclosed: undisclosedCount(counted),
  });
  expect(pageText()).toContain('其中 1 个项目的金额未公开，不在总额内');
});

it('counts a project that was signed again as it was signed last, disclosed or not', () => {
  const again = [
    signing({ state: 'effective', amount: null }),
    signing({ item: 3, state: 'effective', by: 8 }),
  ];
  expect(undisclosedCount(again)).toBe(0);
  expect(signingOf(again, 5)).toBeNull();
});

it.each([
  ['nothing tied', { agreement: null, signers: [] }, '未定协议'],
  ['a draft', { agreement: { ...agreement, state: 'draft' as const } }, '协议未发出'],
  ['who has no code', {}, '乙方未就绪'],
  ['a code', { signers: [{ ...signer, codeUntil: at }] }, '各方就绪'],
  ['a code for a set', { signers: [{ ...signer, batchUntil: at }] }, '各方就绪'],
  ['a code and nothing read', { signers: [{ ...signer, hasRead: false, codeUntil: at }] }, '乙方未就绪'],
  ['a witness who is late', { signers: [{ ...signer, role: 'witness' as const }] }, '乙方见证未就绪'],
  ['one whose turn it is not', { signers: [{ ...signer, isAsked: false }] }, '各方就绪'],
  [
    'a seal that failed',
    { agreement: { ...agreement, state: 'seal-failed' as const } },
    '封存失败，自动重试',
  ],
])('with %s says so in the rundown', (...[, over, word]) => {
  expect(readinessOf(event({ stage: [stage(over)] }), 2).word).toBe(word);
});

it('lets one host ask to note a paper, and another confirm it with the reason of the first', async () => {
  const sent: { path: string; body: unknown }[] = [];
  let view = event();
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    if (request.method !== 'GET') sent.push({ path, body: JSON.parse(String(request.body)) });
    const headers = { 'content-type': 'application/json', [wireHeader]: wire };
    return Promise.resolve(new Response(JSON.stringify(view), { headers }));
  });
  const shown = async (words: string) => {
    await vi.waitFor(() => expect(pageText()).toContain(words));
    flushSync();
  };
  showInCity(HostPage, { slug: 'a' });
  await shown('乙方未就绪');
  expect(pageText()).toContain('金额不公开');
  const form = () => document.querySelector('details form');
  const input = form()?.querySelector('input');
  if (!input) throw new Error('no reason is asked for');
  input.value = '平板断电';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  form()?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  const path = '/api/events/a/items/2/paper';
  expect(sent[0]).toEqual({ path, body: { expectedSeq: 4, reason: '平板断电' } });

  await clearPage();
  const paperAsked = { reason: '平板断电', name: '沈佳宁', isMine: false, at };
  view = event({ stage: [stage({ paperAsked })] });
  showInCity(HostPage, { slug: 'a' });
  await shown('沈佳宁申请记为纸质：平板断电');
  form()?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual({ path, body: { expectedSeq: 4, reason: '平板断电' } });
});
