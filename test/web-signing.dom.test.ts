import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signingReasons } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import OneCode from '../web/signing/OneCode.svelte';
import { isWritten, strokesForFile, withPoint } from '../web/signing/pad-rules.ts';
import PadStep from '../web/signing/PadStep.svelte';
import SignSteps from '../web/signing/SignSteps.svelte';
import Trouble from '../web/signing/Trouble.svelte';
import { troubleWord } from '../web/signing/signing-words.ts';
import { language } from '../web/ui/language.svelte.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';
import { face, nothing, openedWith, press, sha256, signing } from './support/opened-signing.ts';

beforeEach(() => overwriteGetLocale(() => language.current));
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
  language.follow('zh-CN');
});

describe('the mark', () => {
  const asked = {
    'zh-CN': [
      ['改用印章图片', '请选择印章图片'],
      ['改用打字', '请打出姓名'],
      ['', '请签写姓名'],
    ],
    en: [
      ['Use a seal picture', 'Choose the picture of your seal'],
      ['Type instead', 'Type your name'],
      ['', 'Write your name'],
    ],
  } as const;

  it.each(['zh-CN', 'en'] as const)(
    'is asked for as what it is, in the heading and on the button: %s',
    async (locale) => {
      language.follow(locale);
      for (const [way, title] of asked[locale]) {
        showInCity(PadStep, { opened: openedWith() });
        [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === way)?.click();
        flushSync();
        expect(document.querySelector('h2')?.textContent).toBe(title);
        expect(face()?.textContent?.includes(locale === 'en' ? 'Write' : '签写')).toBe(way === '');
        await clearPage();
      }
    },
  );
});

describe('the code', () => {
  it('says where it goes before it is sent, then how many digits and what else is missing', () => {
    const opened = openedWith();
    let done = 0;
    showInCity(OneCode, { opened, withConsent: true, face: '继续', onpress: () => (done += 1) });
    expect(face()?.textContent).toBe('发送验证码');
    expect(pageText()).toContain('验证码将以短信发往 139 **** 8806');
    opened.codeIsOut = true;
    flushSync();
    const boxes = document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]');
    if (boxes === null) throw new Error('there are no boxes');
    // As it is pasted, with a blank in its middle.
    for (const [typed, says] of [
      ['7024', '还差 2 位'],
      ['702 418', '请先同意签署须知'],
    ] as const) {
      boxes.value = typed;
      boxes.dispatchEvent(new Event('input', { bubbles: true }));
      flushSync();
      expect(face()?.textContent).toBe(says);
      press();
    }
    expect([opened.code, opened.consents, done]).toEqual(['702418', false, 0]);
    document.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
    flushSync();
    press();
    expect([face()?.textContent, done]).toEqual(['继续', 1]);
  });

  it('shows who reads English what the terms say, and that the Chinese ones are agreed to', () => {
    const opened = openedWith();
    const shown = { opened, withConsent: true, face: '', onpress: nothing };
    showInCity(OneCode, shown);
    expect(pageText()).not.toContain(signing.consent.inEnglish);
    language.follow('en');
    flushSync();
    expect(pageText()).toContain(signing.consent.text);
    expect(pageText()).toContain('What you agree to is the Chinese text above');
    expect(pageText()).toContain(signing.consent.inEnglish);
  });

  it('is all that is asked of an approver', () => {
    const opened = openedWith({ purpose: 'approve' });
    [opened.codeIsOut, opened.code] = [true, '702418'];
    showInCity(OneCode, { opened, withConsent: false, face: '同意', onpress: nothing });
    expect(face()?.textContent).toBe('同意');
    expect(document.querySelector('input[type="checkbox"]')).toBeNull();
  });
});

describe('what the link alone does not do', () => {
  const sent = {
    channel: 'sms',
    to: '139 **** 8806',
    endsAt: '2026-11-21T10:05:00+08:00',
    sameChannel: false,
  };
  const button = (name: string) =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name);
  async function type(code: string) {
    const boxes = () => document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]');
    await vi.waitFor(() => expect(boxes()).not.toBeNull());
    const field = boxes();
    if (field === null) throw new Error('there are boxes');
    field.value = code;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
  }
  let told: unknown[];

  beforeEach(() => {
    told = [];
    vi.stubGlobal('scrollTo', nothing);
    vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
      if (method === 'POST') told.push([path, typeof body === 'string' ? JSON.parse(body) : null]);
      const headers = { [wireHeader]: wire };
      if (path.includes('/otp')) return Promise.resolve(Response.json(sent, { headers }));
      if (path === '/api/signing') return Promise.resolve(Response.json(signing, { headers }));
      return Promise.resolve(new Response(null, { status: 204, headers }));
    });
  });

  it('declining asks for a code of its own, then for the reason with it', async () => {
    const opened = openedWith();
    showInCity(SignSteps, { opened, signing });
    button('拒签')?.click();
    flushSync();
    const reason = document.querySelector<HTMLInputElement>('dialog input, [role="dialog"] input');
    if (reason === null) throw new Error('a reason is asked for');
    reason.value = '条件不合适';
    reason.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    expect(button('确认拒签')).toBeUndefined();
    button('发送验证码')?.click();
    await type('702418');
    expect(told).toEqual([['/api/signing/otp?purpose=decline', null]]);
    button('确认拒签')?.click();
    await vi.waitFor(() =>
      expect(told.slice(1)).toEqual([['/api/signing/decline', { otp: '702418', reason: '条件不合适' }]]),
    );
  });

  it('a draft is confirmed with a code of its own', async () => {
    const draft = {
      ...{ ...signing, status: 'draft' as const, purpose: 'confirm' as const },
      readAt: '2026-11-21T10:00:00+08:00',
    };
    const opened = openedWith(draft);
    showInCity(SignSteps, { opened, signing: draft });
    expect(button('拒签')).toBeUndefined();
    press();
    expect(pageText()).toContain('这个验证码只用来确认这一份草稿');
    press();
    await type('702418');
    expect(face()?.textContent).toBe('草稿无误，确认');
    press();
    await vi.waitFor(() => expect(opened.done).toEqual({ kind: 'confirmed' }));
    expect(told).toEqual([
      ['/api/signing/otp?purpose=confirm', null],
      ['/api/signing/confirm', { otp: '702418', draftSha256: sha256 }],
    ]);
  });
});

