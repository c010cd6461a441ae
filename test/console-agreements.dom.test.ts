import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { agreementStates, signerStates } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import AfterSending from '../web/console/agreements/AfterSending.svelte';
import { agreementShapes, signerShapes } from '../web/console/agreements/agreement-marks.ts';
import { eventWord, shortDigest, signerWord, stateWord } from '../web/console/agreements/agreement-words.ts';
import AgreementFacts from '../web/console/agreements/AgreementFacts.svelte';
import AgreementPaper from '../web/console/agreements/AgreementPaper.svelte';
import BeforeSending from '../web/console/agreements/BeforeSending.svelte';
import EventList from '../web/console/agreements/EventList.svelte';
import { actionWord } from '../web/console/audit/audit-words.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { changing } from './support/changing.svelte.ts';
import { openedAgreement } from './support/desk-agreement.ts';
import { publisher } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const ondone = () => undefined;
const reviewer = { ...publisher, role: 'reviewer' as const };

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await clearPage();
});

const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name,
  );

it('every state of an agreement and of a signer has a word and a shape of its own', () => {
  for (const words of [
    agreementStates.map(stateWord),
    signerStates.map((state) => signerWord('signer', state)),
  ])
    expect(new Set(words).size).toBe(words.length);
  for (const shapes of [Object.values(agreementShapes), Object.values(signerShapes)])
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(shapes.length);
});

it('the sending waits for what is missing, and says it beside the button', () => {
  showInCity(BeforeSending, { me: publisher, reading: openedAgreement(), ondone });
  expect(button('冻结并发出')?.disabled).toBe(true);
  expect(pageText()).toContain('还差 4 项：公平竞争审查、用印审批、甲方确认草稿、乙方确认草稿');
  expect(pageText()).toContain('第三条含排他承诺');
});

it('nothing is missing any more: it may be sent', () => {
  showInCity(BeforeSending, { me: publisher, reading: openedAgreement({ blockers: [] }), ondone });
  expect(button('冻结并发出')?.disabled).toBe(false);
  expect(pageText()).not.toContain('还差');
});

it('a reviewer decides what has not passed and sends nothing; the office confirms its own side and decides no gate', async () => {
  showInCity(BeforeSending, { me: reviewer, reading: openedAgreement(), ondone });
  expect(button('合法性审查：通过')).toBeUndefined();
  expect(button('用印审批：通过')).toBeDefined();
  expect(button('冻结并发出')).toBeUndefined();
  expect(button('核对并确认')).toBeUndefined();
  await clearPage();
  showInCity(BeforeSending, { me: publisher, reading: openedAgreement(), ondone });
  expect(button('用印审批：通过')).toBeUndefined();
  expect(button('核对并确认')).toBeDefined();
  expect(button('发给对方核对')).toBeDefined();
});

it('a draft that changes under a reviewer is to be read again before he decides', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return Promise.resolve(new Response(null, { status: 204, headers: { [wireHeader]: wire } }));
  });
  const props = changing({ me: reviewer, reading: openedAgreement(), ondone });
  showInCity(BeforeSending, props);
  const draftSha256 = 'd'.repeat(64);
  props.reading = openedAgreement({ draftSha256 });
  flushSync();
  expect(pageText()).toContain('你打开之后草稿有改动');
  expect(button('用印审批：通过')).toBeUndefined();
  button('已重新通读')?.click();
  flushSync();
  button('用印审批：通过')?.click();
  await vi.waitFor(() => expect(sent).toEqual([{ gate: 'seal', outcome: 'passed', draftSha256 }]));
});

it('a sealing that failed says when it is tried again, and that nobody signs again', () => {
  const sealing = { attempts: 2, failure: 'timestamp unreachable', nextAt: '2026-11-20T10:00:00+08:00' };
  const reading = openedAgreement({ status: 'seal-failed', sealing });
  showInCity(AfterSending, { isOffice: true, reading, ondone });
  expect(pageText()).toContain('封存失败 2 次，将自动重试');
  expect(pageText()).toContain('下次 2026-11-20 10:00');
  expect(pageText()).toContain('签署人不用重签');
  expect(button('现在重试')).toBeDefined();
});

