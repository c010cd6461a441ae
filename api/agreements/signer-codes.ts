import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import type { AppError } from '../errors.ts';
import { writeSealedLetter } from '../letters/store.ts';
import type { AgreementRecord } from './agreement-store.ts';
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
import { view, type Envelope } from './envelope-rules.ts';
import { recordEvent } from './event-store.ts';
import { codeLetter, codeMessage } from './letter-texts.ts';
import type { SignerPlace } from './link-store.ts';
import { refuseLocked } from './locked-places.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import type { AgreementParts } from './parts.ts';
import { refuseUnread } from './reading.ts';
import { refusedFor } from './refused-for.ts';
import { readRevisions } from './revision-store.ts';
import type { SentCode } from './signing-schema.ts';
import { readSigner, type Signer } from './signer-store.ts';
import { hold } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import type { AskedPurpose, CodePurpose } from './terms.ts';

const visitor = { accountId: null, role: 'visitor' } as const;

/**
 * 发送验证码, by telephone where there is one: for his own act, or for what he asks by name.
 * @throws AppError `too-often` (429), `conflict` (409) out of turn, `forbidden` (403) for who does not speak for a side.
 */
export async function sendCode(
  tx: Tx,
  parts: AgreementParts,
  { asked, ...place }: SignerPlace & { asked?: AskedPurpose | undefined },
): Promise<SentCode> {
  const { secrets, city } = parts;
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, place.agreementId);
  const signer = await readSigner(tx, secrets, place);
  const purposed = await purposeOf(tx, { agreement, envelope, signer, asked, at });
  const { purpose, baseSha256 } = purposed;
  await refuseLocked(tx, place);
  const hourAgo = new Date(at.getTime() - 3_600_000);
  const wait = secondsUntilNextCode(await readCodeTimes(tx, { ...place, baseSha256 }, hourAgo), at);
  if (wait > 0)
    throw refusedFor('code-too-soon', 'too-often', {
      detail: `请在 ${wait} 秒后再获取验证码。`,
      retryAfterSeconds: wait,
    });
  const code = newCode();
  const channel = codeChannel(signer.contact.phone);
  const endsAt = new Date(at.getTime() + codeLifeMs);
  const binding = { ...place, ...purposed };
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
  await writeSealedLetter(tx, { medium, ...place, cause: 'agreement.code', ...letter }, parts);
  await recordEvent(tx, agreement, {
    kind: 'code',
    actor: visitor,
    position: place.position,
    details: { channel, [purpose === 'confirm' ? 'draft' : 'base']: baseSha256.toString('hex') },
    at,
  });
  return {
    channel,
    to: codeTo(signer),
    endsAt: shanghaiTime(endsAt),
    sameChannel: channel === linkChannel,
  };
}

type Asked = {
  agreement: AgreementRecord;
  envelope: Envelope;
  signer: Signer;
  asked: AskedPurpose | undefined;
  at: Date;
};

/**
 * What the code is for, and the document it is bound to: the draft as it is, or what was sent. Who signs is made to read by the
 * page, and whether he came to the end is kept and printed; who approves or witnesses gets no code before.
 */
async function purposeOf(
  tx: Tx,
  { agreement, envelope, signer, asked, at }: Asked,
): Promise<{ purpose: Exclude<CodePurpose, 'batch'>; baseSha256: Buffer }> {
  if (asked === 'confirm') {
    refuseConfirming(envelope, signer);
    return { purpose: asked, baseSha256: agreement.draftSha256 };
  }
  after(view(envelope, signer.position, at));
  const own = purposeOfRole(signer.role);
  if (own === null) throw refusal('no-act');
  if (asked === undefined && own !== 'sign') await refuseUnread(tx, agreement, signer.position);
  const [base] = await readRevisions(tx, agreement.id);
  if (base === undefined) throw refusal('wrong-state');
  return { purpose: asked ?? own, baseSha256: base.sha256 };
}

/** @throws AppError `forbidden` for who does not sign for a side, `conflict` (409) once it is no draft. */
export function refuseConfirming({ state }: Envelope, { role }: Signer): void {
  if (role !== 'signer') throw onlySignersConfirm();
  if (state !== 'draft') throw refusal('wrong-state');
}

/** Who gets a copy, approves or witnesses does not speak for a side. */
export function onlySignersConfirm(): AppError {
  return refusedFor('not-for-a-side', 'forbidden', { detail: '只有代表一方签署的人可以确认草稿。' });
}

/** Where the code goes, masked. */
export function codeTo({ contact }: Pick<Signer, 'contact'>): string {
  return contact.phone === null ? maskedEmail(contact.email) : maskedPhone(contact.phone);
}

/** `9f3c 51e8 a07d 22b4`: how digests are shown to people. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
