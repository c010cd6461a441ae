import type { Tx } from '../db/database.ts';
import { findAgreement, type AgreementRecord } from './agreement-store.ts';
import { placesNamed, placesOfPerson } from './batch-places.ts';
import { view } from './envelope-rules.ts';
import { recordEvent } from './event-store.ts';
import type { SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { readingOf } from './reading-store.ts';
import { refusedFor } from './refused-for.ts';
import type { Reading } from './signing-schema.ts';
import { hold } from './staff-acts.ts';
import { after } from './steps.ts';

type Asked = SignerPlace & { session: string; reading: Reading };

/**
 * 通读到末尾, of one's own document or of another that the same person opened in this browser; noted once.
 * @throws AppError `conflict` (409) out of turn and for another text; `refused-by-rule` (422) for what is not his.
 */
export async function noteReading(tx: Tx, parts: AgreementParts, asked: Asked): Promise<void> {
  const at = parts.now();
  const { agreementId, position } = await placeRead(tx, parts, asked);
  const { agreement, envelope } = await hold(tx, agreementId);
  after(view(envelope, position, at));
  const { contentSha256 } = agreement;
  const content = contentSha256.toString('hex');
  if (content !== asked.reading.contentSha256)
    throw refusedFor('other-document', 'conflict', {
      detail: '您读到的不是要签署的文件，请重新打开后再签。',
    });
  if ((await readingOf(tx, { agreementId, position, contentSha256 })) !== null) return;
  const actor = { accountId: null, role: 'visitor' } as const;
  await recordEvent(tx, agreement, { kind: 'read', actor, position, details: { content }, at });
}

/** @throws AppError `conflict` (409) for who has not read to the end what he acts on. */
export async function refuseUnread(
  tx: Tx,
  { id, number, contentSha256 }: AgreementRecord,
  position: number,
): Promise<void> {
  if ((await readingOf(tx, { agreementId: id, position, contentSha256 })) !== null) return;
  throw refusedFor('unread', 'conflict', {
    about: number,
    detail: `${number} 还没有读到末尾，请通读全文后再办理。`,
  });
}

async function placeRead(
  tx: Tx,
  parts: AgreementParts,
  { reading: { number }, ...came }: Asked,
): Promise<SignerPlace> {
  const { agreementId, position } = came;
  if ((await findAgreement(tx, number))?.id === agreementId) return { agreementId, position };
  const { places } = await placesOfPerson(tx, parts, came);
  const [place] = placesNamed(places, [{ number }]);
  if (place === undefined) throw new Error('what is named is there');
  return { agreementId: place.agreement.id, position: place.signer.position };
}
