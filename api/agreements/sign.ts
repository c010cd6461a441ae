import { randomUUID } from 'node:crypto';
import type { Tx } from '../db/database.ts';
import type { AppError } from '../errors.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { batchConsentVersion, consentVersion, handwritingConsentVersion } from './consent.ts';
import { abandonSigning, approve, beginSigning, finishSigning } from './envelope-rules.ts';
import { saveEnvelope } from './envelope-store.ts';
import { recordEvent, type NewEvent } from './event-store.ts';
import { keepFile, readFile } from './files.ts';
import { keepHandwriting } from './handwriting-store.ts';
import { findLapsed } from './hold-store.ts';
import type { SignerPlace } from './link-store.ts';
import { Undrawable } from './paper/undrawable.ts';
import type { AgreementParts } from './parts.ts';
import { refuseUnread } from './reading.ts';
import { refusedFor } from './refused-for.ts';
import { markRefusal } from './seen-mark-rules.ts';
import { insertRevision, readHead, readRevisions, type RevisionRow } from './revision-store.ts';
import type { Signature } from './signing-schema.ts';
import { inSigningTurn } from './signing-turns.ts';
import { readPlaces, readSigner, type Signer } from './signer-store.ts';
import type { ReadPicture } from './seal-picture.ts';
import { hold } from './staff-acts.ts';
import { after, refusal } from './steps.ts';
import { wakeSealing } from './seal-store.ts';
import { tellTurn } from './tell.ts';
import { codeRefusal, refuseCode, takeCode, wrongCode } from './taken-code.ts';
import { wholeText } from './whole-text.ts';
import { isRehearsed } from './terms.ts';

const visitor = { accountId: null, role: 'visitor' } as const;
/** How long a signature waits for another that is being made, and how often it looks. */
const patienceMs = 20_000;
const lookEveryMs = 120;

/** 签署意愿, as it was shown: by a code for this document, or by one for a set that it is of, which is taken already. */
type Proof =
  { kind: 'code'; otp: string } | { kind: 'batch'; setSha256: string; documents: number; headSha256: string };
type Asked = SignerPlace & {
  signature: Omit<Signature, 'otp' | 'sealPicture'>;
  picture: ReadPicture | null;
  proof: Proof;
};
type Begun = { agreement: AgreementRecord; signer: Signer; head: RevisionRow; leaseId: string };

/**
 * 签署, in three steps: the code is taken and the lease with it; the signature is made, outside of any transaction; it is
 * written if the lease is still ours, and only then is it there.
 * @throws AppError `conflict` (409) out of turn, twice, or of other bytes; `refused-by-rule` (422) for a wrong code or mark;
 *   `busy` (503) when the signature could not be made: nothing is signed then, and a new code starts again.
 */
