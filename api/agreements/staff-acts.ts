import type { Actor } from '../accounts/actor.ts';
import { shanghaiDay } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { certificateStanding } from '../signatures/expiry-rules.ts';
import {
  insertConfirmation,
  readAgreement,
  replaceDraft,
  type AgreementDraft,
  type AgreementRecord,
  type DraftFile,
} from './agreement-store.ts';
import { makeVoid, send, type Envelope } from './envelope-rules.ts';
import { holdEnvelope, saveEnvelope } from './envelope-store.ts';
import { readEvents, recordEvent, type NewEvent } from './event-store.ts';
import { deleteHandwritings } from './handwriting-store.ts';
import { holdRefusals } from './hold-rules.ts';
import { holdParcels } from './hold-store.ts';
import { lockedPlaces } from './locked-places.ts';
import type { AgreementParts } from './parts.ts';
import { refuseStaff } from './prepared-signers.ts';
import { readBlockers } from './readiness.ts';
import { refusedFor } from './refused-for.ts';
import { insertRevision } from './revision-store.ts';
import { type NewSigner, readPlaces, readSigners, writeSigners } from './signer-store.ts';
import { refuseParcels } from './sending.ts';
import { lockAgreementParcels } from './sending-store.ts';
import { after, refusal } from './steps.ts';
import { tellEnded, tellOfDraft, tellTurn } from './tell.ts';
import { isRehearsed, type Party } from './terms.ts';
import { wholeText } from './whole-text.ts';

/** One act of staff on one agreement, in its transaction. */
export type Act = { id: number; actor: Pick<Actor, 'accountId' | 'role'> };

/** 修改草稿. @throws AppError `conflict` (409) once it was sent, `version-mismatch` (412) when somebody else changed it. */
export async function edit(
  tx: Tx,
  parts: AgreementParts,
  {
    id,
    actor,
    draft,
    signers,
    version,
  }: Act & { draft: AgreementDraft; signers: NewSigner[]; version: number },
): Promise<void> {
  const held = await hold(tx, id);
  if (held.envelope.state !== 'draft') throw refusal('wrong-state');
  if (held.agreement.version !== version) throw new AppError('version-mismatch');
  await replaceDraft(tx, id, draft);
  await writeSigners(tx, parts.secrets, { agreementId: id, signers });
  await recordEvent(tx, held.agreement, {
    kind: 'edit',
    actor,
    details: { version: version + 1, draft: draft.file.sha256.toString('hex') },
    at: parts.now(),
  });
}

/** So long one draft is not written of again: who gets it is not to be flooded. */
const sharePauseMs = 3_600_000;

/** 发给对方核对: the draft goes to the other side, with a link to confirm it. @throws AppError `too-often` for the same draft, but to who was stopped. */
export async function share(tx: Tx, parts: AgreementParts, { id, actor }: Act): Promise<void> {
  const { agreement, envelope } = await hold(tx, id);
  if (envelope.state !== 'draft') throw refusal('wrong-state');
  wholeText(agreement);
  const at = parts.now();
  const signers = await readSigners(tx, parts.secrets, id);
  const said = (await readEvents(tx, id)).findLast(({ kind }) => kind === 'share' || kind === 'edit');
  const isPaused = said?.kind === 'share' && at.getTime() - new Date(said.at).getTime() < sharePauseMs;
  // Whose place was stopped needs a new link at once; the others have theirs.
  const locked = isPaused ? await lockedPlaces(tx, id) : null;
  const toTell = locked === null ? signers : signers.filter(({ position }) => locked.has(position));
  if (toTell.length === 0)
    throw new AppError('too-often', {
      detail: '这份草稿一小时内已发给对方，请稍后再发。',
      retryAfterSeconds: 3600,
    });
  await refuseStaff(tx, parts.city, signers);
  const told = await tellOfDraft(tx, parts, { agreement, signers: toTell });
  await recordEvent(tx, agreement, {
    kind: 'share',
    actor,
    details: { told, draft: hex(agreement.draftSha256) },
    at,
  });
}

type ConfirmedDraft = {
  id: number;
  actor: NewEvent['actor'];
  party: Party;
  draftSha256: string;
  /** Of who came by the link in his letter. */
  position?: number;
};

/** 确认草稿, by who read it. @throws AppError `conflict` (409) when the draft is another by now. */
export async function confirm(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, party, draftSha256, position }: ConfirmedDraft,
): Promise<void> {
  const { agreement, envelope } = await hold(tx, id);
  if (envelope.state !== 'draft') throw refusal('wrong-state');
  refuseOtherDraft(agreement, draftSha256);
  wholeText(agreement);
  const at = parts.now();
  const isNew = await insertConfirmation(tx, {
    agreementId: id,
    version: agreement.version,
    draftSha256: agreement.draftSha256,
    party,
    accountId: actor.accountId,
    at,
  });
  if (!isNew) return;
  const details = { party, draft: draftSha256 };
  await recordEvent(tx, agreement, {
    kind: 'confirm',
    actor,
    details,
    at,
    ...(position !== undefined && { position }),
  });
}

