import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const keys = new Set(Object.keys(JSON.parse(readFileSync('web/messages/en.json', 'utf8')) as object));

/** All that a person sees, hears or is told by the browser on a page, with what is not said in Chinese on purpose. */
async function wordsOf(page: Page): Promise<{ text: string; from: string }[]> {
  return page.evaluate(() => {
    const spoken = [
      'aria-label',
      'aria-description',
      'aria-valuetext',
      'title',
      'alt',
      'placeholder',
      'label',
    ];
    const found = [{ text: document.title, from: 'title' }];
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, style, [lang|="zh"]')) continue;
      if (!element.checkVisibility() && element.localName !== 'option') continue;
      const from = `${element.localName}.${element.getAttribute('class') ?? ''}`;
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) found.push({ text: node.textContent ?? '', from });
      for (const name of spoken)
        found.push({ text: element.getAttribute(name) ?? '', from: `${from}@${name}` });
    }
    return found.filter(({ text }) => text.trim() !== '');
  });
}

/**
 * Nothing is left in Chinese except the language's own name and what stands as its document has it, which says so with
 * `lang`; no text is missing, and none is the name of a text.
 */
export async function expectEnglish(page: Page): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  const words = await wordsOf(page);
  expect(words.length).toBeGreaterThan(10);
  const chinese = words.filter(({ text }) => /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u.test(text));
  expect(chinese).toEqual([]);
  const mistaken = await page.locator('[lang|="zh"]').allInnerTexts();
  // Two words of English are a sentence of ours; a code or a unit is one.
  expect(mistaken.filter((text) => /[A-Za-z]{2,} [A-Za-z]{2,}/.test(text))).toEqual([]);
  const broken = words.filter(
    ({ text }) =>
      /undefined|NaN|\[object|\{\w+\}/.test(text) ||
      (text.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []).some((word) => keys.has(word)),
  );
  expect(broken).toEqual([]);
}
