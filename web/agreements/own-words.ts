import type { Agreement, AgreementPage } from '../../api/agreements/agreement-schema.ts';
import { m } from '../paraglide/messages.js';

type Row = Pick<AgreementPage['items'][number], 'status' | 'signed' | 'signers'>;

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
