import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalAddress } from '../api/pages/address-rules.ts';
import type { PageHead } from '../api/pages/head-rules.ts';
import { readTemplate } from '../api/pages/template.ts';
import { builtPages, parsePage } from './support/pages.ts';

const origin = 'https://invest.example';

describe('the head of a page', () => {
  let fill: Awaited<ReturnType<typeof readTemplate>>;
  let pages: ReturnType<typeof builtPages>;
  const head: PageHead = {
    locale: 'zh-CN',
    title: '甲地块 A-1',
    description: '150 亩',
    link: { path: '/parcels/A-1', query: new URLSearchParams() },
  };

  beforeAll(async () => {
    pages = builtPages();
    fill = await readTemplate(pages.folder);
  });
  afterAll(() => pages.remove());

  it('holds whatever a name is made of as text, and nothing else', async () => {
    const usual = parsePage(await fill(head, origin));
    const hostile = fc.constantFrom(
      '"><script>alert(1)</script>',
      '</title><script src=//evil.example></script>',
      "' onload='x",
      '<!--',
      '-->',
      ']]>',
      '&quot;&#60;',
      '$& $1 $`',
      '<svg/onload=x>',
    );
    const text = fc
      .array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, async (title, description) => {
        const link = {
          path: `/parcels/${encodeURIComponent(title)}`,
          query: new URLSearchParams({ q: title }),
        };
        const page = parsePage(await fill({ ...head, title, description, link }, origin));
        expect(page.title).toBe(title);
        expect(page.og('title')).toBe(title);
        expect(page.named('description')).toBe(description);
        expect(page.og('description')).toBe(description);
        for (const selector of ['*', 'script', 'meta', 'link', 'head > *', 'body *'])
          expect([selector, page.count(selector)]).toEqual([selector, usual.count(selector)]);
      }),
      { numRuns: 200 },
    );
  });

  it('brings no script or style of its own, as the policy of the pages demands', async () => {
    const page = parsePage(await fill(head, origin));
    expect(page.count('style, [style], script:not([src])')).toBe(0);
  });

  it('asks not to be found again where there is nothing to find', async () => {
    const page = parsePage(await fill({ ...head, link: null }, origin));
    expect(page.named('robots')).toBe('noindex');
    expect([page.canonical, page.og('url'), page.count('link[hreflang]')]).toEqual([null, null, 0]);
  });
});

describe('the one address of a link', () => {
  const canonical = (path: string, query: string, locale: 'zh-CN' | 'en' = 'zh-CN') =>
    canonicalAddress(origin, { path, query: new URLSearchParams(query) }, locale);

  it.each([
    ['/', 'view=119.6,29.1,12&panel=filters&sheet=half', '/'],
    ['/', 'parcel=A-1&sort=code&utm_source=x&from=groupmessage', '/'],
    ['/', 'maxMu=100&industry=36,38&sheet=full', '/?industry=36,38&maxMu=100'],
    ['/', 'indicator=b<=1&indicator=a>=2&lang=zh-CN', '/?indicator=b%3C%3D1&indicator=a%3E%3D2'],
    ['/compare', 'compare=A,1&compare=B&differences=only', '/compare?compare=A,1&compare=B'],
    ['/', 'q=%E6%B1%BD%E8&industry=36', '/?industry=36'],
    ['/shortlist', 'keep=A', '/shortlist'],
    ['/ask', 'parcel=A-1&parcel=B-2', '/ask'],
    ['/parcels/A%2C1', 'for=36&q=x', '/parcels/A%2C1'],
  ])('%s?%s is %s', (path, query, address) => {
    expect(canonical(path, query)).toBe(`${origin}${address}`);
  });

  it('says its language only in English', () => {
    expect(canonical('/', 'q=a', 'en')).toBe(`${origin}/?q=a&lang=en`);
    expect(canonical('/', 'lang=en', 'zh-CN')).toBe(`${origin}/`);
  });
});
