import type { Tx } from '../db/database.ts';
import { decline, view } from './envelope-rules.ts';
import { saveEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';
import { exchangeLink, type SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { readRevisions } from './revision-store.ts';
import { refuseConfirming } from './signer-codes.ts';
import { readSigner } from './signer-store.ts';
import { confirm, end, hold, refuseOtherDraft } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import { refuseCode, takeCode } from './taken-code.ts';

const visitor = { accountId: null, role: 'visitor' } as const;

/**
 * A link is opened on a device: the first time it is noted that its signer has seen what he signs. Null for a dead link.
 * `earlier`: the session that the browser has of another link.
 */
export async function open(
  tx: Tx,
  parts: AgreementParts,
  { token, earlier }: { token: string; earlier: string | null },
): Promise<string | null> {
  const at = parts.now();
  const opened = await exchangeLink(tx, { token, earlier, at });
  if (opened === null) return null;
  const { agreementId, position, session } = opened;
  const { agreement, envelope } = await hold(tx, agreementId);
  const step = view(envelope, position, at);
  const isFirst =
    step.ok && envelope.signers.some((signer) => signer.position === position && signer.state === 'active');
  if (step.ok && isFirst) {
    await saveEnvelope(tx, agreementId, { before: envelope, after: step.envelope, at });
    await recordEvent(tx, agreement, { kind: 'open', actor: visitor, position, at });
  }
  return session;
}

type Proved = SignerPlace & { otp: string };

/**
 * 确认草稿, by who signs for his side and got the draft by a link: with a code of his own, since a link may be in other hands.
 * @throws AppError `forbidden` for others, `conflict` (409) for another draft, `refused-by-rule` (422) for a wrong code.
 */
export async function confirmAs(
  parts: AgreementParts,
  { agreementId, position, otp, draftSha256 }: Proved & { draftSha256: string },
): Promise<void> {
  const verdict = await parts.database.transaction(async (tx) => {
    const { agreement, envelope } = await hold(tx, agreementId);
    const signer = await readSigner(tx, parts.secrets, { agreementId, position });
    refuseConfirming(envelope, signer);
    refuseOtherDraft(agreement, draftSha256);
    const draft = { sha256: agreement.draftSha256 };
    const taken = { agreementId, position, code: otp, base: draft, purpose: 'confirm' } as const;
    const said = await takeCode(tx, parts, taken);
    if (said !== 'right') return said;
    await confirm(tx, parts, { id: agreementId, actor: visitor, party: signer.party, draftSha256, position });
    return said;
  });
  refuseCode(verdict);
}

/**
 * 拒签, with a code of who has the place: ends the agreement; the reason goes to the office. It need not have been read.
 * @throws AppError `conflict` (409) out of turn, `refused-by-rule` (422) for a wrong code.
 */
export async function declineAs(
  parts: AgreementParts,
  { agreementId, position, otp, reason }: Proved & { reason: string },
): Promise<void> {
  const verdict = await parts.database.transaction(async (tx) => {
    const at = parts.now();
    const { agreement, envelope } = await hold(tx, agreementId);
    const next = after(decline(envelope, position, at));
    const [base] = await readRevisions(tx, agreementId);
    if (base === undefined) throw refusal('wrong-state');
    const taken = { agreementId, position, code: otp, base, purpose: 'decline' } as const;
    const said = await takeCode(tx, parts, taken);
    if (said !== 'right') return said;
    const ended = { agreement, before: envelope, after: next, how: 'declined', reason } as const;
    const untold = await end(tx, parts, ended);
    await recordEvent(tx, agreement, [{ kind: 'decline', actor: visitor, position, at }, ...untold]);
    return said;
  });
  refuseCode(verdict);
}
