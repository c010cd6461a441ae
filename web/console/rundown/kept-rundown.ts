import type { StaffRundown } from '../../../api/events/rundown-schema.ts';
import { wire } from '../../../api/wire/terms.ts';
import { renumbered, type RundownForm } from './rundown-form.ts';

const prefix = 'zhaotu-rundown:';

/** Whose words; null: of an event that is not there yet. */
export type RundownPlace = { account: string; slug: string | null };
/** `base`: what it was written from; null for a new event. */
export type KeptRundown = { form: RundownForm; base: StaffRundown | null; at: string };

/** What was written and never saved. It outlives a reload and not the tab, and no page of another build takes it up. */
export function readKept(place: RundownPlace): KeptRundown | null {
  try {
    const kept: (KeptRundown & { wire: string }) | null = JSON.parse(
      sessionStorage.getItem(keyOf(place)) ?? 'null',
    );
    if (kept?.wire !== wire) return null;
    return { at: kept.at, base: kept.base, form: renumbered(kept.form) };
  } catch {
    return null;
  }
}

export function keep(place: RundownPlace, kept: KeptRundown): void {
  try {
    sessionStorage.setItem(keyOf(place), JSON.stringify({ ...kept, wire }));
  } catch {
    // Storage is refused or full: the words stand on the page alone.
  }
}

export function forget(place: RundownPlace): void {
  try {
    sessionStorage.removeItem(keyOf(place));
  } catch {
    // Nothing was kept where storage is refused.
  }
}

function keyOf({ account, slug }: RundownPlace): string {
  return `${prefix}${account}:${slug ?? ''}`;
}