it('who is asked to sign may be reminded, who is not yet asked may not', () => {
  const [first, second] = openedAgreement().signers;
  if (first === undefined || second === undefined) throw new Error('two signers');
  const signers = [{ ...first, state: 'active' as const }, second];
  const reading = openedAgreement({ status: 'sent', signers });
  showInCity(AfterSending, { isOffice: true, reading, ondone });
  expect(button('催签 林国栋')).toBeDefined();
  expect(button('催签 陈立')).toBeUndefined();
});

it('a reminder asks for a reason, which may be left out, and sends it in one line', async () => {
  const [first] = openedAgreement().signers;
  if (first === undefined) throw new Error('a signer');
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', (_: string, { body }: RequestInit) => {
    asked.push(typeof body === 'string' ? JSON.parse(body) : null);
    return Promise.resolve(new Response(null, { status: 204, headers: { [wireHeader]: wire } }));
  });
  const signers = [{ ...first, state: 'active' as const }];
  showInCity(AfterSending, {
    isOffice: true,
    reading: openedAgreement({ status: 'sent', signers }),
    ondone,
  });
  for (const said of ['公告下周一，\n请周五前办理', '']) {
    button('催签 林国栋')?.click();
    flushSync();
    const field = document.querySelector('textarea');
    if (field === null) throw new Error('a field for the reason');
    field.value = said;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    button('发送催签')?.click();
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
  }
  expect(asked).toEqual([{ position: 0, reason: '公告下周一， 请周五前办理' }, { position: 0 }]);
});

it('the reason of a reminder stands below it in what happened', () => {
  const [prepared] = openedAgreement().events;
  if (prepared === undefined) throw new Error('an event');
  const events = [prepared, { ...prepared, seq: 2, kind: 'remind' as const, reason: '请周五前办理' }];
  showInCity(EventList, { reading: openedAgreement({ events }) });
  expect(document.querySelector('li')?.textContent).toMatch(/催签.*请周五前办理/);
  expect(document.querySelectorAll('q')).toHaveLength(1);
});

it('at whose place codes were guessed is said, with what to do', () => {
  const [first, second] = openedAgreement().signers;
  if (first === undefined || second === undefined) throw new Error('two signers');
  const signers = [{ ...first, state: 'viewed' as const, isLocked: true }, second];
  showInCity(AfterSending, {
    isOffice: true,
    reading: openedAgreement({ status: 'sent', signers }),
    ondone,
  });
  expect(pageText()).toMatch(/林国栋.*累计输错 20 次.*再催签/);
  expect(button('催签 林国栋')).toBeDefined();
});

it('at whose place codes were guessed while the draft is confirmed is said beside his side, with what to do', () => {
  const signers = openedAgreement().signers.map((signer) => ({ ...signer, isLocked: signer.position === 0 }));
  showInCity(BeforeSending, { me: publisher, reading: openedAgreement({ signers }), ondone });
  expect(pageText()).toMatch(/乙方确认草稿.*累计输错 20 次.*再发给对方核对/);
  expect(pageText().match(/累计输错/g)).toHaveLength(1);
  const at = '2026-11-20T10:00:00+08:00';
  const event = {
    seq: 1,
    at,
    kind: 'place-locked' as const,
    position: 0,
    by: null,
    letter: null,
    reason: null,
    gate: null,
    isOfDraft: false,
  };
  showInCity(EventList, { reading: openedAgreement({ events: [event] }) });
  expect(pageText()).toMatch(/验证码多次输错，该处停用\s*林国栋/);
});

