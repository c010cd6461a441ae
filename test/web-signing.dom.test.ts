import nzh from 'nzh/cn';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signing } from '../api/agreements/signing-schema.ts';
import { signingReasons } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { clauseNumber } from '../web/agreements/clause-number.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import OneCode from '../web/signing/OneCode.svelte';
import { OpenedSigning } from '../web/signing/opened-signing.svelte.ts';
import { isWritten, strokesForFile, withPoint } from '../web/signing/pad-rules.ts';
import PadStep from '../web/signing/PadStep.svelte';
import SignSteps from '../web/signing/SignSteps.svelte';
import Trouble from '../web/signing/Trouble.svelte';
import { inFours, leftWord, troubleWord, whomToCall } from '../web/signing/signing-words.ts';
import Standing from '../web/signing/Standing.svelte';
import { TextReading } from '../web/signing/text-reading.svelte.ts';
import { language } from '../web/ui/language.svelte.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const sha256 = '9f3c51e87b204d9ac6f10e35a07d22b4'.repeat(2);
const run = (text: string) => ({ text, filled: false, strong: false });
const paragraph = (text: string) => ({ kind: 'paragraph' as const, runs: [run(text)] });

const signing: Signing = {
  number: 'TZ-2026-0031',
  title: '投资意向书',
  status: 'in-progress',
  purpose: 'sign',
  baseSha256: sha256,
  draftSha256: sha256,
  contentSha256: sha256,
  pages: 3,
  officer: { name: '沈佳宁', nameEn: 'Shen Jianing', phone: '0579-8248 0000' },
  text: {
    number: 'TZ-2026-0031',
    template: { key: 'letter-of-intent', version: 1, title: '投资意向书' },
    title: '投资意向书',
    parties: [
      {
        party: 'company',
        label: '乙方',
        organisation: '宁波某汽车零部件有限公司',
        creditCode: null,
        signatory: '林国栋',
        capacity: 'legal-representative',
      },
    ],
    preamble: [paragraph('双方达成如下意向。')],
    clauses: [
      { heading: '项目', blocks: [paragraph('年产 60 万套。')] },
      {
        heading: '控制性指标',
        blocks: [
          {
            kind: 'figures',
            rows: [{ name: '亩均税收', figure: '≥ 30 万元/亩·年', capitals: '叁拾万元每亩每年' }],
          },
        ],
      },
    ],
    parcels: [],
  },
  signer: {
    name: '林国栋',
    organisation: '宁波某汽车零部件有限公司',
    party: 'company',
    role: 'signer',
    capacity: 'legal-representative',
    state: 'viewed',
    doneAt: null,
    codeChannel: 'sms',
    codeTo: '139 **** 8806',
  },
  others: [],
  consent: { textVersion: 'signing-1', text: '我已通读协议全文。' },
  confirmedAt: null,
  readAt: null,
  sentAt: '2026-11-20T09:00:00+08:00',
  deadline: '2026-12-20T17:00:00+08:00',
  endedAt: null,
  isTest: true,
  recalledParcels: [],
  canDownload: false,
  verifyCode: null,
};

function openedWith(over: Partial<Signing> = {}): OpenedSigning {
  const opened = new OpenedSigning(null);
  opened.signing = { ...signing, ...over };
  return opened;
}

const nothing = () => undefined;
const face = () => document.querySelector('[data-signing-foot] .primary');
function press() {
  face()?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  flushSync();
}

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