/** @throws AppError `conflict` (409) for who read another draft than there is. */
export function refuseOtherDraft({ draftSha256 }: AgreementRecord, read: string): void {
  if (hex(draftSha256) !== read)
    throw refusedFor('draft-changed', 'conflict', { detail: '草稿已有改动，请重新核对后再确认。' });
}

/**
 * 冻结并发出: from here on nothing of it changes. Its parcels are held where it is exclusive.
 * @throws AppError `conflict` (409) saying what is missing, or whose parcel is held.
 */
export async function sendOut(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, base, version }: Act & { base: DraftFile; version: number },
): Promise<void> {
  const { agreement, envelope } = await hold(tx, id);
  if (agreement.version !== version)
    throw new AppError('conflict', { detail: '草稿刚有改动，请核对后再发出。' });
  await lockAgreementParcels(tx, id);
  // Looked at once nobody else changes the parcels: what was withdrawn meanwhile is no longer public at this instant.
  const at = parts.now();
  const next = after(send(envelope, at));
  refuseCertificate(parts.certificateEnds, at);
  const blockers = await readBlockers(tx, parts.secrets, agreement);
  if (blockers.length > 0)
    throw new AppError('conflict', { detail: `还差 ${blockers.length} 项：${blockers.join('、')}` });
  await refuseParcels(tx, agreement, at);
  await insertRevision(tx, id, { number: 0, kind: 'base', position: null, at, ...base });
  await saveEnvelope(tx, id, { before: envelope, after: next, at });
  if (agreement.exclusive && !isRehearsed(agreement.number)) {
    const refused = await holdParcels(tx, { agreementId: id, at });
    if (refused !== null)
      throw new AppError('conflict', { detail: `${refused.code} ${holdRefusals[refused.why]}` });
  }
  const signers = await readSigners(tx, parts.secrets, id);
  await refuseStaff(tx, parts.city, signers);
  const untold = await tellTurn(tx, parts, { agreement, places: signers, before: envelope, after: next });
  const { exclusive, contentSha256 } = agreement;
  const details = { base: hex(base.sha256), content: hex(contentSha256), exclusive };
  await recordEvent(tx, agreement, [{ kind: 'send', actor, details, at }, ...untold]);
}

function refuseCertificate(ends: Date, at: Date): void {
  if (['refused', 'ended'].includes(certificateStanding(ends, at)))
    throw new AppError('conflict', {
      detail: `签名证书 ${shanghaiDay(ends)} 到期，已不能发出新的协议。请管理员换上新证书后再发。`,
    });
}

/** 作废, with a reason; told to whoever was asked to sign. */
export async function makeVoidOf(
  tx: Tx,
  parts: AgreementParts,
  { id, actor, reason }: Act & { reason: string },
): Promise<void> {
  const { agreement, envelope } = await hold(tx, id);
  const untold = await end(tx, parts, {
    agreement,
    before: envelope,
    after: after(makeVoid(envelope)),
    how: 'voided',
    reason,
  });
  await recordEvent(tx, agreement, [{ kind: 'void', actor, at: parts.now() }, ...untold]);
}

type Ending = {
  agreement: AgreementRecord;
  before: Envelope;
  after: Envelope;
  how: 'voided' | 'declined' | 'expired';
  reason: string | null;
};

/**
 * Writes an end and tells those who were asked; holds let go by themselves. Gives what is to be recorded behind the end: of those
 * whom no letter can reach.
 */
export async function end(
  tx: Tx,
  parts: AgreementParts,
  { agreement, before, after: next, how, reason }: Ending,
): Promise<NewEvent[]> {
  await saveEnvelope(tx, agreement.id, {
    before,
    after: next,
    at: parts.now(),
    ...(reason !== null && { reason }),
  });
  if (before.state === 'draft') return [];
  await deleteHandwritings(tx, agreement.id);
  const places = await readPlaces(tx, parts.secrets, agreement.id);
  return await tellEnded(tx, parts, { agreement, places, how, before });
}

/** Nobody else acts on it until the transaction ends. */
export async function hold(tx: Tx, id: number): Promise<{ agreement: AgreementRecord; envelope: Envelope }> {
  const envelope = await holdEnvelope(tx, id);
  return { agreement: await readAgreement(tx, id), envelope };
}

const hex = (bytes: Buffer) => bytes.toString('hex');
