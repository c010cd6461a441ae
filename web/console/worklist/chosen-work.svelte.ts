import type { WorkItem, WorkList } from '../../../api/drafts/schema.ts';
import { workGroups } from './work-words.ts';

let key = $state<string | null>(null);

/** One thing may stand in two groups, about the same parcel, and be done twice: what it is, of what, and which. */
export function workKey({ kind, code, id, subject }: WorkItem): string {
  return [kind, code ?? '', id ?? '', subject ?? ''].join('|');
}

/** Which item is looked at; stays while one opens it and comes back. */
export const chosenWork = {
  /** Every item in the order it is shown. */
  all(list: WorkList | null): WorkItem[] {
    return list === null ? [] : workGroups.flatMap((group) => list[group]);
  },
  /** The first one where nothing was chosen, or what was chosen is gone. */
  of(items: readonly WorkItem[]): WorkItem | null {
    return items.find((item) => workKey(item) === key) ?? items[0] ?? null;
  },
  choose(item: WorkItem): void {
    key = workKey(item);
  },
  step(items: readonly WorkItem[], by: 1 | -1): void {
    const chosen = chosenWork.of(items);
    const index = items.findIndex((item) => item === chosen);
    const next = items[Math.min(Math.max(index + by, 0), items.length - 1)];
    if (next !== undefined) key = workKey(next);
  },
};