describe('reading', () => {
  const parcel = {
    ...{ code: 'JKC-2020-06', version: 2, polygons: [] },
    ...{ geometrySha256: sha256, indicatorsSha256: sha256 },
  };

  /** A text of 2,000 px with a mark every 500, whose `fromTop` px stand at the upper edge of a window of 800 with a foot of 100. */
  const scrolledTo = (fromTop: number) => ({
    ...{ top: -fromTop, height: 2000, bottom: 700, windowPx: 800 },
    marks: [0, 500, 1000, 1500, 1990].map((mark) => mark - fromTop),
  });

  it('is done when each heading and the end have been on the screen, the end above the foot of the window', () => {
    const reading = new TextReading(false);
    reading.look(scrolledTo(0));
    expect(reading.share).toBeCloseTo(0.35);
    expect(reading.left).toEqual({ from: 2, to: 4, isSkipped: false });
    // Leafing by a window's height misses nothing.
    reading.look(scrolledTo(800));
    expect(reading.left).toEqual({ from: 4, to: 4, isSkipped: false });
    reading.look(scrolledTo(1281));
    expect(reading.isWhole).toBe(false);
    reading.look(scrolledTo(1282));
    expect([reading.isWhole, reading.left]).toEqual([true, null]);
  });

  it('is not done by a leap to the end, by the wheel or by a key: what was leapt over is named', () => {
    const reading = new TextReading(false);
    reading.look(scrolledTo(0));
    reading.look(scrolledTo(1300));
    expect(reading.left).toEqual({ from: 2, to: 2, isSkipped: true });
    expect(reading.share).toBeLessThan(0.51);
    reading.look(scrolledTo(1000));
    expect(reading.isWhole).toBe(true);

    const withKeys = new TextReading(false);
    withKeys.look(scrolledTo(-800), 4);
    expect(withKeys.left).toEqual({ from: 0, to: 3, isSkipped: false });
    for (const mark of [0, 1, 2]) withKeys.look(scrolledTo(-800), mark);
    expect(withKeys.left).toEqual({ from: 3, to: 3, isSkipped: false });
    withKeys.look(scrolledTo(-800), 3);
    expect(withKeys.isWhole).toBe(true);
  });

  it('a text that is not there yet is not read, and one that was read is', () => {
    const reading = new TextReading(false);
    reading.look({ top: 0, height: 0, bottom: 700, windowPx: 800, marks: [0, 0, 0] });
    expect(reading.share).toBe(0);
    expect(new TextReading(true).isWhole).toBe(true);
  });

  it('names what is left as the text does: clauses, the annex, the end', () => {
    const { text } = signing;
    const left = (from: number, to: number) => leftWord({ from, to, isSkipped: false }, text);
    expect([left(0, 0), left(0, 3), left(2, 3), left(3, 3)]).toEqual([
      '还有开头部分',
      '还有第 1 条至第 2 条',
      '还有第 2 条',
      '还有末尾',
    ]);
    expect(leftWord({ from: 3, to: 4, isSkipped: false }, { ...text, parcels: [parcel] })).toBe(
      '还有附：地块',
    );
  });

  it('lets nobody on before its end: by keys from heading to heading, over the annex, and the portal is told', async () => {
    const whole = { ...signing, text: { ...signing.text, parcels: [parcel] } };
    const opened = openedWith(whole);
    const told: unknown[] = [];
    vi.stubGlobal('fetch', (path: string, { body }: RequestInit) => {
      told.push([path, typeof body === 'string' ? JSON.parse(body) : null]);
      return Promise.resolve(new Response(null, { status: 204, headers: { [wireHeader]: wire } }));
    });
    vi.stubGlobal('scrollTo', nothing);
    showInCity(SignSteps, { opened, signing: whole });
    expect([face()?.textContent, face()?.getAttribute('aria-disabled')]).toEqual(['读到末尾后继续', 'true']);
    press();
    expect(opened.step).toBe('read');

    const stops = [...document.querySelectorAll<HTMLElement>('[tabindex="0"]:is(h2, h3)')];
    expect(stops.map(({ textContent }) => textContent)).toEqual([
      '投资意向书',
      '第一条　项目',
      '第二条　控制性指标',
      '附：地块',
      '全文完',
    ]);
    // The last first, which ends nothing; then each of the others.
    for (const stop of stops.toReversed()) {
      expect(face()?.getAttribute('aria-disabled')).toBe('true');
      stop.focus();
      flushSync();
    }
    expect([face()?.textContent, face()?.getAttribute('aria-disabled')]).toEqual(['继续', 'false']);
    expect(pageText()).toContain('全文已读完');
    press();
    await vi.waitFor(() => expect(opened.step).toBe('code'));
    expect(told).toEqual([
      ['/api/signing/read', { number: signing.number, contentSha256: signing.contentSha256 }],
    ]);
  });

  it('need not be done again for a text that was read', () => {
    const again = { ...signing, readAt: '2026-11-21T10:05:00+08:00' };
    const opened = openedWith(again);
    showInCity(SignSteps, { opened, signing: again });
    expect([face()?.textContent, face()?.getAttribute('aria-disabled')]).toEqual(['继续', 'false']);
  });

  it('shows the agreement with its headings, its figures in capitals and its digest, in Chinese on an English page too', () => {
    language.follow('en');
    showInCity(SignSteps, { opened: openedWith(), signing });
    const article = document.querySelector('article[lang="zh-CN"]');
    expect([...(article?.querySelectorAll('h3') ?? [])].map((one) => one.textContent?.trim())).toEqual([
      '第一条　项目',
      '第二条　控制性指标',
    ]);
    expect(article?.querySelector('td')?.textContent).toContain('大写：叁拾万元每亩每年');
    expect(pageText()).toContain(inFours(sha256));
    expect(pageText()).toContain('not a reliable electronic signature');
  });

  it('asks nothing of whoever waits for others or only watches', () => {
    const waiting = { ...signing, signer: { ...signing.signer, state: 'waiting' as const } };
    showInCity(SignSteps, { opened: openedWith(), signing: waiting });
    expect(face()).toBeNull();
    expect(pageText()).toContain('还没有轮到您签署');
  });

  it('names the officer to ask, the pages and when it was sent; without an officer the telephone of the city', () => {
    showInCity(SignSteps, { opened: openedWith(), signing });
    for (const words of ['投资意向书，3 页', '2026-11-20 09:00', '沈佳宁 0579-8248 0000'])
      expect(pageText()).toContain(words);
    expect(whomToCall(null, '0579-8239 0000')).toEqual({ words: '0579-8239 0000', phone: '0579-8239 0000' });
  });

  it('asks whose side has confirmed the draft for nothing more', () => {
    const confirmed = {
      ...{ ...signing, status: 'draft' as const, purpose: 'confirm' as const },
      confirmedAt: '2026-11-21T10:05:00+08:00',
    };
    showInCity(SignSteps, { opened: openedWith(confirmed), signing: confirmed });
    expect(face()).toBeNull();
    expect(pageText()).toContain('贵方已于 2026-11-21 10:05 确认这份草稿');
  });

  it('tells who has signed and when, and when it was sealed', () => {
    const others = [
      {
        ...{ name: '陈立', organisation: '武义县招商投资促进中心', role: 'signer' as const, group: 2 },
        ...{ state: 'signed' as const, doneAt: '2026-11-21T10:32:40+08:00' },
      },
    ];
    const endedAt = '2026-11-21T10:33:00+08:00';
    showInCity(Standing, {
      signing: { ...signing, status: 'completed' as const, others, endedAt, verifyCode: 'K7M2P9QX' },
    });
    expect(pageText()).toContain('已签 2026-11-21 10:32');
    expect(pageText()).toContain('已封存 2026-11-21 10:33');
  });

  it('claims no effect where test certificates signed: the end is that it is sealed', async () => {
    const completed = { ...signing, status: 'completed' as const, endedAt: '2026-11-21T10:33:00+08:00' };
    showInCity(Standing, { signing: { ...completed, isTest: false } });
    expect(pageText()).toContain('已生效');
    expect(pageText()).not.toContain('测试证书');
    await clearPage();
    showInCity(Standing, { signing: { ...completed, isTest: true } });
    expect(pageText()).toContain('已全部签署并封存');
    expect(pageText()).toContain('测试证书，不构成可靠电子签名');
    expect(pageText()).not.toContain('生效');
  });

  it('numbers clauses as the paper does', () => {
    for (let number = 1; number < 100; number += 1)
      expect(clauseNumber(number - 1)).toBe(`第${nzh.encodeS(number)}条`);
  });
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
