import { shortlist } from './shortlist.svelte.ts';
import type { Shortlist } from './terms.ts';

type Undo = { words: string; back: (list: Shortlist) => Shortlist };

let last = $state.raw<Undo | null>(null);

/** The last thing that took something away, until the next one or until the page is left. */
export const undo = {
  get last(): Undo | null {
    return last;
  },
  offer(next: Undo): void {
    last = next;
  },
  forget(): void {
    last = null;
  },
  apply(): void {
    if (last !== null) shortlist.change(last.back);
    last = null;
  },
};
