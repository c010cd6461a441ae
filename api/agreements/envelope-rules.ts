import type { AgreementState, SignerRole, SignerState } from './terms.ts';

/** 签署流程: an agreement on its way, as its rules see it. */
export type Envelope = {
  state: AgreementState;
  deadline: Date;
  signers: readonly EnvelopeSigner[];
  /** 租约: whose signature, or the seal (null), is being made on the newest revision; one at a time. */
  lease: { id: string; position: number | null; until: Date } | null;
};

/** `turn` 组: those of one turn sign side by side, those of the next after all of them. */
export type EnvelopeSigner = { position: number; role: SignerRole; turn: number; state: SignerState };

/** Why an act is refused: the page says it in words. */
export type Refusal =
  | 'wrong-state'
  | 'past-deadline'
  | 'not-your-turn'
  | 'already-done'
  | 'being-delegated'
  | 'no-act'
  | 'busy'
  | 'lease-lost'
  | 'nobody-signs';

export type Step = { ok: true; envelope: Envelope } | { ok: false; refusal: Refusal };

/** How long a signature may take before another may be made instead of it. */
export const leaseMs = 60_000;

const running: readonly AgreementState[] = ['sent', 'in-progress'];
/** Who gets a copy (抄送) reads, and nothing else. */
const waitedFor: readonly SignerRole[] = ['signer', 'approver', 'witness'];
const open: readonly SignerState[] = ['active', 'viewed', 'signing'];
const through: readonly SignerState[] = ['signed', 'approved', 'witnessed'];

/** 发出: the first turn may begin. */
export function send(envelope: Envelope, now: Date): Step {
  if (envelope.state !== 'draft') return refused('wrong-state');
  if (envelope.deadline <= now) return refused('past-deadline');
  if (!envelope.signers.some(({ role }) => role === 'signer')) return refused('nobody-signs');
  return moved(nextTurn({ ...envelope, state: 'sent' }));
}

/** The signer opened what he is to sign. */
export function view(envelope: Envelope, position: number, now: Date): Step {
  const at = standing(envelope, position, now);
  if (at !== null) return refused(at);
  return moved(withSigner(envelope, position, (state) => (state === 'active' ? 'viewed' : state)));
}

/** Takes the lease for a signature on the newest revision. A lease whose time is over is nobody's. */
export function beginSigning(
  envelope: Envelope,
  { position, leaseId, now }: { position: number; leaseId: string; now: Date },
): Step {
  const free = afterLease(envelope, now);
  const at = standing(free, position, now);
  if (at !== null) return refused(at);
  const { role, state } = signerAt(free, position);
  if (role !== 'signer') return refused('wrong-state');
  if (state === 'signing') return refused('already-done');
  if (free.lease !== null) return refused('busy');
  const lease = { id: leaseId, position, until: new Date(now.getTime() + leaseMs) };
  return moved({ ...withSigner(free, position, () => 'signing'), lease });
}

/** The signature is in the file: the lease is given back, and the last of all opens the sealing. */
export function finishSigning(envelope: Envelope, { leaseId, now }: { leaseId: string; now: Date }): Step {
  const { lease, state } = envelope;
  if (!running.includes(state)) return refused('wrong-state');
  if (lease === null || lease.id !== leaseId || lease.position === null || lease.until <= now)
    return refused('lease-lost');
  const signed = withSigner(
    { ...envelope, lease: null, state: 'in-progress' },
    lease.position,
    () => 'signed',
  );
  return moved(nextTurn(signed));
}

/** No signature was made: whoever began may begin again. */
export function abandonSigning(envelope: Envelope, leaseId: string): Step {
  const { lease } = envelope;
  if (lease === null || lease.id !== leaseId || lease.position === null) return refused('lease-lost');
  return moved(withSigner({ ...envelope, lease: null }, lease.position, () => 'viewed'));
}

/** 内部审批, 见证: his word without a signature of his own. */
export function approve(envelope: Envelope, position: number, now: Date): Step {
  const at = standing(envelope, position, now);
  if (at !== null) return refused(at);
  const { role } = signerAt(envelope, position);
  if (role !== 'approver' && role !== 'witness') return refused('no-act');
  const said = role === 'approver' ? 'approved' : 'witnessed';
  return moved(nextTurn(withSigner({ ...envelope, state: 'in-progress' }, position, () => said)));
}

/** 拒签: of anybody who is waited for, once it is his turn. It ends the agreement. */
export function decline(envelope: Envelope, position: number, now: Date): Step {
  const free = afterLease(envelope, now);
  const at = standing(free, position, now);
  if (at !== null) return refused(at);
  const { role, state } = signerAt(free, position);
  if (!waitedFor.includes(role)) return refused('no-act');
  if (state === 'signing') return refused('busy');
  return moved({ ...withSigner(free, position, () => 'declined'), state: 'declined', lease: null });
}

/** 转交: of anybody who is waited for, in his turn. Until the other person is admitted nobody acts in his place. */
export function askToDelegate(envelope: Envelope, position: number, now: Date): Step {
  const free = afterLease(envelope, now);
  const at = standing(free, position, now);
  if (at !== null) return refused(at);
  const { role, state } = signerAt(free, position);
  if (!waitedFor.includes(role)) return refused('no-act');
  if (state === 'signing') return refused('busy');
  return moved(withSigner(free, position, () => 'delegating'));
}