export async function sign(parts: AgreementParts, asked: Asked): Promise<void> {
  const until = Date.now() + patienceMs;
  while ((await inSigningTurn(() => trySigning(parts, asked))) === 'busy') {
    if (Date.now() > until) throw refusal('busy');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** `busy`: another signature of this agreement is in the making; its end is waited for outside of the turn. */
async function trySigning(parts: AgreementParts, asked: Asked): Promise<'signed' | 'busy'> {
  const begun = await parts.database.transaction((tx) => tryBegin(tx, parts, asked));
  if (begun === 'wrong-code') throw wrongCode();
  if (begun === 'busy') return 'busy';
  const made = await make(parts, asked, begun).catch(async (cause: unknown) => {
    await letGo(parts, asked, begun);
    if (cause instanceof Undrawable) {
      const message = `「${cause.character}」不能印在文件上，请换一个写法或改用手写。`;
      throw refusedFor('unprintable', 'refused-by-rule', {
        detail: message,
        about: cause.character,
        errors: [{ path: 'typedName', message }],
      });
    }
    throw refusedFor('not-made', 'busy', {
      detail: '签名没有做成，文件未变。请稍后重新获取验证码再签。',
      retryAfterSeconds: 5,
      cause,
    });
  });
  await finish(parts, asked, { begun, made });
  return 'signed';
}

async function tryBegin(
  tx: Tx,
  parts: AgreementParts,
  { agreementId, position, signature, picture, proof }: Asked,
): Promise<Begun | 'busy' | 'wrong-code'> {
  const at = parts.now();
  const { agreement, envelope } = await hold(tx, agreementId);
  const leaseId = randomUUID();
  const step = beginSigning(envelope, { position, leaseId, now: at });
  if (!step.ok && step.refusal === 'busy') return 'busy';
  const next = after(step);
  await refuseStale(tx, agreement, at);
  const signer = await readSigner(tx, parts.secrets, { agreementId, position });
  refuseUnseen({ signature, picture }, signer);
  const [base] = await readRevisions(tx, agreementId);
  const head = await readHead(tx, agreementId);
  if (base === undefined || head === null) throw new Error('what was sent has a file');
  if (base.sha256.toString('hex') !== signature.baseSha256)
    throw refusedFor('other-document', 'conflict', {
      detail: '您读到的不是要签署的文件，请重新打开后再签。',
    });
  const consented = proof.kind === 'code' ? consentVersion : batchConsentVersion;
  const { textVersion: showing = handwritingConsentVersion } = signature.handwriting ?? {};
  if (signature.consent.textVersion !== consented || showing !== handwritingConsentVersion)
    throw refusedFor('terms-changed', 'conflict', { detail: '签署须知已更新，请重新阅读。' });
  if (proof.kind === 'batch') {
    if (head.sha256.toString('hex') !== proof.headSha256) throw movedHead(agreement.number);
  } else {
    const taken = { agreementId, position, code: proof.otp, base, purpose: 'sign' } as const;
    const verdict = await takeCode(tx, parts, taken);
    if (verdict === 'wrong') return 'wrong-code';
    if (verdict !== 'right') throw codeRefusal(verdict);
  }
  await saveEnvelope(tx, agreementId, { before: envelope, after: next, at });
  return { agreement, signer, head, leaseId };
}

/**
 * An agreement whose text somebody changed goes no further, by nobody's word; nor does an exclusive one whose parcel is no
 * longer held for it: another may hold it by now.
 */
async function refuseStale(tx: Tx, agreement: AgreementRecord, at: Date): Promise<void> {
  wholeText(agreement);
  const { id, number, exclusive } = agreement;
  if (!exclusive || isRehearsed(number)) return;
  const code = await findLapsed(tx, { agreementId: id, at });
  if (code !== null)
    throw refusedFor('hold-lapsed', 'conflict', {
      about: code,
      detail: `${code} 的招商协调期已结束或出让公告已开始，本协议不能再签署、审批或见证。请联系招商人员。`,
    });
}

async function make(
  parts: AgreementParts,
  { signature, picture }: Asked,
  { agreement, signer, head }: Begun,
) {
  const bytes = await readFile(parts.blobs, head);
  if (signer.field === null) throw new Error('who signs has a field');
  const { strokes, typedName } = signature;
  const signed = await parts.papers.sign(bytes, {
    field: signer.field,
    name: signer.contact.name,
    reason: `签署《${agreement.content.title}》${agreement.number}`,
    mark: { strokes, seal: false, ...(picture !== null && { picture: picture.pixels }) },
    typedName: typedName ?? null,
    at: parts.now(),
  });
  return await keepFile(parts.blobs, signed.bytes);
}

async function finish(
  parts: AgreementParts,
  { agreementId, position, signature, picture, proof }: Asked,
  { begun, made }: { begun: Begun; made: Awaited<ReturnType<typeof make>> },
): Promise<void> {
  await parts.database.transaction(async (tx) => {
    const at = parts.now();
    const { agreement, envelope } = await hold(tx, agreementId);
    const next = after(finishSigning(envelope, { leaseId: begun.leaseId, now: at }));
    const head = await readHead(tx, agreementId);
    if (head?.number !== begun.head.number) throw refusal('lease-lost');
    await refuseStale(tx, agreement, at);
    const number = head.number + 1;
    await insertRevision(tx, agreementId, { number, kind: 'signature', position, at, ...made });
    const { strokes, handwriting } = signature;
    const isShown =
      handwriting !== undefined &&
      (await keepHandwriting(tx, {
        agreementId,
        position,
        strokes,
        ...handwriting,
        at,
      }));
    await saveEnvelope(tx, agreementId, { before: envelope, after: next, at });
    const places = await readPlaces(tx, parts.secrets, agreementId);
    const untold = await tellTurn(tx, parts, { agreement, places, before: envelope, after: next });
    const signed: NewEvent = {
      kind: 'sign',
      actor: visitor,
      position,
      details: {
        revision: number,
        sha256: made.sha256.toString('hex'),
        consent: signature.consent.textVersion,
        mark: markOf(signature, picture),
        ...(isShown && { handwriting: handwritingConsentVersion, event: handwriting.event }),
        ...(parts.isTest && { isTest: true }),
        ...(picture !== null && { picture: picture.sha256 }),
        ...(proof.kind === 'batch' && { batch: proof.setSha256, documents: proof.documents }),
      },
      at,
    };
    await recordEvent(tx, agreement, [signed, ...untold]);
    if (next.state === 'sealing') wakeSealing();
  });
}

async function letGo(parts: AgreementParts, { agreementId }: Asked, { leaseId }: Begun): Promise<void> {
  await parts.database.transaction(async (tx) => {
    const { agreement, envelope } = await hold(tx, agreementId);
    const step = abandonSigning(envelope, leaseId);
    if (!step.ok) return;
    const at = parts.now();
    await saveEnvelope(tx, agreementId, { before: envelope, after: step.envelope, at });
    await recordEvent(tx, agreement, { kind: 'discard', actor: { accountId: null, role: 'system' }, at });
  });
}

/** 审批同意, 见证: an approver's or a witness's code stands for his word; no signature of his goes into the file. */
export async function approveAs(
  parts: AgreementParts,
  { agreementId, position, otp, baseSha256 }: SignerPlace & { otp: string; baseSha256: string },
): Promise<void> {
  const outcome = await parts.database.transaction(async (tx) => {
    const at = parts.now();
    const { agreement, envelope } = await hold(tx, agreementId);
    const next = after(approve(envelope, position, at));
    await refuseUnread(tx, agreement, position);
    await refuseStale(tx, agreement, at);
    const places = await readPlaces(tx, parts.secrets, agreementId);
    const isWitness = places.some((one) => one.position === position && one.role === 'witness');
    const act = isWitness ? 'witness' : 'approve';
    const [base] = await readRevisions(tx, agreementId);
    if (base?.sha256.toString('hex') !== baseSha256)
      throw refusedFor('other-document', 'conflict', { detail: '您读到的不是要办理的文件，请重新打开。' });
    const verdict = await takeCode(tx, parts, { agreementId, position, code: otp, base, purpose: act });
    if (verdict !== 'right') return verdict;
    await saveEnvelope(tx, agreementId, { before: envelope, after: next, at });
    const untold = await tellTurn(tx, parts, { agreement, places, before: envelope, after: next });
    await recordEvent(tx, agreement, [{ kind: act, actor: visitor, position, at }, ...untold]);
    if (next.state === 'sealing') wakeSealing();
    return verdict;
  });
  refuseCode(outcome);
}

/** @throws AppError `refused-by-rule` (422) for a mark that cannot be seen, or prints another name than the signer's. */
export function refuseUnseen(
  {
    signature,
    picture,
  }: { signature: Pick<Signature, 'strokes' | 'typedName'>; picture: ReadPicture | null },
  { contact }: Pick<Signer, 'contact'>,
): void {
  const refused = markRefusal({ ...signature, hasPicture: picture !== null }, contact.name);
  if (refused === null) return;
  const { reason, path, message } = refused;
  throw refusedFor(reason, 'refused-by-rule', { detail: message, errors: [{ path, message }] });
}

function markOf({ strokes, typedName }: Asked['signature'], picture: ReadPicture | null): string {
  if (typedName !== undefined) return 'typed';
  return picture !== null && strokes.length === 0 ? 'picture' : 'strokes';
}

/** The file has another state than the one that the code was sent for. */
export function movedHead(number: string): AppError {
  return refusedFor('moved-head', 'conflict', {
    about: number,
    detail: `${number} 的文件已有新的签名，请重新打开后再签。`,
  });
}
