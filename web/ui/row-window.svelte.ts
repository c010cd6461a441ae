import { tick, untrack } from 'svelte';
import { rowByKey, rowsToDraw, scrollToRow, stretchesOf, type Sight, type Stretch } from './row-window.ts';

type List = {
  count: () => number;
  /** Every row has this height once the list is long. */
  rowPx: () => number;
  /** What lies over the top of the scroller, such as a table's head. */
  coveredPx?: number;
  /** All rows are drawn whatever is seen, as on paper. */
  whole?: () => boolean;
  /** What of a drawn row takes the focus; null while its content is still to be fetched. */
  focusable: (index: number) => HTMLElement | null;
};

/**
 * Keeps only the rows near the sight of a scroller in the page, and moves through all of them by key. Rows name
 * themselves by `data-row`, their index in the whole list.
 */
export class RowWindow {
  #topPx = $state(0);
  #heightPx = $state(800);
  #focused = $state(-1);
  /** Where a key led to: drawn, and focused as soon as it is there. */
  #goal = $state(-1);
  #element: HTMLElement | null = null;
  #scroller: HTMLElement | null = null;
  readonly #list: List;

  readonly #range = $derived.by(() =>
    this.#list.whole?.() === true ? { from: 0, to: this.#list.count() } : rowsToDraw(this.#sight()),
  );
  /** Rows and gaps from the first row to the last. */
  readonly stretches: Stretch[] = $derived.by(() =>
    stretchesOf(this.#list.count(), this.#range, [this.#focused, this.#goal]),
  );
  /** The last row that is wanted now: what has not been fetched up to it should be. */
  readonly lastWanted = $derived.by(() => this.#range.to - 1);

  constructor(list: List) {
    this.#list = list;
  }

  /** Follows the nearest scrolling ancestor, or the window. */
  attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    this.#scroller = scrollerOf(element);
    const target: HTMLElement | Window = this.#scroller ?? window;
    const measure = () => this.#measure();
    target.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(this.#scroller ?? document.documentElement);
    const noteFocus = (event: FocusEvent) => this.#noteFocus(event.target);
    const noteBlur = (event: FocusEvent) => this.#noteFocus(event.relatedTarget);
    const moveByKey = (event: KeyboardEvent) => void this.#moveByKey(event);
    element.addEventListener('focusin', noteFocus);
    element.addEventListener('focusout', noteBlur);
    element.addEventListener('keydown', moveByKey);
    measure();
    return () => {
      element.removeEventListener('focusin', noteFocus);
      element.removeEventListener('focusout', noteBlur);
      element.removeEventListener('keydown', moveByKey);
      target.removeEventListener('scroll', measure);
      observer.disconnect();
      this.#element = null;
    };
  };

  /** Brings a row into sight, whether it is drawn or not. */
  show(index: number): void {
    const { rowPx, topPx, heightPx } = this.#sight();
    const aim = scrollToRow(index, { rowPx, topPx, heightPx });
    if (aim !== null) this.scrollTo(aim);
  }

  /** Pixels of the list above what is seen of it, and back there. */
  get scrolledPx(): number {
    return this.#topPx;
  }

  scrollTo(topPx: number): void {
    const target = this.#scroller ?? document.scrollingElement;
    if (target === null || this.#element === null) return;
    target.scrollTop += topPx - this.#seenFromPx();
    this.#measure();
  }

  /** Focuses the row that a key led to, once what it shows has been fetched. To be called when rows have come. */
  async reachGoal(): Promise<void> {
    const goal = this.#goal;
    if (goal < 0) return;
    await tick();
    const target = this.#list.focusable(goal);
    if (target === null || this.#goal !== goal) return;
    target.focus({ preventScroll: true });
    this.#goal = -1;
  }

  /** Arrows, Page Up and Down, Home and End move the focus from row to row, also to those not drawn yet. */
  async #moveByKey(event: KeyboardEvent): Promise<void> {
    const index = rowOf(event.target);
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const goal = rowByKey(event.key, this.#goal < 0 ? index : this.#goal, this.#sight());
    if (goal === null) return;
    event.preventDefault();
    this.#goal = goal;
    this.show(goal);
    await this.reachGoal();
  }

  /** Untracked: a focused row that is taken away loses the focus in the middle of drawing. */
  #noteFocus(target: EventTarget | null): void {
    untrack(() => (this.#focused = rowOf(target)));
  }

  #sight(): Sight {
    const { count, rowPx } = this.#list;
    return { count: count(), rowPx: rowPx(), topPx: this.#topPx, heightPx: this.#heightPx };
  }

  #measure(): void {
    if (this.#element === null) return;
    const covered = this.#list.coveredPx ?? 0;
    const height = this.#scroller?.clientHeight ?? window.innerHeight;
    this.#heightPx = Math.max(0, height - covered);
    this.#topPx = this.#seenFromPx();
  }

  /** Negative while the list begins below the top of the scroller. */
  #seenFromPx(): number {
    const own = this.#element?.getBoundingClientRect().top ?? 0;
    const edge = this.#scroller?.getBoundingClientRect().top ?? 0;
    return edge + (this.#list.coveredPx ?? 0) - own;
  }
}

/** -1 for what stands in no row. */
function rowOf(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? -1 : Number(row.dataset['row']);
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  let parent = element.parentElement;
  while (parent !== null && !/auto|scroll/.test(getComputedStyle(parent).overflowY))
    parent = parent.parentElement;
  return parent;
}