it.each([
  ['confirmed', (opened: ReturnType<typeof openedWith>) => opened.confirm()],
  [
    'declined',
    (opened: ReturnType<typeof openedWith>) => opened.decline({ otp: '702418', reason: '条件不合适' }),
  ],
  [
    'handed on',
    (opened: ReturnType<typeof openedWith>) =>
      opened.delegate({ otp: '702418', reason: '出差', name: '周岚', email: 'zhou@company.test' }),
  ],
])('what is %s again after its answer was lost goes under the same key', async (_, act) => {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', (path: string, { method, headers }: RequestInit) => {
    if (method !== 'POST') return Promise.reject(new TypeError(`nothing is read of ${path}`));
    keys.push(new Headers(headers).get('idempotency-key'));
    if (keys.length === 1) return Promise.reject(new TypeError('the line is down'));
    return Promise.resolve(new Response(null, { status: 204, headers: { [wireHeader]: wire } }));
  });
  const opened = openedWith();
  await act(opened);
  await act(opened);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^.{8,}$/);
  expect(new Set(keys).size).toBe(1);
});

describe('the pad', () => {
  it('keeps points within the unit square, leaves out those too near, and ends a stroke at its most', () => {
    expect(withPoint([], { x: -0.2, y: 1.4 })).toEqual([{ x: 0, y: 1 }]);
    const stroke = [{ x: 0.5, y: 0.5 }];
    expect(withPoint(stroke, { x: 0.501, y: 0.501 })).toBe(stroke);
    const long = Array.from({ length: 500 }, (_, index) => ({ x: index / 500, y: 0.5 }));
    expect(withPoint(long, { x: 1, y: 1 })).toBe(long);
    expect([isWritten([stroke]), isWritten([[...stroke, { x: 1, y: 1 }]])]).toEqual([false, true]);
  });

  it('puts what was written into its place in the file as large as it goes, in the middle and undistorted', () => {
    const square = [
      [
        { x: 0.2, y: 0.4 },
        { x: 0.3, y: 0.6 },
      ],
    ];
    const [stroke] = strokesForFile(square, 2);
    const [first, last] = [stroke?.[0], stroke?.[1]];
    expect([first?.y, last?.y]).toEqual([0, 1]);
    const width = (last?.x ?? 0) - (first?.x ?? 0);
    expect(width * (168 / 92)).toBeCloseTo(1, 3);
    expect(((last?.x ?? 0) + (first?.x ?? 0)) / 2).toBeCloseTo(0.5, 3);
  });
});

describe('what was not done', () => {
  it.each([
    [{ kind: 'offline' as const }, '联网后请再按一次，不会重复签署。'],
    [{ kind: 'busy' as const }, '请重新获取验证码后再签。'],
    [{ kind: 'too-often' as const, waitSeconds: 48 }, '请在 48 秒后再发。'],
    [{ kind: 'refused' as const, detail: '验证码不对；连错 5 次须重新获取。', places: [] }, '验证码不对'],
    [
      { kind: 'conflict' as const, detail: '已过签署截止时间。', places: [] },
      '已过签署截止时间。 页面已更新',
    ],
  ])('is said in a sentence with what to do next: $kind', (failure, words) => {
    showInCity(Trouble, { failure });
    expect(document.querySelector('[role="alert"]')?.textContent).toContain(words);
  });

  it('is said in the language of the page, whichever reason the server gives', () => {
    const han = /\p{Script=Han}/u;
    for (const reason of signingReasons) {
      const failure = {
        kind: 'refused' as const,
        detail: '不能办理',
        places: [],
        reason,
        about: 'TZ-2026-0031',
      };
      language.follow('zh-CN');
      expect(troubleWord(failure), reason).toMatch(han);
      language.follow('en');
      expect(troubleWord(failure), reason).not.toMatch(han);
    }
    const places: [] = [];
    const about = 'TZ-2026-0031';
    expect(troubleWord({ kind: 'conflict', detail: '未读', places, reason: 'unread', about })).toBe(
      'This is not as it was: TZ-2026-0031 has not been read to its end: read all of it first. The page now shows how it stands.',
    );
    const later = { kind: 'too-often' as const, waitSeconds: 48, reason: 'code-too-soon' };
    expect(troubleWord(later)).toBe('A code was sent a moment ago: send again in 48 s.');
    expect(troubleWord({ kind: 'refused', detail: '以后才有的规则', places, reason: 'toString' })).toBe(
      '以后才有的规则',
    );
  });

  it('is said by the reason that came with the answer', async () => {
    language.follow('en');
    const problem = { code: 'conflict', detail: '还没有轮到您签署。', reason: 'not-your-turn' };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 409 })));
    const opened = openedWith();
    await opened.sign({ typedName: '林国栋' });
    expect(opened.trouble).toMatchObject({ kind: 'conflict', reason: 'not-your-turn' });
    if (opened.trouble === null) throw new Error('it was refused');
    showInCity(Trouble, { failure: opened.trouble });
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('It is not your turn yet');
  });
});
