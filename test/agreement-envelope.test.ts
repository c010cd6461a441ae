import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abandonSigning,
  approve,
  askToDelegate,
  beginSealing,
  beginSigning,
  completeSealing,
  decline,
  expire,
  extend,
  failSealing,
  finishSigning,
  holdsSeal,
  leaseMs,
  makeVoid,
  send,
  settleDelegation,
  view,
  type Envelope,
  type Step,
} from '../api/agreements/envelope-rules.ts';

const start = Date.parse('2026-11-23T02:00:00Z');
const minuteMs = 60_000;

function draft(over: Partial<Envelope> = {}): Envelope {
  const signer = { role: 'signer', state: 'waiting' } as const;
  return {
    state: 'draft',
    deadline: new Date(start + 60 * minuteMs),
    signers: [
      { ...signer, position: 0, turn: 1 },
      { ...signer, position: 1, turn: 1 },
      { ...signer, position: 2, turn: 2 },
    ],
    lease: null,
    ...over,
  };
}

function moved(step: Step): Envelope {
  if (!step.ok) throw new Error(`refused: ${step.refusal}`);
  return step.envelope;
}

const at = (minutes: number) => new Date(start + minutes * minuteMs);
const statesOf = ({ signers }: Envelope) => signers.map(({ state }) => state);
const sign = (envelope: Envelope, position: number, minutes = 1) => {
  const leaseId = `lease ${position}`;
  const begun = moved(beginSigning(envelope, { position, leaseId, now: at(minutes) }));
  return moved(finishSigning(begun, { leaseId, now: at(minutes) }));
};

