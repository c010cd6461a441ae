import nzh from 'nzh/cn';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { clauseNumber } from '../web/agreements/clause-number.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { OpenedSigning } from '../web/signing/opened-signing.svelte.ts';
import PadStep from '../web/signing/PadStep.svelte';
import SignSteps from '../web/signing/SignSteps.svelte';
import { inFours, leftWord, whomToCall } from '../web/signing/signing-words.ts';
import Standing from '../web/signing/Standing.svelte';
import { TextReading } from '../web/signing/text-reading.svelte.ts';
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
    const completed = { ...signing, status: 'completed' as const, others, endedAt, verifyCode: 'K7M2P9QX' };
    showInCity(Standing, { signing: completed, opened: new OpenedSigning(null) });
    expect(pageText()).toContain('已签 2026-11-21 10:32');
    expect(pageText()).toContain('已封存 2026-11-21 10:33');
  });

  it('claims no effect where test certificates signed: the end is that it is sealed', async () => {
    const completed = { ...signing, status: 'completed' as const, endedAt: '2026-11-21T10:33:00+08:00' };
    showInCity(Standing, { signing: { ...completed, isTest: false }, opened: new OpenedSigning(null) });
    expect(pageText()).toContain('已生效');
    expect(pageText()).not.toContain('测试证书');
    await clearPage();
    showInCity(Standing, { signing: { ...completed, isTest: true }, opened: new OpenedSigning(null) });
    expect(pageText()).toContain('已全部签署并封存');
    expect(pageText()).toContain('测试证书，不构成可靠电子签名');
    expect(pageText()).not.toContain('生效');
  });

  it('numbers clauses as the paper does', () => {
    for (let number = 1; number < 100; number += 1)
      expect(clauseNumber(number - 1)).toBe(`第${nzh.encodeS(number)}条`);
  });
});
