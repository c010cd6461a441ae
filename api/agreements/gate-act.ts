import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { GateDecision } from './agreement-schema.ts';
import { insertGate, type AgreementRecord } from './agreement-store.ts';
import { recordEvent } from './event-store.ts';
import type { AgreementParts } from './parts.ts';
import { hold, type Act } from './staff-acts.ts';
import { refusal } from './steps.ts';
import { wholeText } from './whole-text.ts';

/**
 * 审查: a word of a reviewer on the draft that he read; nobody passes what he wrote himself.
 * @throws AppError `conflict` (409) when the draft is another by now, `refused-by-rule` (422) when it was altered since it was made
 * and the word does not say which one it is about.
 */
export async function decideGate(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, decision }: Act & { decision: GateDecision },
): Promise<void> {
  const { agreement, envelope } = await hold(tx, id);
  if (envelope.state !== 'draft') throw refusal('wrong-state');
  if (agreement.createdBy === actor.accountId) throw new AppError('forbidden');
  const { gate, outcome, note = null, draftSha256 } = decision;
  refuseUnreadDraft(agreement, draftSha256);
  wholeText(agreement);
  if (outcome === 'refused' && note === null)
    throw new AppError('refused-by-rule', {
      detail: '不通过请写明原因。',
      errors: [{ path: 'note', message: '不通过请写明原因。' }],
    });
  const at = parts.now();
  const { version } = agreement;
  await insertGate(tx, { agreementId: id, version, gate, outcome, note, accountId: actor.accountId, at });
  await recordEvent(tx, agreement, {
    kind: 'gate',
    actor,
    details: { gate, outcome, version, draft: agreement.draftSha256.toString('hex') },
    at,
  });
}

/**
 * Which draft a reviewer read. One that nobody has altered is the only one there ever was, and the contract's body
 * (`gate`, `outcome`) says enough of it; of an altered one it must be said (ADR 0027).
 */
function refuseUnreadDraft(agreement: AgreementRecord, read: string | undefined): void {
  if (read === undefined && agreement.version > 1) {
    const message =
      '草稿改动过，请注明所审查的是哪一份：draftSha256 填现在这份草稿的摘要，见 GET /api/agreements/{number}。';
    throw new AppError('refused-by-rule', { detail: message, errors: [{ path: 'draftSha256', message }] });
  }
  if (read !== undefined && agreement.draftSha256.toString('hex') !== read)
    throw new AppError('conflict', { detail: '草稿已有改动，请先审查现在这一份，再给出意见。' });
}
