import { randomBytes } from 'node:crypto';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { writeSealedLetter } from '../letters/store.ts';
import { batchCodeHash, personKey, setDigest } from './batch-digests.ts';
import type { BatchCodeAsked, SentBatchCode } from './batch-schema.ts';
import { inOrder, placesNamed, placesOfPerson } from './batch-places.ts';
import { readBatchTimes, writeBatch } from './batch-store.ts';
import { codeChannel, codeLifeMs, linkChannel, newCode, secondsUntilNextCode } from './codes.ts';
import { batchConsentText, batchConsentVersion, consentInEnglish, documentLine } from './consent.ts';
import { view } from './envelope-rules.ts';
import { recordEvent } from './event-store.ts';
import { batchCodeLetter, batchCodeMessage } from './letter-texts.ts';
import type { SignerPlace } from './link-store.ts';
import { refuseLocked } from './locked-places.ts';
import type { AgreementParts } from './parts.ts';
import { refuseUnread } from './reading.ts';
import { refusedFor } from './refused-for.ts';
import { readHead } from './revision-store.ts';
import { codeTo, inFours } from './signer-codes.ts';
import { movedHead } from './sign.ts';
import { hold } from './staff-acts.ts';
import { after } from './steps.ts';

const visitor = { accountId: null, role: 'visitor' } as const;

type Asked = SignerPlace & { session: string; items: BatchCodeAsked['items'] };

/**
 * 发送验证码 for a whole set: to the person whose documents they are.
 * @throws AppError `too-often` (429), `conflict` (409) for one whose turn it is not or that changed, `refused-by-rule` (422).
 */
export async function sendBatchCode(tx: Tx, parts: AgreementParts, asked: Asked): Promise<SentBatchCode> {
  const { secrets, city } = parts;
  const at = parts.now();
  const { self, places: all } = await placesOfPerson(tx, parts, asked);
  const places = placesNamed(all, asked.items);
  for (const place of inOrder(places)) {
    const { agreement, envelope } = await hold(tx, place.agreement.id);
    after(view(envelope, place.signer.position, at));
    await refuseUnread(tx, agreement, place.signer.position);
    await refuseLocked(tx, { agreementId: agreement.id, position: place.signer.position });
    const head = await readHead(tx, agreement.id);
    const item = asked.items.find(({ number }) => number === agreement.number);
    if (head?.sha256.toString('hex') !== item?.headSha256) throw movedHead(agreement.number);
  }
  const person = secrets.index(personKey(self.contact));
  const wait = secondsUntilNextCode(await readBatchTimes(tx, person, new Date(at.getTime() - 3_600_000)), at);
  if (wait > 0)
    throw refusedFor('code-too-soon', 'too-often', {
      detail: `请在 ${wait} 秒后再获取验证码。`,
      retryAfterSeconds: wait,
    });
  const salted = asked.items.map(({ number, headSha256 }) => ({
    ...{ number, headSha256 },
    salt: randomBytes(16).toString('hex'),
  }));
  const set = setDigest(salted);
  const code = newCode();
  const channel = codeChannel(self.contact.phone);
  const endsAt = new Date(at.getTime() + codeLifeMs);
  await writeBatch(tx, {
    person,
    set,
    codeHash: batchCodeHash(code, { person, set }, secrets.index),
    channel,
    at,
    endsAt,
    items: places.map(({ agreement, signer }, index) => ({
      agreementId: agreement.id,
      position: signer.position,
      headSha256: salted[index]?.headSha256 ?? '',
      salt: salted[index]?.salt ?? '',
    })),
  });
  const siteName = city.pack.title['zh-CN'];
  const digest = inFours(set.toString('hex').slice(0, 16));
  const titles = places.map(({ agreement }) => agreement.content.title);
  const letter =
    self.contact.phone === null
      ? { ...batchCodeLetter({ siteName, titles, digest, code }), recipient: self.contact.email }
      : {
          subject: '',
          body: batchCodeMessage({ siteName, documents: places.length, digest, code }),
          recipient: self.contact.phone,
        };
  const { agreementId, position } = asked;
  const medium = channel === 'sms' ? 'sms' : 'mail';
  await writeSealedLetter(tx, { medium, agreementId, position, cause: 'agreement.code', ...letter }, parts);
  for (const { agreement, signer } of inOrder(places))
    await recordEvent(tx, agreement, {
      kind: 'code',
      actor: visitor,
      position: signer.position,
      details: { channel, batch: set.toString('hex'), documents: places.length },
      at,
    });
  return {
    channel,
    to: codeTo(self),
    endsAt: shanghaiTime(endsAt),
    sameChannel: channel === linkChannel,
    setSha256: set.toString('hex'),
    consent: {
      textVersion: batchConsentVersion,
      inEnglish: consentInEnglish(batchConsentVersion),
      text: batchConsentText(
        places.map(({ agreement: { number, content, contentSha256 } }) => ({
          number,
          line: documentLine({ number, title: content.title, contentSha256: contentSha256.toString('hex') }),
        })),
      ),
    },
  };
}
