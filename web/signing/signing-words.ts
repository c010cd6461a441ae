import type { Signing } from '../../api/agreements/signing-schema.ts';
import type { AgreementState, Capacity, SignerRole, SignerState } from '../../api/agreements/terms.ts';
import type { AgreementText } from '../../api/agreements/text-schema.ts';
import type { Failure } from '../console/client.ts';
import { failureWord } from '../console/shell/failure-words.ts';
import { localName } from '../ui/language.svelte.ts';
import { m } from '../paraglide/messages.js';
import { refusalWord } from './refusal-words.ts';
import type { MarksLeft } from './reading-rules.ts';

/** `9f3c 51e8 a07d 22b4`: how people compare digests. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}

export function roleWord(role: SignerRole): string {
  switch (role) {
    case 'signer':
      return m.sign_fact_signer();
    case 'approver':
      return m.sign_fact_approver();
    case 'witness':
      return m.sign_fact_witness();
    case 'viewer':
      return m.sign_fact_viewer();
  }
}

export function capacityWord(capacity: Capacity): string {
  return capacity === 'legal-representative' ? m.sign_capacity_legal() : m.sign_capacity_authorised();
}

export function signerStateWord(role: SignerRole, state: SignerState): string {
  if (role === 'viewer') return m.sign_state_copied();
  switch (state) {
    case 'signed':
      return m.sign_state_signed();
    case 'approved':
      return m.sign_state_approved();
    case 'witnessed':
      return m.sign_state_witnessed();
    case 'delegating':
      return m.sign_state_delegating();
    case 'waiting':
      return m.sign_state_waiting();
    case 'active':
      return m.sign_state_active();
    case 'viewed':
      return m.sign_state_viewed();
    case 'signing':
      return m.sign_state_signing();
    case 'declined':
      return m.sign_state_declined();
    case 'expired':
      return m.sign_state_expired();
  }
}

/** What of the text is to be read still: its marks are its title, its clauses, the annex where there is one, and the end. */
export function leftWord({ from, to }: MarksLeft, { clauses, parcels }: AgreementText): string {
  const last = clauses.length;
  if (to < 1) return m.sign_read_left_opening();
  if (from > last)
    return parcels.length > 0 && from === last + 1 ? m.sign_read_left_annex() : m.sign_read_left_end();
  const left = { from: Math.max(from, 1), to: Math.min(to, last) };
  return left.from === left.to ? m.sign_read_left_one(left) : m.sign_read_left(left);
}

/** Whom to call, in words and by telephone: the officer by name where there is one, else the city's hotline. */
export function whomToCall(
  officer: Signing['officer'] | undefined,
  hotline: string,
): { words: string; phone: string } {
  if (!officer) return { words: hotline, phone: hotline };
  return { words: `${localName(officer)} ${officer.phone}`, phone: officer.phone };
}

/** How an agreement ended without being in force; null for one that did not. */
export function overWord(status: AgreementState): string | null {
  switch (status) {
    case 'declined':
      return m.sign_over_declined();
    case 'voided':
      return m.sign_over_voided();
    case 'expired':
      return m.sign_over_expired();
    default:
      return null;
  }
}

/** Why an act was not done and what to do next, as a full sentence; the server's own where this page has none. */
export function troubleWord(failure: Failure): string {
  const said = refusalWord(failure);
  if (said !== null && failure.kind !== 'conflict') return said;
  switch (failure.kind) {
    case 'offline':
      return m.sign_not_arrived();
    case 'busy':
      return m.sign_not_made();
    case 'too-often':
      return m.sign_too_often({ seconds: failure.waitSeconds });
    case 'conflict':
      return m.sign_changed({ detail: said ?? failure.detail });
    default:
      return failureWord(failure);
  }
}

/** What a code is for, beside the document it is of. */
export function codeUseWord(purpose: Signing['purpose']): string {
  if (purpose === 'confirm') return m.sign_code_only_confirm();
  if (purpose === 'approve') return m.sign_code_only_approve();
  return purpose === 'witness' ? m.sign_code_only_witness() : m.sign_code_only();
}
