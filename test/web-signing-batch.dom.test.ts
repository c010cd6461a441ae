import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SentBatchCode, SignedBatch, SigningBatch } from '../api/agreements/batch-schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import BatchOffer from '../web/signing/BatchOffer.svelte';
import BatchSteps from '../web/signing/BatchSteps.svelte';
import { OpenedBatch } from '../web/signing/opened-batch.svelte.ts';
import PadInk from '../web/signing/PadInk.svelte';
import { pictureRefusal } from '../web/signing/seal-picture.ts';
import { language } from '../web/ui/language.svelte.ts';
import { letterOfIntent } from './support/agreement-texts.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const digest = (letter: string) => letter.repeat(64);
const item = (number: string, letter: string): SigningBatch['items'][number] => ({
  number,
  title: '投资意向书',
  organisation: '宁波某汽车零部件有限公司',
  party: 'company',
  capacity: 'legal-representative',
  baseSha256: digest(letter),
  headSha256: digest(letter),
  contentSha256: digest(letter),
  isRead: false,
  text: letterOfIntent,
  deadline: '2026-12-20T17:00:00+08:00',
  isTest: true,
  recalledParcels: [],
});
const offered: SigningBatch = {
  items: [item('TZ-2026-0031', 'a'), item('TZ-2026-0032', 'b')],
  handwriting: null,
  codeChannel: 'sms',
  codeTo: '139****8806',
};
const sent: SentBatchCode = {
  channel: 'sms',
  to: '139****8806',
  endsAt: '2026-11-22T10:05:00+08:00',
  sameChannel: false,
  setSha256: digest('c'),
  consent: {
    textVersion: 'signing-batch-1',
    inEnglish: 'I have read each.',
    text: '我已逐份通读。\n1.《投资意向书》（TZ-2026-0031）\n2.《投资意向书》（TZ-2026-0032）',
  },
};
const outcome: SignedBatch = {
  setSha256: digest('c'),
  items: [
    {
      ...{ number: 'TZ-2026-0031', status: 'in-progress', state: 'signed' },
      ...{ isSigned: true, refusal: null, reason: null, about: null },
    },
    {
      ...{ number: 'TZ-2026-0032', status: 'voided', state: 'expired' },
      ...{ isSigned: false, refusal: '协议现在的状态不能这样办，请刷新后查看。' },
      ...{ reason: 'wrong-state', about: null },
    },
  ],
};

type Asked = { path: string; key: string | null; body: unknown };
let asked: Asked[] = [];

/** Answers by the path below /api/signing/batch; nothing arrives where there is none. */
function answerWith(answers: Record<string, { status?: number; body: object } | undefined>) {
  asked = [];
  vi.stubGlobal('fetch', (path: string, { headers, body }: RequestInit) => {
    asked.push({
      path,
      key: new Headers(headers).get('idempotency-key'),
      body: typeof body === 'string' ? JSON.parse(body) : null,
    });
    const answer = answers[path.replace('/api/signing/batch', '')];
    if (answer === undefined) return Promise.reject(new TypeError('offline'));
    const { status = 200 } = answer;
    return Promise.resolve(Response.json(answer.body, { status, headers: { [wireHeader]: wire } }));
  });
}

async function opened(): Promise<OpenedBatch> {
  const batch = new OpenedBatch();
  await batch.load();
  return batch;
}

const face = () => document.querySelector('[data-signing-foot] .primary');
function press(element: Element | null | undefined = face()) {
  element?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  flushSync();
}
const named = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name,
  );
const show = (batch: OpenedBatch) =>
  showInCity(BatchSteps, { batch, name: '林国栋', onback: () => undefined });

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
  vi.stubGlobal('scrollTo', () => undefined);
});
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
});

it('tells of each whether a parcel was recalled since, and that only signing is done together', async () => {
  const [first, second] = offered.items;
  if (first === undefined || second === undefined) throw new Error('there are two');
  answerWith({
    '': { body: { ...offered, items: [first, { ...second, recalledParcels: ['JKC-2020-06'] }] } },
  });
  const batch = await opened();
  showInCity(BatchSteps, { batch, name: '林国栋', onback: () => undefined });
  const told = '地块 JKC-2020-06 的公开资料在发出后已被撤回';
  const rows = [...document.querySelectorAll('ol > li')].map(({ textContent }) => textContent);
  expect(rows.map((row) => row.includes(told))).toEqual([false, true]);
  expect(pageText()).toContain('请您审批或见证的文件，请从各自的链接逐份办理');
  press(named('通读《投资意向书》TZ-2026-0032'));
  expect(pageText()).toContain(told);
});

it('signing together is offered where another document of this person is open here, and not alone', async () => {
  answerWith({ '': { body: offered } });
  showInCity(BatchOffer, { batch: await opened(), number: 'TZ-2026-0031', onopen: () => undefined });
  expect(pageText()).toContain('您在此浏览器还打开了 1 份待签文件');
  await clearPage();
  answerWith({ '': { body: { ...offered, items: offered.items.slice(0, 1) } } });
  showInCity(BatchOffer, { batch: await opened(), number: 'TZ-2026-0031', onopen: () => undefined });
  expect(pageText()).toBe('');
});

