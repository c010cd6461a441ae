import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import Hands from '../web/events/Hands.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { OpenedSigning } from '../web/signing/opened-signing.svelte.ts';
import PadInk from '../web/signing/PadInk.svelte';
import Standing from '../web/signing/Standing.svelte';
import { language } from '../web/ui/language.svelte.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';
import { signing } from './support/opened-signing.ts';

const consent = {
  ...{ textVersion: 'handwriting-1', text: '我同意公开播放。', inEnglish: 'I agree that it is shown.' },
  isGiven: false,
  event: { slug: 'launch', title: { zh: '云签约', en: 'Cloud signing' } },
};
const stroke = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

beforeEach(() => {
  language.follow('zh-CN');
  overwriteGetLocale(() => language.current);
  // The page's own: what draws here has no animation to offer.
  SVGElement.prototype.animate = () => new Animation();
});
afterEach(async () => {
  language.follow('zh-CN');
  await clearPage();
  vi.unstubAllGlobals();
});

function answerWith(answers: Record<string, { status: number; body?: object }>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string, { method = 'GET' } = {}) => {
    asked.push(`${method} ${path}`);
    const { status, body } = answers[`${method} ${path}`] ?? { status: 404, body: { code: 'not-found' } };
    return Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), [wireHeader]: wire },
      }),
    );
  });
  return asked;
}

describe('on stage', () => {
  it('handwriting stands by its party under the words that it is no signature', async () => {
    answerWith({
      'GET /api/events/a/items/2/ceremony': {
        status: 200,
        body: { hands: [{ party: 'company', strokes: [stroke] }] },
      },
    });
    showInCity(Hands, { slug: 'a', item: 2 });
    await vi.waitFor(() => expect(pageText()).toContain('乙方'));
    expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe('乙方手写笔迹');
    expect(pageText()).toContain('笔迹为仪式回放，法律签名在封存的文件里');
    expect(document.querySelector('path')?.getAttribute('d')).toBe('M0 0L168 92');
  });

  it('nothing stands where nobody agreed, and where it cannot be asked', async () => {
    const asked = answerWith({ 'GET /api/events/a/items/2/ceremony': { status: 200, body: { hands: [] } } });
    showInCity(Hands, { slug: 'a', item: 2 });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(document.querySelector('figure')).toBeNull();
  });
});

describe('who signs', () => {
  const box = () => document.querySelector<HTMLInputElement>('input[type="checkbox"]');

  it('is asked beside the pad, and not where the name is printed; nothing is ticked for him', () => {
    showInCity(PadInk, { name: '林国栋', ink: null, way: 'write', showing: consent });
    expect(pageText()).toContain('仪式画面（可不选）：云签约');
    expect(pageText()).toContain('我同意公开播放。');
    expect(pageText()).not.toContain('I agree');
    expect(box()?.checked).toBe(false);
    const type = [...document.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('改用打字'),
    );
    type?.click();
    flushSync();
    expect(box()).toBeNull();
  });

  it('reads in English beside it what it means', () => {
    language.follow('en');
    showInCity(PadInk, { name: 'Lin', ink: null, way: 'write', showing: consent });
    expect(pageText()).toContain('I agree that it is shown.');
  });

  it('takes it back on the page that tells how it stands', async () => {
    const given = { ...signing, status: 'completed' as const, handwriting: { ...consent, isGiven: true } };
    const asked = answerWith({
      'DELETE /api/signing/handwriting': { status: 204 },
      'GET /api/signing': { status: 200, body: { ...given, handwriting: consent } },
    });
    showInCity(Standing, { signing: given, opened: new OpenedSigning(null) });
    expect(pageText()).toContain('您已同意在云招商活动中播放您手写签名的笔迹');
    const hide = [...document.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('撤回同意'),
    );
    hide?.click();
    await vi.waitFor(() => expect(pageText()).toContain('已撤回，您的笔迹不再播放'));
    expect(asked[0]).toBe('DELETE /api/signing/handwriting');
  });

  it('is told when it could not be taken back', async () => {
    answerWith({ 'DELETE /api/signing/handwriting': { status: 503, body: { code: 'busy' } } });
    const given = { ...signing, status: 'completed' as const, handwriting: { ...consent, isGiven: true } };
    showInCity(Standing, { signing: given, opened: new OpenedSigning(null) });
    const hide = [...document.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('撤回同意'),
    );
    hide?.click();
    await vi.waitFor(() => expect(pageText()).toContain('没有撤回成功'));
  });
});
