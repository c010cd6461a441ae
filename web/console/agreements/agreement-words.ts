import type {
  AgreementState,
  Capacity,
  EventKind,
  Gate,
  RevisionKind,
  SignerRole,
  SignerState,
} from '../../../api/agreements/terms.ts';
import { m } from '../../paraglide/messages.js';

export function stateWord(state: AgreementState): string {
  return {
    draft: m.agreement_state_draft(),
    sent: m.agreement_state_sent(),
    'in-progress': m.agreement_state_in_progress(),
    sealing: m.agreement_state_sealing(),
    'seal-failed': m.agreement_state_seal_failed(),
    completed: m.agreement_state_completed(),
    declined: m.agreement_state_declined(),
    voided: m.agreement_state_voided(),
    expired: m.agreement_state_expired(),
  }[state];
}

/** Where somebody stands, in the words of what he does: who gets a copy (抄送人) is never waited for. */
export function signerWord(role: SignerRole, state: SignerState): string {
  if (role === 'viewer' && state !== 'waiting')
    return state === 'viewed' ? m.signer_copy_read() : m.signer_copied();
  if (state === 'active' && role === 'approver') return m.signer_to_approve();
  if (state === 'active' && role === 'witness') return m.signer_to_witness();
  return {
    waiting: m.signer_waiting(),
    active: m.signer_active(),
    viewed: m.signer_viewed(),
    signing: m.signer_signing(),
    signed: m.signer_signed(),
    approved: m.signer_approved(),
    witnessed: m.signer_witnessed(),
    delegating: m.signer_delegating(),
    declined: m.signer_declined(),
    expired: m.signer_expired(),
  }[state];
}

export function gateWord(gate: Gate): string {
  return {
    legality: m.gate_legality(),
    'fair-competition': m.gate_fair_competition(),
    seal: m.gate_seal(),
  }[gate];
}

export function roleWord(role: SignerRole): string {
  return {
    signer: m.signer_role_signer(),
    approver: m.signer_role_approver(),
    witness: m.signer_role_witness(),
    viewer: m.signer_role_viewer(),
  }[role];
}

export function capacityWord(capacity: Capacity): string {
  return {
    'legal-representative': m.capacity_legal_representative(),
    authorised: m.capacity_authorised(),
  }[capacity];
}

export function revisionWord(kind: RevisionKind): string {
  return {
    base: m.revision_base(),
    signature: m.revision_signature(),
    seal: m.revision_seal(),
    archive: m.revision_archive(),
  }[kind];
}

/** 履约事项, by its kind. */
export function obligationWord(kind: string): string {
  const words: Record<string, () => string> = {
    'investment-intensity': m.obligation_investment_intensity,
    tax: m.obligation_tax,
    registration: m.obligation_registration,
    start: m.obligation_start,
    completion: m.obligation_completion,
    'full-production': m.obligation_full_production,
  };
  return (words[kind] ?? m.obligation_other)();
}

/** An event in the words of the record of acts. */
export function eventWord(kind: EventKind): string {
  return {
    prepare: m.act_agreement_prepare(),
    edit: m.act_agreement_edit(),
    share: m.act_agreement_share(),
    gate: m.act_agreement_gate(),
    confirm: m.act_agreement_confirm(),
    send: m.act_agreement_send(),
    open: m.act_agreement_open(),
    read: m.act_agreement_read(),
    code: m.act_agreement_code(),
    approve: m.act_agreement_approve(),
    witness: m.act_agreement_witness(),
    sign: m.act_agreement_sign(),
    discard: m.act_agreement_discard(),
    'hide-handwriting': m.act_agreement_hide_handwriting(),
    seal: m.act_agreement_seal(),
    'seal-failed': m.act_agreement_seal_failed(),
    complete: m.act_agreement_complete(),
    decline: m.act_agreement_decline(),
    delegate: m.act_agreement_delegate(),
    'delegate-admit': m.act_agreement_delegate_admit(),
    'delegate-refuse': m.act_agreement_delegate_refuse(),
    void: m.act_agreement_void(),
    expire: m.act_agreement_expire(),
    extend: m.act_agreement_extend(),
    remind: m.act_agreement_remind(),
    undelivered: m.act_agreement_undelivered(),
    'place-locked': m.act_agreement_place_locked(),
  }[kind];
}

/** `9f3c 51e8 … a07d 22b4`: enough of a digest to compare by eye. */
export function shortDigest(sha256: string): string {
  const fours = inFours(sha256);
  return [...fours.slice(0, 2), '…', ...fours.slice(-2)].join(' ');
}

export function inFours(sha256: string): string[] {
  return sha256.match(/.{1,4}/g) ?? [];
}

/** 还差 n 项: null where nothing stands in the way. */
export function blockersSentence(blockers: readonly string[]): string | null {
  if (blockers.length === 0) return null;
  return m.agreement_blockers({ count: blockers.length, what: blockers.join('、') });
}