/** The other person is admitted, or is not: whoever has the place now may act. */
export function settleDelegation(envelope: Envelope, position: number, now: Date): Step {
  if (!running.includes(envelope.state)) return refused('wrong-state');
  if (envelope.deadline <= now) return refused('past-deadline');
  if (signerAt(envelope, position).state !== 'delegating') return refused('wrong-state');
  return moved(withSigner(envelope, position, () => 'active'));
}

/** 作废: not once all have signed; then only another agreement undoes it (解除协议). */
export function makeVoid(envelope: Envelope): Step {
  if (envelope.state !== 'draft' && !running.includes(envelope.state)) return refused('wrong-state');
  return moved(ended(envelope, 'voided'));
}

/** 逾期: past its deadline nobody signs any more. A signature under way may still come before. */
export function expire(envelope: Envelope, now: Date): Step {
  const free = afterLease(envelope, now);
  if (free.state !== 'draft' && !running.includes(free.state)) return refused('wrong-state');
  if (free.deadline > now || free.lease !== null) return refused('wrong-state');
  return moved(ended(free, 'expired'));
}

/** 展期: later than it was, while it runs. Past its deadline it is over, whether that was found yet or not. */
export function extend(envelope: Envelope, { deadline, now }: { deadline: Date; now: Date }): Step {
  const isRunning = running.includes(envelope.state);
  if (!isRunning && envelope.state !== 'draft') return refused('wrong-state');
  if (isRunning && envelope.deadline <= now) return refused('past-deadline');
  if (deadline <= envelope.deadline || deadline <= now) return refused('wrong-state');
  return moved({ ...envelope, deadline });
}

/** 封存: takes the lease for the platform's seal. */
export function beginSealing(envelope: Envelope, { leaseId, now }: { leaseId: string; now: Date }): Step {
  const free = afterLease(envelope, now);
  if (free.state !== 'sealing' && free.state !== 'seal-failed') return refused('wrong-state');
  if (free.lease !== null) return refused('busy');
  const lease = { id: leaseId, position: null, until: new Date(now.getTime() + leaseMs) };
  return moved({ ...free, state: 'sealing', lease });
}

/** A revision of the sealing may be written: the lease is ours still. */
export function holdsSeal(envelope: Envelope, leaseId: string, now: Date): boolean {
  const { lease, state } = envelope;
  return state === 'sealing' && lease !== null && lease.id === leaseId && lease.until > now;
}

export function completeSealing(envelope: Envelope, { leaseId, now }: { leaseId: string; now: Date }): Step {
  if (!holdsSeal(envelope, leaseId, now)) return refused('lease-lost');
  return moved({ ...envelope, state: 'completed', lease: null });
}

/** 封存失败: shown to the office, tried again by itself or by hand. */
export function failSealing(envelope: Envelope, leaseId: string): Step {
  if (envelope.state !== 'sealing' || envelope.lease?.id !== leaseId) return refused('lease-lost');
  return moved({ ...envelope, state: 'seal-failed', lease: null });
}

/** Those of the lowest turn that is not through may act; when all are through, it is sealed. */
function nextTurn(envelope: Envelope): Envelope {
  const missing = envelope.signers.filter(
    ({ role, state }) => waitedFor.includes(role) && !through.includes(state),
  );
  if (missing.length === 0) return { ...envelope, state: 'sealing' };
  const turn = Math.min(...missing.map((signer) => signer.turn));
  const signers = envelope.signers.map((signer) =>
    signer.turn <= turn && signer.state === 'waiting' ? { ...signer, state: 'active' as const } : signer,
  );
  return { ...envelope, signers };
}

/** Null where the signer may act now. */
function standing(envelope: Envelope, position: number, now: Date): Refusal | null {
  if (!running.includes(envelope.state)) return 'wrong-state';
  if (envelope.deadline <= now) return 'past-deadline';
  const { state } = signerAt(envelope, position);
  if (state === 'waiting') return 'not-your-turn';
  if (state === 'delegating') return 'being-delegated';
  return open.includes(state) ? null : 'already-done';
}

/** As it stands once a lease whose time is over has let go. */
export function afterLease(envelope: Envelope, now: Date): Envelope {
  const { lease } = envelope;
  if (lease === null || lease.until > now) return envelope;
  const free = { ...envelope, lease: null };
  return lease.position === null
    ? free
    : withSigner(free, lease.position, (state) => (state === 'signing' ? 'viewed' : state));
}

function ended(envelope: Envelope, state: 'voided' | 'expired'): Envelope {
  const signers = envelope.signers.map((signer) =>
    signer.state === 'waiting' || signer.state === 'delegating' || open.includes(signer.state)
      ? { ...signer, state: 'expired' as const }
      : signer,
  );
  return { ...envelope, signers, state, lease: null };
}

function signerAt({ signers }: Envelope, position: number): EnvelopeSigner {
  const signer = signers.find((one) => one.position === position);
  if (signer === undefined) throw new Error('no such signer');
  return signer;
}

function withSigner(
  envelope: Envelope,
  position: number,
  change: (state: SignerState) => SignerState,
): Envelope {
  const signers = envelope.signers.map((signer) =>
    signer.position === position ? { ...signer, state: change(signer.state) } : signer,
  );
  return { ...envelope, signers };
}

function moved(envelope: Envelope): Step {
  return { ok: true, envelope };
}

function refused(refusal: Refusal): Step {
  return { ok: false, refusal };
}
