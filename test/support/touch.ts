import type { Page } from 'playwright-core';

export type Point = { x: number; y: number };

/** One finger, put down, moved in steps and lifted, as a phone reports it. */
export async function swipe(page: Page, from: Point, to: Point): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const steps = 8;
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (let step = 1; step <= steps; step += 1) {
    const part = step / steps;
    const x = from.x + (to.x - from.x) * part;
    const y = from.y + (to.y - from.y) * part;
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y }] });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/**
 * Controls of a page that a finger cannot be sure to hit: what answers to them is less than 44 × 44 px. Left out are links
 * within a sentence (WCAG 2.2, 2.5.8) and what is only there for the keyboard.
 */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const leastPx = 44;
    const controls = 'a[href], button, input, select, textarea, summary, [role="slider"], [role="tab"]';
    const small: string[] = [];
    // Behind a dialog that has the whole attention nothing answers.
    const within = document.querySelector('dialog:modal') ?? document.body;
    for (const control of within.querySelectorAll<HTMLElement>(controls)) {
      if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('[inert]')) continue;
      const face = control.closest('label') ?? control;
      const style = getComputedStyle(control);
      const isHidden = face === control && (style.clipPath !== 'none' || style.pointerEvents === 'none');
      const sentence = control.closest('p');
      const isInSentence =
        control.localName === 'a' &&
        style.display.startsWith('inline') &&
        sentence !== null &&
        sentence.innerText.trim() !== control.innerText.trim();
      if (isHidden || isInSentence || control.matches('.skip')) continue;
      const box = face.getBoundingClientRect();
      if (box.width + 0.5 >= leastPx && box.height + 0.5 >= leastPx) continue;
      control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const reach = { x: reachOf(face, 'x'), y: reachOf(face, 'y') };
      if (reach.x >= leastPx && reach.y >= leastPx) continue;
      const name = control.getAttribute('aria-label') ?? face.innerText.trim().replace(/\s+/g, ' ');
      small.push(`${control.localName} "${name}" ${reach.x} × ${reach.y}`);
    }
    return small;

    /** How far what answers to a control reaches through its middle, with all that is drawn beyond its box. */
    function reachOf(face: HTMLElement, axis: 'x' | 'y'): number {
      const { left, top, width, height } = face.getBoundingClientRect();
      const answers = (offset: number) => {
        const x = left + width / 2 + (axis === 'x' ? offset : 0);
        const y = top + height / 2 + (axis === 'y' ? offset : 0);
        return face.contains(document.elementFromPoint(x, y));
      };
      let reach = 0;
      for (let offset = 0.5; offset <= leastPx && answers(offset); offset += 1) reach += 1;
      for (let offset = -0.5; offset >= -leastPx && answers(offset); offset -= 1) reach += 1;
      return reach;
    }
  });
}

/** How much wider than its window the page is, in pixels. */
export function overhangPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