it('a contact that cannot be read any more is said to be so, with the remedy, and nobody is asked to remind it', () => {
  const signers = openedAgreement().signers.map((signer) => ({
    ...signer,
    ...{ state: 'active' as const, isContactReadable: signer.position !== 0 },
  }));
  showInCity(AfterSending, {
    isOffice: true,
    reading: openedAgreement({ status: 'sent', signers }),
    ondone,
  });
  expect(pageText()).toContain('联系方式读不出来：写入时的密钥不在 SECRET_KEY 中');
  expect(button('催签 陈立')).toBeDefined();
  expect(button('催签 林国栋')).toBeUndefined();
});

it('the timeline says which gate was decided how, and that a code was for the draft', () => {
  const event = {
    ...{ at: '2026-11-20T10:00:00+08:00', position: null, by: null },
    ...{ letter: null, reason: null, gate: null, isOfDraft: false },
  };
  const events = [
    {
      ...event,
      seq: 1,
      kind: 'gate' as const,
      gate: { gate: 'legality' as const, outcome: 'passed' as const },
    },
    { ...event, seq: 2, kind: 'gate' as const, gate: { gate: 'seal' as const, outcome: 'refused' as const } },
    { ...event, seq: 3, kind: 'code' as const, isOfDraft: true },
  ];
  showInCity(EventList, { reading: openedAgreement({ events }) });
  expect(pageText()).toMatch(/获取草稿确认验证码.*用印审批：不通过.*合法性审查：通过/);
});

it('who gets a copy, approves or witnesses is not said to be asked to sign', () => {
  expect(signerWord('viewer', 'active')).toBe('已抄送');
  expect(signerWord('viewer', 'viewed')).toBe('已查阅');
  expect(signerWord('approver', 'active')).toBe('待审批');
  expect(signerWord('witness', 'active')).toBe('待见证');
  expect(signerWord('signer', 'active')).toBe('待签');
});

it.each(['zh-CN', 'en'] as const)(
  'the end of sealing claims no effect, since test certificates give none: %s',
  (locale) => {
    language.follow(locale);
    expect(actionWord('agreement.complete')).toBe(eventWord('complete'));
    expect(eventWord('complete')).toMatch(/^全部签署，封存归档$|^Sealed and archived$/);
  },
);

it('the agreement stays Chinese on an English page, and its file waits until it is sealed', () => {
  language.follow('en');
  showInCity(AgreementPaper, { reading: openedAgreement({ status: 'sent' }) });
  expect(document.querySelector('article')?.lang).toBe('zh-CN');
  expect(document.querySelector('article h3')?.textContent).toContain('第一条');
  expect(document.querySelector('a[download]')).toBeNull();
});

it('a text that was altered past the portal says so above it, in either language', async () => {
  const alert = () => document.querySelector('[role=alert]');
  showInCity(AgreementPaper, { reading: openedAgreement() });
  expect(alert()).toBeNull();
  for (const [locale, word] of [
    ['zh-CN', '这份文本已被改动'],
    ['en', 'This text was altered'],
  ] as const) {
    await clearPage();
    language.follow(locale);
    showInCity(AgreementPaper, { reading: openedAgreement({ isTextWhole: false }) });
    expect(alert()?.textContent).toContain(word);
    expect(alert()?.querySelector('svg path')).not.toBeNull();
  }
});

it('the facts name the signers in their order with masked addresses, and what the wording must not promise', () => {
  const finding = { rule: 'refund', severity: 'error', message: '第三条承诺返还税款', remedy: '删去' };
  showInCity(AgreementFacts, { reading: openedAgreement({ findings: [finding] }) });
  expect(pageText()).toMatch(/第 1 组.*林国栋.*l\*\*@company\.test.*第 2 组.*陈立/);
  expect(pageText()).toContain('第三条承诺返还税款');
});

it('a digest is shown by its first and last figures, in fours', () => {
  expect(shortDigest(`9f3c51e8${'0'.repeat(48)}a07d22b4`)).toBe('9f3c 51e8 … a07d 22b4');
});
