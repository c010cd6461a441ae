import type { Page } from 'playwright-core';

/** What the page lays over its map, each by one word. */
const furniture = {
  legend: '.furniture > .legend',
  notice: '.furniture > .notice',
  controls: '.furniture > .controls',
  tools: '.stage .tools > *',
  search: '.over > .first',
  chips: '.over > .chips',
  sheet: '.sheet',
  tray: '.compare-tray',
};

/** Pairs of what lies over the map of which one covers a part of the other, such as `legend on controls`. */
export function crowdedFurniture(page: Page): Promise<string[]> {
  return page.evaluate((selectors) => {
    const boxes = Object.entries(selectors).flatMap(([name, selector]) =>
      [...document.querySelectorAll(selector)]
        .map((element) => ({ name, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && box.height > 0),
    );
    const shared = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    return boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter(({ name, box }) => !(one.name === 'sheet' && name === 'tray') && shared(one.box, box))
        .map(({ name }) => `${one.name} on ${name}`),
    );
  }, furniture);
}
