import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { readAgreement } from './agreement-store.ts';
import { batchCodeHash, personKey, setDigest } from './batch-digests.ts';
import type { BatchSignature, SignedBatch } from './batch-schema.ts';
import { inOrder, placeOf, placesNamed, placesOfPerson, type OpenedPlace } from './batch-places.ts';
import { endBatch, holdNewestBatch, noteBatchFailure, noteBatchUsed, readSalts } from './batch-store.ts';
import { judgeCode, type CodeVerdict } from './codes.ts';
import { batchConsentVersion } from './consent.ts';
import type { SignerPlace } from './link-store.ts';
import { noteIfLocked, refuseLocked } from './locked-places.ts';
import type { AgreementParts } from './parts.ts';
import { refusedFor } from './refused-for.ts';
import { readHead } from './revision-store.ts';
import { readSealPicture } from './seal-picture.ts';
import { refuseUnseen, sign } from './sign.ts';
import { readSigner } from './signer-store.ts';
import { hold } from './staff-acts.ts';
import { codeRefusal, wrongCode } from './taken-code.ts';

type Asked = SignerPlace & { session: string; signature: BatchSignature };
type Item = BatchSignature['items'][number];

/**
 * 批量签署: the code for the whole set is taken once; then each document is signed by itself, and what one is refused does
 * not touch the others.
 * @throws AppError before anything is signed: `refused-by-rule` (422) for a wrong code or another set, `conflict` (409) for a
 *   code that was used, and for a document that changed since, by its number: the code is void then.
 */
export async function signBatch(parts: AgreementParts, asked: Asked): Promise<SignedBatch> {
  const { items, otp, sealPicture, ...drawn } = asked.signature;
  if (drawn.consent.textVersion !== batchConsentVersion)
    throw refusedFor('terms-changed', 'conflict', { detail: '签署须知已更新，请重新阅读。' });
  const { self, places: all } = await placesOfPerson(parts.database.sql, parts, asked);
  const places = placesNamed(all, items);
  const picture = await readSealPicture(sealPicture);
  for (const { signer } of places) refuseUnseen({ signature: drawn, picture }, signer);
  const person = parts.secrets.index(personKey(self.contact));
  const { taken, set } = await parts.database.transaction(async (tx) => {
    const held = inOrder(places).map(placeOf);
    // Before the code, as who sends one does: neither waits for what the other holds.
    for (const { agreementId } of held) await hold(tx, agreementId);
    for (const place of held) await refuseLocked(tx, place);
    const moved = await firstMoved(tx, places, items);
    const given = await takeBatchCode(tx, parts, { person, items, otp, moved });
    // That a place is stopped is known with the try that stopped it.
    if (given.taken === 'wrong') for (const place of held) await noteIfLocked(tx, parts, place);
    return given;
  });
  if (taken === 'wrong') throw wrongCode();
  if (taken === 'used')
    throw refusedFor('code-used', 'conflict', { detail: '这一验证码已用于一并签署，不能重复。' });
  if (taken === 'other-document') throw otherSet();
  if (typeof taken === 'object') throw voided(taken);
  if (taken !== 'right') throw codeRefusal(taken);
  const setSha256 = set.toString('hex');
  const outcomes: SignedBatch['items'] = [];
  for (const [index, place] of places.entries()) {
    const item = items[index];
    if (item === undefined) throw new Error('a place is of an item');
    const { baseSha256, headSha256 } = item;
    const proof = { kind: 'batch', setSha256, documents: items.length, headSha256 } as const;
    const refusal = await refusalOf(
      sign(parts, { ...placeOf(place), signature: { ...drawn, baseSha256 }, picture, proof }),
    );
    outcomes.push(await outcomeOf(parts, place, refusal));
  }
  return { setSha256, items: outcomes };
}

type Moved = { index: number; number: string };
type GivenCode = { person: Buffer; items: readonly Item[]; otp: string; moved: Moved | null };
type TakenCode = { taken: CodeVerdict | 'used' | Moved; set: Buffer };

/** A wrong try, and a set that is not what it was, are written in the transaction, which therefore must be committed. */
async function takeBatchCode(
  tx: Tx,
  { secrets, now }: AgreementParts,
  { person, items, otp, moved }: GivenCode,
): Promise<TakenCode> {
  const at = now();
  const newest = await holdNewestBatch(tx, person);
  const salts = newest === null ? new Map<string, string>() : await readSalts(tx, newest.id);
  // A number that the code was not sent for has no salt, and makes another set.
  const set = setDigest(items.map((item) => ({ ...item, salt: salts.get(item.number) ?? '' })));
  if (newest === null) return { taken: 'none', set };
  if (newest.usedAt !== null) return { taken: newest.set.equals(set) ? 'used' : 'none', set };
  const live = newest.endsAt > at ? { ...newest, baseSha256: newest.set, purpose: 'batch' as const } : null;
  const given = {
    codeHash: batchCodeHash(otp, { person, set }, secrets.index),
    baseSha256: set,
    purpose: 'batch',
  } as const;
  const verdict = judgeCode(live, given);
  if (verdict === 'wrong') await noteBatchFailure(tx, newest.id);
  if (verdict !== 'right') return { taken: verdict, set };
  if (moved === null) await noteBatchUsed(tx, newest.id, at);
  else await endBatch(tx, newest.id, at);
  return { taken: moved ?? 'right', set };
}

async function firstMoved(
  tx: Tx,
  places: readonly OpenedPlace[],
  items: readonly Item[],
): Promise<Moved | null> {
  for (const [index, { agreement }] of places.entries()) {
    const head = await readHead(tx, agreement.id);
    if (head?.sha256.toString('hex') !== items[index]?.headSha256) return { index, number: agreement.number };
  }
  return null;
}

type Refused = Pick<SignedBatch['items'][number], 'refusal' | 'reason' | 'about'>;

async function refusalOf(signing: Promise<void>): Promise<Refused | null> {
  try {
    await signing;
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { detail, message, reason = null, about = null } = error;
    return { refusal: detail ?? message, reason, about };
  }
}

const unrefused = { refusal: null, reason: null, about: null };

async function outcomeOf(
  { database, secrets }: AgreementParts,
  { agreement: { id, number }, signer: { position } }: OpenedPlace,
  refused: Refused | null,
): Promise<SignedBatch['items'][number]> {
  const { state: status } = await readAgreement(database.sql, id);
  const signer = await readSigner(database.sql, secrets, { agreementId: id, position });
  return { number, status, state: signer.state, isSigned: refused === null, ...(refused ?? unrefused) };
}

function otherSet(): AppError {
  const message = '验证码不是为这些文件发的，请重新获取。';
  return refusedFor('code-other-set', 'refused-by-rule', {
    detail: message,
    errors: [{ path: 'otp', message }],
  });
}

function voided({ index, number }: Moved): AppError {
  const message = `${number} 在您获取验证码后有了新的签名，验证码已作废。请重新获取后再签。`;
  return refusedFor('set-moved', 'conflict', {
    detail: message,
    about: number,
    errors: [{ path: `items.${index}.headSha256`, message }],
  });
}