describe('an agreement on its way', () => {
  it('lets those of a turn sign side by side and those of the next after all of them', () => {
    const sent = moved(send(draft(), at(0)));
    expect(statesOf(sent)).toEqual(['active', 'active', 'waiting']);
    expect(beginSigning(sent, { position: 2, leaseId: 'c', now: at(1) })).toEqual({
      ok: false,
      refusal: 'not-your-turn',
    });
    const one = sign(sent, 1);
    expect(statesOf(one)).toEqual(['active', 'signed', 'waiting']);
    const two = sign(one, 0);
    expect(statesOf(two)).toEqual(['signed', 'signed', 'active']);
    expect(sign(two, 2).state).toBe('sealing');
  });

  it('makes one signature at a time, and one of each signer', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    expect(beginSigning(begun, { position: 1, leaseId: 'b', now: at(1) })).toEqual({
      ok: false,
      refusal: 'busy',
    });
    expect(beginSigning(begun, { position: 0, leaseId: 'a2', now: at(1) })).toEqual({
      ok: false,
      refusal: 'already-done',
    });
    const signed = moved(finishSigning(begun, { leaseId: 'a', now: at(1) }));
    expect(beginSigning(signed, { position: 0, leaseId: 'a3', now: at(2) })).toEqual({
      ok: false,
      refusal: 'already-done',
    });
  });

  it('gives a lease back by itself, and takes no signature that comes after it', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    const late = new Date(at(1).getTime() + leaseMs);
    expect(finishSigning(begun, { leaseId: 'a', now: late })).toEqual({ ok: false, refusal: 'lease-lost' });
    const other = moved(beginSigning(begun, { position: 1, leaseId: 'b', now: late }));
    expect(statesOf(other)).toEqual(['viewed', 'signing', 'waiting']);
  });

  it('takes no signature for the lease of another: whoever comes late signs neither for himself nor for him', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    const later = new Date(at(1).getTime() + leaseMs);
    const other = moved(beginSigning(begun, { position: 1, leaseId: 'b', now: later }));
    const lost = { ok: false, refusal: 'lease-lost' };
    expect(finishSigning(other, { leaseId: 'a', now: later })).toEqual(lost);
    expect(abandonSigning(other, 'a')).toEqual(lost);
    expect(statesOf(moved(finishSigning(other, { leaseId: 'b', now: later })))).toEqual([
      'viewed',
      'signed',
      'waiting',
    ]);
  });

  it('is not declined by whoever is signing, until his lease is over', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    const later = new Date(at(1).getTime() + leaseMs);
    expect(decline(begun, 0, new Date(later.getTime() - 1))).toEqual({ ok: false, refusal: 'busy' });
    expect(moved(decline(begun, 0, later)).state).toBe('declined');
  });

  it('does not run out under a signature that was begun in time, and does once its lease is over', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(59.5) }));
    expect(expire(begun, at(60))).toEqual({ ok: false, refusal: 'wrong-state' });
    expect(statesOf(moved(finishSigning(begun, { leaseId: 'a', now: at(60) })))).toContain('signed');
    const over = moved(expire(begun, at(60.5)));
    expect([over.state, over.lease, ...statesOf(over)]).toEqual([
      'expired',
      null,
      'expired',
      'expired',
      'expired',
    ]);
  });

  it('discards the signature of an agreement that was made void meanwhile', () => {
    const sent = moved(send(draft(), at(0)));
    const begun = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    const gone = moved(makeVoid(begun));
    expect(finishSigning(gone, { leaseId: 'a', now: at(1) })).toEqual({ ok: false, refusal: 'wrong-state' });
  });

  it('does not send what nobody signs, or what is past its deadline', () => {
    const [first] = draft().signers;
    if (first === undefined) throw new Error('a draft has signers');
    expect(send(draft({ signers: [{ ...first, role: 'viewer' }] }), at(0))).toEqual({
      ok: false,
      refusal: 'nobody-signs',
    });
    expect(send(draft(), at(60))).toEqual({ ok: false, refusal: 'past-deadline' });
  });

  it('waits for approvers and witnesses, and asks nothing of who gets a copy', () => {
    const roles = ['signer', 'approver', 'witness', 'viewer'] as const;
    const signers = roles.map((role, position) => ({ position, role, turn: 1, state: 'waiting' as const }));
    const sent = moved(send(draft({ signers }), at(0)));
    expect(statesOf(sent)).toEqual(['active', 'active', 'active', 'active']);
    const signed = sign(sent, 0);
    expect(signed.state).toBe('in-progress');
    expect(approve(signed, 3, at(1))).toEqual({ ok: false, refusal: 'no-act' });
    expect(decline(signed, 3, at(1))).toEqual({ ok: false, refusal: 'no-act' });
    expect(askToDelegate(signed, 3, at(1))).toEqual({ ok: false, refusal: 'no-act' });
    const approved = moved(approve(signed, 1, at(1)));
    expect([approved.state, ...statesOf(approved)]).toEqual([
      'in-progress',
      'signed',
      'approved',
      'active',
      'active',
    ]);
    expect(moved(decline(approved, 2, at(1))).state).toBe('declined');
    const witnessed = moved(approve(approved, 2, at(1)));
    expect([witnessed.state, ...statesOf(witnessed)]).toEqual([
      'sealing',
      'signed',
      'approved',
      'witnessed',
      'active',
    ]);
  });

  it('waits while a part is handed on, and nobody acts in that place until it is settled', () => {
    const sent = moved(send(draft(), at(0)));
    const asked = moved(askToDelegate(sent, 0, at(1)));
    expect(statesOf(asked)).toEqual(['delegating', 'active', 'waiting']);
    const refused = { ok: false, refusal: 'being-delegated' };
    expect(view(asked, 0, at(1))).toEqual(refused);
    expect(beginSigning(asked, { position: 0, leaseId: 'a', now: at(1) })).toEqual(refused);
    expect(decline(asked, 0, at(1))).toEqual(refused);
    expect(askToDelegate(asked, 0, at(1))).toEqual(refused);
    expect(statesOf(sign(asked, 1))).toEqual(['delegating', 'signed', 'waiting']);
    expect(settleDelegation(asked, 1, at(1)).ok).toBe(false);
    expect(settleDelegation(asked, 0, at(60))).toEqual({ ok: false, refusal: 'past-deadline' });
    expect(statesOf(moved(settleDelegation(asked, 0, at(2))))).toEqual(['active', 'active', 'waiting']);
    expect(statesOf(moved(expire(asked, at(60))))).toEqual(['expired', 'expired', 'expired']);
    expect(askToDelegate(sent, 2, at(1))).toEqual({ ok: false, refusal: 'not-your-turn' });
    expect(askToDelegate(sign(sent, 0), 0, at(2))).toEqual({ ok: false, refusal: 'already-done' });
    const signing = moved(beginSigning(sent, { position: 0, leaseId: 'a', now: at(1) }));
    expect(askToDelegate(signing, 0, at(1))).toEqual({ ok: false, refusal: 'busy' });
  });

  it('runs until its deadline, which can be put off', () => {
    const sent = moved(send(draft(), at(0)));
    expect(expire(sent, at(59))).toEqual({ ok: false, refusal: 'wrong-state' });
    const longer = moved(extend(sent, { deadline: at(90), now: at(59) }));
    expect(expire(longer, at(60)).ok).toBe(false);
    const over = moved(expire(longer, at(90)));
    expect([over.state, ...statesOf(over)]).toEqual(['expired', 'expired', 'expired', 'expired']);
    expect(extend(over, { deadline: at(120), now: at(91) }).ok).toBe(false);
    // It is over at its deadline, also before anybody found it so.
    expect(extend(sent, { deadline: at(90), now: at(60) })).toEqual({ ok: false, refusal: 'past-deadline' });
    expect(extend(draft(), { deadline: at(61), now: at(62) })).toEqual({ ok: false, refusal: 'wrong-state' });
    expect(extend(draft(), { deadline: at(90), now: at(62) }).ok).toBe(true);
  });

  it('tries a failed seal again, and seals once', () => {
    const all = [0, 1, 2].reduce(
      (envelope, position) => sign(envelope, position),
      moved(send(draft(), at(0))),
    );
    const begun = moved(beginSealing(all, { leaseId: 's', now: at(2) }));
    expect(beginSealing(begun, { leaseId: 't', now: at(2) })).toEqual({ ok: false, refusal: 'busy' });
    const failed = moved(failSealing(begun, 's'));
    expect(failed.state).toBe('seal-failed');
    const again = moved(beginSealing(failed, { leaseId: 'u', now: at(3) }));
    expect(completeSealing(again, { leaseId: 's', now: at(3) }).ok).toBe(false);
    expect(moved(completeSealing(again, { leaseId: 'u', now: at(3) })).state).toBe('completed');
  });

  it('takes no seal of a lease that is over, or of another', () => {
    const all = [0, 1, 2].reduce(
      (envelope, position) => sign(envelope, position),
      moved(send(draft(), at(0))),
    );
    const begun = moved(beginSealing(all, { leaseId: 's', now: at(2) }));
    const over = new Date(at(2).getTime() + leaseMs);
    expect(holdsSeal(begun, 's', new Date(over.getTime() - 1))).toBe(true);
    expect([holdsSeal(begun, 's', over), holdsSeal(begun, 't', at(2))]).toEqual([false, false]);
    expect(completeSealing(begun, { leaseId: 's', now: over })).toEqual({ ok: false, refusal: 'lease-lost' });
    expect(failSealing(begun, 't')).toEqual({ ok: false, refusal: 'lease-lost' });
  });
});

