import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { writeSealedLetter } from '../letters/store.ts';
import {
  codeChannel,
  codeHash,
  codeLifeMs,
  linkChannel,
  newCode,
  purposeOfRole,
  secondsUntilNextCode,
} from './codes.ts';
import { readCodeTimes, writeCode } from './code-store.ts';
import { decline, view } from './envelope-rules.ts';
import { saveEnvelope } from './envelope-store.ts';
import { recordEvent } from './event-store.ts';
import { codeLetter, codeMessage } from './letter-texts.ts';
import { exchangeLink, type SignerPlace } from './link-store.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import type { AgreementParts } from './parts.ts';
import { refuseUnread } from './reading.ts';
import { readRevisions } from './revision-store.ts';
import type { SentCode } from './signing-schema.ts';
import { readSigner, type Signer } from './signer-store.ts';
import { confirm, end, hold } from './staff-acts.ts';
import { after, refusal } from './steps.ts';

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

/**
 * 发送验证码, by telephone where there is one: for his own act, or to hand it to another person.
 * @throws AppError `too-often` (429), `conflict` (409) out of turn.
 */
export async function sendCode(
  tx: Tx,
  parts: AgreementParts,
  { asked, ...place }: SignerPlace & { asked?: 'delegate' | undefined },
): Promise<SentCode> {
  const { secrets, city } = parts;
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, place.agreementId);
  after(view(envelope, place.position, at));
  const signer = await readSigner(tx, secrets, place);
  const own = purposeOfRole(signer.role);
  if (own === null) throw refusal('no-act');
  const purpose = asked ?? own;
  if (asked === undefined) await refuseUnread(tx, agreement, place.position);
  const wait = secondsUntilNextCode(await readCodeTimes(tx, place, new Date(at.getTime() - 3_600_000)), at);
  if (wait > 0)
    throw new AppError('too-often', { detail: `请在 ${wait} 秒后再获取验证码。`, retryAfterSeconds: wait });
  const [base] = await readRevisions(tx, place.agreementId);
  if (base === undefined) throw refusal('wrong-state');
  const code = newCode();
  const channel = codeChannel(signer.contact.phone);
  const endsAt = new Date(at.getTime() + codeLifeMs);
  const binding = { ...place, purpose, baseSha256: base.sha256 };
  await writeCode(tx, { ...binding, codeHash: codeHash(code, binding, secrets.index), channel, at, endsAt });
  const digest = inFours(agreement.contentSha256.toString('hex').slice(0, 16));
  const siteName = city.pack.title['zh-CN'];
  const letter =
    channel === 'sms'
      ? {
          subject: '',
          body: codeMessage({ siteName, digest, code, purpose }),
          recipient: signer.contact.phone ?? '',
        }
      : {
          ...codeLetter({ siteName, title: agreement.content.title, digest, code, purpose }),
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
    sameChannel: channel === linkChannel,
  };
}

/** 确认草稿, by who signs for his side and got the draft by a link. @throws AppError `forbidden` for others. */
export async function confirmAs(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, draftSha256 }: SignerPlace & { draftSha256: string },
): Promise<void> {
  const signer = await readSigner(tx, parts.secrets, { agreementId, position });
  if (signer.role !== 'signer') throw onlySignersConfirm();
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

/** Who gets a copy, approves or witnesses does not speak for a side. */
export function onlySignersConfirm(): AppError {
  return new AppError('forbidden', { detail: '只有代表一方签署的人可以确认草稿。' });
}

/** Where the code goes, masked. */
export function codeTo({ contact }: Pick<Signer, 'contact'>): string {
  return contact.phone === null ? maskedEmail(contact.email) : maskedPhone(contact.phone);
}

/** `9f3c 51e8 a07d 22b4`: how digests are shown to people. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
