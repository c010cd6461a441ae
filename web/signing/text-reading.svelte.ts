import { marksInSight, marksLeft, shareRead, type MarksLeft, type ReadingPlace } from './reading-rules.ts';

/** 通读 of one text: it is read when each of its headings, and its end, was on the screen or had the focus. */
export class TextReading {
  /** From 0 to 1. */
  share = $state(0);
  /** What is to be read still; null when nothing is known of it yet, or nothing is left. */
  left = $state.raw<MarksLeft | null>(null);
  #passed = new Set<number>();

  /** `isRead`: the portal knows that it was read to its end. */
  constructor(isRead: boolean) {
    if (isRead) this.share = 1;
  }

  get isWhole(): boolean {
    return this.share >= 1;
  }

  /** `focused`: the mark with the focus, for whoever reads with keys or hears the page. */
  look(place: ReadingPlace, focused: number | null = null): void {
    if (this.isWhole || place.marks.length === 0) return;
    for (const mark of marksInSight(place)) this.#passed.add(mark);
    if (focused !== null) this.#passed.add(focused);
    this.left = marksLeft(place, this.#passed);
    this.share = Math.max(this.share, shareRead(place, this.left));
  }
}
