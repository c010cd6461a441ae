import { keep, remove } from './changes.ts';
import { readStored, setUnreadableAside, storageKey, writeStored } from './storage.ts';
import type { Entry, Shortlist } from './terms.ts';
import { emptyShortlist } from './terms.ts';

/** Why a change is not kept on this device, or was not made. */
export type Trouble = 'not-saved' | 'unreadable' | 'full';

let list = $state.raw<Shortlist>(emptyShortlist);
let trouble = $state<Trouble | null>(null);
/** This device does not take it: the page holds it until it is closed. */
let onlyHere = false;

load();
// Another tab of this browser has written.
addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) load();
});

/** 候选清单 (收藏): kept on this device only, without an account. */
export const shortlist = {
  get list(): Shortlist {
    return list;
  },
  get trouble(): Trouble | null {
    return trouble;
  },
  has(code: string): boolean {
    return list.entries.some((entry) => entry.code === code);
  },
  /** Keeps a parcel, or takes it off the list; a thirty-first is refused. */
  toggle(parcel: Pick<Entry, 'code' | 'name' | 'nameEn'>): void {
    if (shortlist.has(parcel.code)) shortlist.change((latest) => remove(latest, parcel.code));
    else shortlist.change((latest) => keep(latest, parcel, new Date()));
  },
  /** Changes the list as it stands now, with what another tab has done to it; null is a refusal. */
  change(change: (latest: Shortlist) => Shortlist | null): boolean {
    if (!onlyHere) load();
    const next = change(list);
    if (next === null) {
      trouble = 'full';
      return false;
    }
    if (trouble === 'unreadable') setUnreadableAside();
    list = next;
    onlyHere = !writeStored(next);
    trouble = onlyHere ? 'not-saved' : null;
    return true;
  },
};

function load(): void {
  const stored = readStored();
  if (stored.kind === 'refused') return;
  list = stored.kind === 'read' ? stored.list : emptyShortlist;
  trouble = stored.kind === 'unreadable' ? 'unreadable' : null;
}