/** Three parties in two turns; whoever tries whatever at any time, the file gets a signature exactly when a step allows it. */
describe('in whatever order people act', () => {
  const acts = [
    'send',
    'view',
    'begin',
    'finish',
    'abandon',
    'decline',
    'delegate',
    'settle',
    'void',
    'expire',
    'extend',
    'begin-seal',
    'seal',
    'fail-seal',
  ] as const;
  const ends: readonly (typeof acts)[number][] = ['decline', 'void', 'expire'];
  // Mostly what people want, so that many ways lead to the end.
  const anyAct = fc.record({
    act: fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom('begin', 'finish', 'begin-seal', 'seal', 'fail-seal') },
      { weight: 15, arbitrary: fc.constantFrom(...acts.filter((act) => !ends.includes(act))) },
      { weight: 1, arbitrary: fc.constantFrom(...ends) },
    ),
    position: fc.integer({ min: 0, max: 2 }),
    /** Of those that were given the newest, or the one before. */
    lease: fc.integer({ min: 0, max: 1 }),
    minutes: fc.oneof(
      { weight: 19, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) },
    ),
  });
  type Act = { act: (typeof acts)[number]; position: number; leaseId: string };

  function stepOf(envelope: Envelope, { act, position, leaseId }: Act, now: Date): Step {
    switch (act) {
      case 'send':
        return send(envelope, now);
      case 'view':
        return view(envelope, position, now);
      case 'begin':
        return beginSigning(envelope, { position, leaseId, now });
      case 'finish':
        return finishSigning(envelope, { leaseId, now });
      case 'abandon':
        return abandonSigning(envelope, leaseId);
      case 'decline':
        return decline(envelope, position, now);
      case 'delegate':
        return askToDelegate(envelope, position, now);
      case 'settle':
        return settleDelegation(envelope, position, now);
      case 'void':
        return makeVoid(envelope);
      case 'expire':
        return expire(envelope, now);
      case 'extend':
        return extend(envelope, { deadline: new Date(now.getTime() + 60 * minuteMs), now });
      case 'begin-seal':
        return beginSealing(envelope, { leaseId, now });
      case 'seal':
        return completeSealing(envelope, { leaseId, now });
      case 'fail-seal':
        return failSealing(envelope, leaseId);
    }
  }

  const reached = new Set<string>();

  it('nothing is completed without every signature, nothing signed twice', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { minLength: 20, maxLength: 150, size: 'max' }), (path) => {
        let envelope = moved(send(draft(), new Date(start)));
        let clock = start;
        const signatures: number[] = [];
        /** Whom the test gave which lease, the newest last; nobody's is the seal's. */
        const given: { leaseId: string; position: number | null; until: number }[] = [];
        for (const { minutes, lease, ...act } of path) {
          clock += minutes * minuteMs;
          const isNew = act.act === 'begin' || act.act === 'begin-seal';
          const held = given.at(-1 - lease);
          const leaseId = isNew ? `lease ${given.length}` : (held?.leaseId ?? 'nobody’s');
          const before = envelope;
          const step = stepOf(envelope, { ...act, leaseId }, new Date(clock));
          if (!step.ok) continue;
          ({ envelope } = step);
          const isHeld = before.lease !== null && clock < (given.at(-1)?.until ?? 0);
          if (isNew) {
            // One at a time.
            expect(isHeld).toBe(false);
            const position = act.act === 'begin' ? act.position : null;
            given.push({ leaseId, position, until: clock + leaseMs });
          }
          if (act.act === 'finish' || act.act === 'seal') {
            // Only the newest lease, in its time; and the signature is of whom the test gave it to.
            expect([isHeld, held]).toEqual([true, given.at(-1)]);
            expect(held?.position === null).toBe(act.act === 'seal');
            if (typeof held?.position === 'number') signatures.push(held.position);
          }
          if (act.act === 'expire') expect(isHeld).toBe(false);
          if (act.act === 'decline') expect(isHeld && given.at(-1)?.position === act.position).toBe(false);
          // What has ended stays as it ended.
          expect(['completed', 'declined', 'voided', 'expired']).not.toContain(before.state);
          reached.add(envelope.state);
        }
        expect(new Set(signatures).size).toBe(signatures.length);
        const turnTwo = signatures.indexOf(2);
        if (turnTwo >= 0) expect(signatures.slice(0, turnTwo).sort()).toEqual([0, 1]);
        const signed = envelope.signers
          .filter(({ state }) => state === 'signed')
          .map(({ position }) => position);
        expect([...signatures].sort()).toEqual(signed);
        const isSealing = ['sealing', 'seal-failed', 'completed'].includes(envelope.state);
        expect(isSealing).toBe(signatures.length === 3);
        if (envelope.state === 'completed') expect(envelope.lease).toBeNull();
      }),
      { numRuns: 1_500 },
    );
  });

  it('and each end is reached on some of these ways', () => {
    expect([...reached].sort()).toEqual([
      'completed',
      'declined',
      'expired',
      'in-progress',
      'seal-failed',
      'sealing',
      'sent',
      'voided',
    ]);
  });
});
