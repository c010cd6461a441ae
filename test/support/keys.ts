import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** No way on a page is longer than this for who walks it. */
const mostSteps = 160;

/** What a screen reader says of the element with the focus: `button "筛选"`; empty where nothing has it. */
export async function focused(page: Page): Promise<string> {
  if (await page.evaluate(() => document.activeElement === document.body)) return '';
  const said = await page.locator(':focus').ariaSnapshot();
  return /^- '?(\w+(?: "(?:[^"\\]|\\.)*")?(?: \[[^\]]+\])*)/.exec(said)?.[1] ?? said;
}

/** Goes on with one key until the focus stands on `wanted`; each stop on the way must be seen. */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const way: string[] = [];
  for (let step = 0; step < mostSteps; step += 1) {
    await page.keyboard.press(key);
    const here = await focused(page);
    await expectSeen(page, here);
    if (wanted.test(here)) return;
    way.push(here);
  }
  throw new Error(`${wanted} is not on the way:\n${way.join('\n')}`);
}

/** Waits until the focus has come to what is wanted, as it does after something was opened or closed. */
export async function focusComesTo(page: Page, wanted: RegExp): Promise<void> {
  await expect.poll(() => focused(page)).toMatch(wanted);
  await expectSeen(page, await focused(page));
}

/**
 * The element with the focus has a ring of its own, or one around the label or form that it stands in, and nothing lies over
 * it: WCAG 2.2, 2.4.7 and 2.4.11. A title that only receives the focus, so that reading goes on there, needs none.
 */
async function expectSeen(page: Page, said: string): Promise<void> {
  const flaw = await page.evaluate(() => {
    const element = document.activeElement;
    // Behind the last element of a page the focus is in the browser itself.
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    if (element.tabIndex < 0) return null;
    const around = element.closest('label, form');
    const drawn = [
      element,
      ...element.children,
      ...(around ? [around, ...around.querySelectorAll('*')] : []),
    ];
    const ring = drawn.some((part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    // The ring of a slider is drawn around its thumb, whose style cannot be asked for.
    if (!ring && element.getAttribute('type') !== 'range') return 'has no ring';
    const hidden = element.classList.contains('visually-hidden') || getComputedStyle(element).opacity === '0';
    const face = hidden && around ? around : element;
    const box = face.getBoundingClientRect();
    const left = Math.max(box.left, 0);
    const top = Math.max(box.top, 0);
    const width = Math.min(box.right, innerWidth) - left;
    const height = Math.min(box.bottom, innerHeight) - top;
    if (width <= 0 || height <= 0) return 'is out of sight';
    // What lets the pointer through cannot be found by a point; it is drawn above what answers there.
    if (getComputedStyle(face).pointerEvents === 'none') return null;
    const points = [0.1, 0.5, 0.9].flatMap((x) =>
      [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + width * x, top + height * y)),
    );
    return points.some((at) => face.contains(at))
      ? null
      : `lies under ${points[4]?.localName}.${points[4]?.getAttribute('class')}`;
  });
  expect(flaw, said).toBeNull();
}
