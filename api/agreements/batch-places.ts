import type { Sql } from '../db/database.ts';
import { readAgreement, type AgreementRecord } from './agreement-store.ts';
import { personKey } from './batch-digests.ts';
import { view } from './envelope-rules.ts';
import { readEnvelope } from './envelope-store.ts';
import { listOpened, type SignerPlace } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';
import { readSigner, type Signer } from './signer-store.ts';

export type OpenedPlace = { agreement: AgreementRecord; signer: Signer };
type Came = SignerPlace & { session: string };

/** 同一人在此浏览器打开的: where whoever came by this link is a signer, of what this browser opened; each agreement once. */
export async function placesOfPerson(
  sql: Sql,
  { secrets, now }: Pick<AgreementParts, 'secrets' | 'now'>,
  { session, agreementId, position }: Came,
): Promise<{ self: Signer; places: OpenedPlace[] }> {
  const self = await signerOf(sql, { secrets }, { agreementId, position });
  const places: OpenedPlace[] = [];
  for (const opened of await listOpened(sql, session, now())) {
    if (places.some(({ agreement }) => agreement.id === opened.agreementId)) continue;
    const signer = await signerOf(sql, { secrets }, opened);
    if (signer.role !== 'signer' || personKey(signer.contact) !== personKey(self.contact)) continue;
    places.push({ agreement: await readAgreement(sql, opened.agreementId), signer });
  }
  return { self, places };
}

/** Several rows are always held in one order. */
export function inOrder(places: readonly OpenedPlace[]): OpenedPlace[] {
  return [...places].sort((a, b) => a.agreement.id - b.agreement.id);
}

export function placeOf({ agreement, signer }: OpenedPlace): SignerPlace {
  return { agreementId: agreement.id, position: signer.position };
}

/** Whether it is the signer's turn. */
export async function maySignNow(sql: Sql, { agreement, signer }: OpenedPlace, at: Date): Promise<boolean> {
  return view(await readEnvelope(sql, agreement.id), signer.position, at).ok;
}

/** The places of these numbers. @throws AppError `refused-by-rule` (422) for one that is not his or was not opened here. */
export function placesNamed(
  places: readonly OpenedPlace[],
  items: readonly { number: string }[],
): OpenedPlace[] {
  return items.map(({ number }, index) => {
    const place = places.find(({ agreement }) => agreement.number === number);
    if (place !== undefined) return place;
    const message = `${number} 不在可一并签署之列：只有同一位签署人在此浏览器打开过的文件可以一并签署。`;
    throw refusedFor('not-in-set', 'refused-by-rule', {
      detail: message,
      about: number,
      errors: [{ path: `items.${index}.number`, message }],
    });
  });
}

async function signerOf(
  sql: Sql,
  { secrets }: Pick<AgreementParts, 'secrets'>,
  { agreementId, position }: SignerPlace,
): Promise<Signer> {
  return await readSigner(sql, secrets, { agreementId, position });
}
