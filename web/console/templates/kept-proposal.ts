import { wire } from '../../../api/wire/terms.ts';
import { renumbered, type ProposalForm } from './proposal-form.ts';

const prefix = 'zhaotu-template-proposal:';

/** Whose text, and written from which version: who signs in here next finds no other's. */
export type ProposalPlace = { account: string; key: string; version: number };
export type KeptProposal = { form: ProposalForm; at: string };

/**
 * What was being written and never sent. It outlives a reload and not the tab: an office's computer has many users. Of a page
 * of another build, whose shapes may differ, nothing is taken.
 */
export function readKept(place: ProposalPlace): KeptProposal | null {
  try {
    const kept: (KeptProposal & { wire: string }) | null = JSON.parse(
      sessionStorage.getItem(keyOf(place)) ?? 'null',
    );
    return kept?.wire === wire ? { at: kept.at, form: renumbered(kept.form) } : null;
  } catch {
    return null;
  }
}

export function keep(place: ProposalPlace, kept: KeptProposal): void {
  try {
    sessionStorage.setItem(keyOf(place), JSON.stringify({ ...kept, wire }));
  } catch {
    // Storage is refused or full: the text stands on the page alone.
  }
}

export function forget(place: ProposalPlace): void {
  try {
    sessionStorage.removeItem(keyOf(place));
  } catch {
    // Nothing was kept where storage is refused.
  }
}

function keyOf({ account, key, version }: ProposalPlace): string {
  return `${prefix}${account}:${key}:${version}`;
}
