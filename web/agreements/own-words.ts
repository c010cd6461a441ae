import type { Agreement, AgreementPage } from '../../api/agreements/agreement-schema.ts';
import { m } from '../paraglide/messages.js';
import { signerStateWord } from '../signing/signing-words.ts';

type Listed = AgreementPage['items'][number];
type Row = Pick<Listed, 'status' | 'signed' | 'signers'>;

export const isRunning = (status: Listed['status']): boolean => status === 'sent' || status === 'in-progress';

/** How far whoever reads the list has come himself, while it runs. */
export function ownWord({ status, own }: Pick<Listed, 'status' | 'own'>): string | null {
  if (!isRunning(status) || own.length === 0) return null;
  return m.own_your_state({ state: own.map(({ role, state }) => signerStateWord(role, state)).join('、') });
}

/** What an agreement waits for, as one of its parties is told it. */
export function waitsFor({ status, signed, signers }: Row): string {
  switch (status) {
    case 'draft':
      return m.own_waits_draft();
    case 'sent':
    case 'in-progress':
      return m.own_waits_signing({ signed, count: signers });
    case 'sealing':
    case 'seal-failed':
      return m.own_waits_seal();
    case 'completed':
      return m.own_waits_nothing();
    default:
      return m.own_waits_ended();
  }
}

/** The same of one that is read whole. */
export function rowOf({ status, signers }: Agreement): Row {
  const who = signers.filter(({ role }) => role === 'signer');
  return { status, signers: who.length, signed: who.filter(({ state }) => state === 'signed').length };
}
