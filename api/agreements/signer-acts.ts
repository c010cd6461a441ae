import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { writeSealedLetter } from '../letters/store.ts';
import { codeChannel, codeHash, codeLifeMs, newCode, secondsUntilNextCode } from './codes.ts';
import { readCodeTimes, writeCode } from './code-store.ts';
import { decline, view } from './envelope-rules.ts';
import { saveEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';
import { codeLetter, codeMessage } from './letter-texts.ts';
import { exchangeLink, type SignerPlace } from './link-store.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import type { AgreementParts } from './parts.ts';
import { readRevisions } from './revision-store.ts';
import type { Delegation, SentCode } from './signing-schema.ts';
import { readSigners, replaceContact, type Signer } from './signer-store.ts';
import { confirm, end, hold } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import { tellAgain } from './tell.ts';

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

/** 发送验证码, by telephone where there is one. @throws AppError `too-often` (429), `conflict` (409) out of turn. */
export async function sendCode(tx: Tx, parts: AgreementParts, place: SignerPlace): Promise<SentCode> {
  const { secrets, city } = parts;
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, place.agreementId);
  after(view(envelope, place.position, at));
  const signer = await signerAt(tx, parts, place);
  if (signer.role !== 'signer' && signer.role !== 'approver') throw refusal('wrong-state');
  const wait = secondsUntilNextCode(await readCodeTimes(tx, place, new Date(at.getTime() - 3_600_000)), at);
  if (wait > 0)
    throw new AppError('too-often', { detail: `请在 ${wait} 秒后再获取验证码。`, retryAfterSeconds: wait });
  const [base] = await readRevisions(tx, place.agreementId);
  if (base === undefined) throw refusal('wrong-state');
  const code = newCode();
  const channel = codeChannel(signer.contact.phone);
  const endsAt = new Date(at.getTime() + codeLifeMs);
  const purpose = signer.role === 'approver' ? 'approve' : 'sign';
  const binding = { ...place, purpose, baseSha256: base.sha256 } as const;
  await writeCode(tx, { ...binding, codeHash: codeHash(code, binding, secrets.index), channel, at, endsAt });
  const digest = inFours(agreement.contentSha256.toString('hex').slice(0, 16));
  const siteName = city.pack.title['zh-CN'];
  const letter =
    channel === 'sms'
      ? { subject: '', body: codeMessage({ siteName, digest, code }), recipient: signer.contact.phone ?? '' }
      : {
          ...codeLetter({ siteName, title: agreement.content.title, digest, code }),
          recipient: signer.contact.email,
        };
  const medium = channel === 'sms' ? 'sms' : 'mail';
  await writeSealedLetter(tx, { medium, ...place, cause: 'agreement.code', ...letter }, secrets);
  await recordEvent(tx, agreement, {
    kind: 'code',
    actor: visitor,
    position: place.position,
    details: { channel, base: base.sha256.toString('hex') },
    at,
  });
  return {
    channel,
    to: codeTo(signer),
    endsAt: shanghaiTime(endsAt),
    sameChannel: channel === 'mail',
  };
}

/** 确认草稿, by whoever got the draft by a link. */
export async function confirmAs(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, draftSha256 }: SignerPlace & { draftSha256: string },
): Promise<void> {
  const signer = await signerAt(tx, parts, { agreementId, position });
  await confirm(tx, parts, { id: agreementId, actor: visitor, party: signer.party, draftSha256, position });
}

/** 拒签: ends the agreement; the reason goes to the office. */
export async function declineAs(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, reason }: SignerPlace & { reason: string },
): Promise<void> {
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, agreementId);
  const next = after(decline(envelope, position, at));
  await end(tx, parts, { agreement, before: envelope, after: next, how: 'declined', reason });
  await recordEvent(tx, agreement, { kind: 'decline', actor: visitor, position, at });
}

/** 转交: another person signs in this place, by a link of his own; this one is dead from here on. */
export async function delegate(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, to }: SignerPlace & { to: Delegation },
): Promise<void> {
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, agreementId);
  after(view(envelope, position, at));
  const signer = await signerAt(tx, parts, { agreementId, position });
  if (envelope.signers.some((one) => one.position === position && one.state === 'signing'))
    throw refusal('busy');
  const contact = {
    name: to.name,
    organisation: signer.contact.organisation,
    email: to.email,
    phone: to.phone ?? null,
  };
  await replaceContact(tx, parts.secrets, { agreementId, position, contact });
  await tellAgain(tx, parts, { agreement, signer: { ...signer, contact }, deadline: envelope.deadline });
  await recordEvent(tx, agreement, { kind: 'delegate', actor: visitor, position, at });
}

async function signerAt(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position }: SignerPlace,
): Promise<Signer> {
  const signers = await readSigners(tx, parts.secrets, agreementId);
  const signer = signers.find((one) => one.position === position);
  if (signer === undefined) throw new Error('a link is of a signer');
  return signer;
}

/** Where the code goes, masked. */
export function codeTo({ contact }: Pick<Signer, 'contact'>): string {
  return contact.phone === null ? maskedEmail(contact.email) : maskedPhone(contact.phone);
}

/** `9f3c 51e8 a07d 22b4`: how digests are shown to people. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