it('every document is read to its end before a code can be asked for', async () => {
  answerWith({ '': { body: offered }, '/api/signing/read': { body: {} } });
  const batch = await opened();
  show(batch);
  for (const [number, left] of [
    ['TZ-2026-0031', 2],
    ['TZ-2026-0032', 1],
  ] as const) {
    expect([face()?.textContent, face()?.getAttribute('aria-disabled')]).toEqual([
      `还有 ${left} 份须通读`,
      'true',
    ]);
    press();
    expect(batch.step).toBe('list');
    press(named(`通读《投资意向书》${number}`));
    press();
    expect(batch.step).toBe('read');
    for (const mark of document.querySelectorAll<HTMLElement>('[tabindex="0"]:is(h2, h3)')) mark.focus();
    flushSync();
    press();
    await vi.waitFor(() => expect(batch.step).toBe('list'));
    expect(asked.at(-1)?.body).toEqual({ number, contentSha256: digest(number.endsWith('1') ? 'a' : 'b') });
    flushSync();
  }
  press();
  expect(batch.step).toBe('code');
});

it('one code is asked for by the state of each, its consent names each, and nothing goes on unticked', async () => {
  answerWith({ '': { body: offered }, '/otp': { body: sent } });
  const batch = await opened();
  batch.step = 'code';
  show(batch);
  expect(face()?.textContent).toBe('发送验证码');
  press();
  await vi.waitFor(() => expect(pageText()).toContain('TZ-2026-0032'));
  expect(asked.at(-1)?.body).toEqual({
    items: offered.items.map(({ number, baseSha256, headSha256 }) => ({ number, baseSha256, headSha256 })),
  });
  batch.code = '702418';
  flushSync();
  expect([face()?.textContent, face()?.getAttribute('aria-disabled')]).toEqual(['请先同意签署须知', 'true']);
  batch.consents = true;
  flushSync();
  press();
  expect(batch.step).toBe('pad');
});

it('a set sent again has the key it had; each outcome is told by itself', async () => {
  answerWith({ '': { body: offered } });
  const batch = await opened();
  [batch.sent, batch.code, batch.step] = [sent, '702418', 'pad'];
  show(batch);
  await batch.sign({ typedName: '林国栋' });
  flushSync();
  expect(document.querySelector('[role="alert"]')).not.toBeNull();
  const [first] = asked.slice(-1);
  answerWith({ '': { body: offered }, '/sign': { body: outcome } });
  await batch.sign({ typedName: '林国栋' });
  flushSync();
  expect(asked.at(-1)).toEqual(first);
  expect(pageText()).toContain('2 份中已签署 1 份');
  expect([...document.querySelectorAll('li')].map((one) => one.textContent?.replace(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/TZ-2026-0031.*已签署/),
    expect.stringMatching(/TZ-2026-0032.*未签署.*这份协议已作废/),
  ]);
});

it('what changed meanwhile is to be read again, and is said with its number', async () => {
  const detail = 'TZ-2026-0032 在您获取验证码后有了新的签名，验证码已作废。请重新获取后再签。';
  answerWith({ '': { body: offered } });
  const batch = await opened();
  batch.read = ['TZ-2026-0031', 'TZ-2026-0032'];
  [batch.sent, batch.code, batch.step] = [sent, '702418', 'pad'];
  show(batch);
  const changed = [
    { ...item('TZ-2026-0031', 'a'), isRead: true },
    { ...item('TZ-2026-0032', 'b'), headSha256: digest('d') },
  ];
  answerWith({
    '': { body: { ...offered, items: changed } },
    '/sign': { status: 409, body: { code: 'conflict', detail } },
  });
  await batch.sign({ typedName: '林国栋' });
  flushSync();
  expect([batch.step, batch.read]).toEqual(['list', ['TZ-2026-0031']]);
  expect(pageText()).toContain('TZ-2026-0032 在您获取验证码后有了新的签名');
});

it('a mark is written, typed or a picture of a seal, which is said to be no seal', () => {
  showInCity(PadInk, { name: '林国栋', ink: null, way: 'write', showing: null });
  press(named('改用印章图片'));
  expect(document.querySelector('input[type="file"]')?.getAttribute('accept')).toBe('image/png,image/jpeg');
  expect(pageText()).toContain('图片只是可见标记，不是电子印章，没有盖章的效力');
  press(named('改用打字'));
  expect(document.querySelector('input[type="file"]')).toBeNull();
  expect(pageText()).toContain('请打出「林国栋」');
  expect(pictureRefusal({ type: 'image/png', size: 500 * 1024 })).toBeNull();
  expect(pictureRefusal({ type: 'image/png', size: 500 * 1024 + 1 })).toContain('500 KB');
  expect(pictureRefusal({ type: 'image/gif', size: 10 })).toContain('PNG');
});
