import type { Actor } from '../accounts/actor.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { tellDelegationAsked, tellDelegationDecided } from './delegation-letters.ts';
import { mailboxOf, sharedAddress } from './delegation-rules.ts';
import type { DelegationDecision } from './delegation-schema.ts';
import { insertDelegation, noteDecision, readDelegations } from './delegation-store.ts';
import { askToDelegate, settleDelegation } from './envelope-rules.ts';
import { saveEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';
import { endLinks, type SignerPlace } from './link-store.ts';
import { Undrawable } from './paper/undrawable.ts';
import type { AgreementParts } from './parts.ts';
import { findStaffAddress, readAccountEmail } from './officer-store.ts';
import { refusedFor } from './refused-for.ts';
import { readRevisions } from './revision-store.ts';
import type { Delegation } from './signing-schema.ts';
import { readSigner, readSigners, replaceContact, type Contact, type Signer } from './signer-store.ts';
import { hold } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import { refuseCode, takeCode } from './taken-code.ts';
import { tellAgain } from './tell.ts';

const visitor = { accountId: null, role: 'visitor' } as const;

/**
 * 申请转交: by a code that went to who has the place now, since a link may be in other hands. The link is dead from here on,
 * and until the office admits the other person nobody acts in this place.
 * @throws AppError `conflict` (409) out of turn; `refused-by-rule` (422) for a wrong code, for an address that is another
 *   signer's, and for a name that papers cannot show.
 */
export async function delegateTo(
  parts: AgreementParts,
  { agreementId, position, asked }: SignerPlace & { asked: Delegation },
): Promise<void> {
  const { otp, reason, name, email, phone = null } = asked;
  await refuseUndrawable(parts, name);
  const verdict = await parts.database.transaction(async (tx) => {
    const at = parts.now();
    const { agreement, envelope } = await hold(tx, agreementId);
    const next = after(askToDelegate(envelope, position, at));
    const [base] = await readRevisions(tx, agreementId);
    if (base === undefined) throw refusal('wrong-state');
    const taken = await takeCode(tx, parts, { agreementId, position, code: otp, base, purpose: 'delegate' });
    if (taken !== 'right') return taken;
    const signer = await readSigner(tx, parts.secrets, { agreementId, position });
    const { contact: from } = signer;
    const to = { name, organisation: from.organisation, email, phone };
    await refuseShared(tx, parts, { agreementId, position, to });
    await refuseStaff(tx, parts, { signer, to });
    await insertDelegation(tx, parts.secrets, { agreementId, position, from, to, reason, at });
    await endLinks(tx, { agreementId, position });
    await saveEnvelope(tx, agreementId, { before: envelope, after: next, at });
    await tellDelegationAsked(tx, parts, { agreement, position, from, to: name });
    await recordEvent(tx, agreement, { kind: 'delegate', actor: visitor, position, at });
    return taken;
  });
  refuseCode(verdict);
}

/**
 * 核准转交, or not: the other person gets a link of his own only now; else who had the place gets a new one.
 * @throws AppError `conflict` (409) where nothing waits for it.
 */
export async function decideDelegation(
  tx: Tx,
  parts: AgreementParts,
  {
    id,
    actor,
    decision,
  }: { id: number; actor: Pick<Actor, 'accountId' | 'role'>; decision: DelegationDecision },
): Promise<void> {
  const at = parts.now();
  const { position, outcome } = decision;
  const { agreement, envelope } = await hold(tx, id);
  const signers = await readSigners(tx, parts.secrets, id);
  const signer = signers.find((one) => one.position === position);
  if (signer === undefined) throw refusal('wrong-state');
  const next = after(settleDelegation(envelope, position, at));
  const waiting = (await readDelegations(tx, parts.secrets, id)).find(
    (one) => one.position === position && one.outcome === null,
  );
  if (waiting === undefined) throw refusal('wrong-state');
  const { from, to } = waiting;
  const isAdmitted = outcome === 'admitted';
  if (decision.outcome === 'admitted') {
    await refuseShared(tx, parts, { agreementId: id, position, to });
    await refuseStaff(tx, parts, { signer, to });
    await refuseOwn(tx, actor, to);
    await replaceContact(tx, parts.secrets, {
      agreementId: id,
      position,
      contact: to,
      authorisation: decision.authorisation,
    });
  }
  await noteDecision(tx, waiting.id, { decision, accountId: actor.accountId, at });
  await saveEnvelope(tx, id, { before: envelope, after: next, at });
  await tellDelegationDecided(tx, parts, { agreement, position, from, to: to.name, isAdmitted });
  const contact = isAdmitted ? to : from;
  await tellAgain(tx, parts, {
    agreement,
    signer: { ...signer, contact },
    deadline: envelope.deadline,
    keepsOlder: false,
  });
  await recordEvent(tx, agreement, {
    kind: isAdmitted ? 'delegate-admit' : 'delegate-refuse',
    actor,
    position,
    at,
  });
}

/** His name stands on the paper, and on the certificate of signing. */
async function refuseUndrawable({ papers }: AgreementParts, name: string): Promise<void> {
  await papers.proof(name, 'name').catch((error: unknown) => {
    if (!(error instanceof Undrawable)) throw error;
    const message = `「${error.character}」不能印在文件上，请换一个写法。`;
    throw refusedFor('unprintable-name', 'refused-by-rule', {
      detail: message,
      about: error.character,
      errors: [{ path: 'name', message }],
    });
  });
}

/** The other side's part never comes to the office. */
async function refuseStaff(
  tx: Tx,
  { city }: AgreementParts,
  { signer, to }: { signer: Signer; to: Contact },
): Promise<void> {
  if (signer.party === 'government') return;
  const path = await findStaffAddress(tx, city, to);
  if (path === null) return;
  const what = path === 'email' ? '本平台工作人员的邮箱' : '招商部门的电话';
  const message = `这是${what}，不能由其代对方办理。`;
  throw refusedFor(path === 'email' ? 'staff-address' : 'staff-phone', 'refused-by-rule', {
    detail: message,
    errors: [{ path, message }],
  });
}

/** @throws AppError `forbidden` for who would admit himself. */
async function refuseOwn(tx: Tx, { accountId }: Pick<Actor, 'accountId'>, to: Contact): Promise<void> {
  if (accountId === null) return;
  const own = await readAccountEmail(tx, accountId);
  if (own !== null && mailboxOf(own) === mailboxOf(to.email))
    throw new AppError('forbidden', { detail: '转交给本人的申请，请由其他同事核准。' });
}

/** Compared with who has another place, and with who is to have one. */
async function refuseShared(
  tx: Tx,
  { secrets }: AgreementParts,
  { agreementId, position, to }: SignerPlace & { to: Contact },
): Promise<void> {
  const signers = await readSigners(tx, secrets, agreementId);
  const asked = await readDelegations(tx, secrets, agreementId);
  const path = sharedAddress(to, [
    ...signers.filter((one) => one.position !== position).map(({ contact }) => contact),
    ...asked.filter((one) => one.position !== position && one.outcome === null).map((one) => one.to),
  ]);
  if (path === null) return;
  const what = path === 'email' ? '邮箱' : '手机号';
  const message = `这个${what}已是本协议另一位的，一人不能办理两处。`;
  throw refusedFor(path === 'email' ? 'shared-email' : 'shared-phone', 'refused-by-rule', {
    detail: message,
    errors: [{ path, message }],
  });
}
