import { randomUUID } from 'node:crypto';
import { workingTimeOf } from '../city/working-time.ts';
import type { Tx } from '../db/database.ts';
import { beginSealing, completeSealing, failSealing, holdsSeal } from './envelope-rules.ts';
import { holdEnvelope, saveEnvelope } from './envelope-store.ts';
import { recordEvent, wasSignedInTest, type NewEvent } from './event-store.ts';
import { keepFile, readFile } from './files.ts';
import { readUsedChannels } from './code-store.ts';
import { findRegistered, type AgreementRecord } from './agreement-store.ts';
import { writeObligations } from './obligation-store.ts';
import { platformField } from './paper/options.ts';
import type { AgreementParts } from './parts.ts';
import { insertRevision, readHead, type RevisionRow } from './revision-store.ts';
import { noteSealFailure, takeSealable } from './seal-store.ts';
import { sealPauseMs, tierOf } from './seal-rules.ts';
import { readPlaces } from './signer-store.ts';
import { after, refusal } from './steps.ts';
import { tellCompleted } from './tell.ts';
import { readWhole } from './whole-text.ts';

const system = { accountId: null, role: 'system' } as const;

/**
 * 封存: every agreement that all have signed gets the platform's signature and what proves them all later (B-LTA), and is
 * complete then. What fails is shown, and tried again after a while. What is rehearsed is sealed by the process that plays it.
 * @throws AggregateError after all were tried, of those at which even that could not be written.
 */
export async function sealDue(parts: AgreementParts, signal: AbortSignal): Promise<void> {
  const tried: number[] = [];
  const isRehearsal = parts.takeRehearsed !== undefined;
  const failures: unknown[] = [];
  while (!signal.aborted) {
    const id = await takeSealable(parts.database.sql, parts.now(), { tried, isRehearsal });
    if (id === null) break;
    // One that fails holds up no other.
    tried.push(id);
    await sealOne(parts, id).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'agreements were not sealed');
}

/** False when another is at it, or it failed. */
export async function sealOne(parts: AgreementParts, id: number): Promise<boolean> {
  const leaseId = randomUUID();
  const isBegun = await parts.database.transaction((tx) => begin(tx, parts, { id, leaseId }));
  if (!isBegun) return false;
  try {
    const agreement = await readWhole(parts.database.sql, id);
    await sealRevision(parts, agreement, leaseId);
    await archiveRevision(parts, agreement, leaseId);
    return true;
  } catch (error) {
    await parts.database.transaction((tx) => fail(tx, parts, { id, leaseId, error }));
    return false;
  }
}

type Lease = { id: number; leaseId: string };

/** Reads no text: one that cannot be read fails as every other failure does. */
async function begin(tx: Tx, parts: AgreementParts, { id, leaseId }: Lease): Promise<boolean> {
  const at = parts.now();
  const envelope = await holdEnvelope(tx, id);
  const step = beginSealing(envelope, { leaseId, now: at });
  if (!step.ok) return false;
  await saveEnvelope(tx, id, { before: envelope, after: step.envelope, at });
  return true;
}

/** The platform's signature, unless an earlier try got so far. */
async function sealRevision(
  parts: AgreementParts,
  agreement: AgreementRecord,
  leaseId: string,
): Promise<void> {
  const head = await headOf(parts, agreement.id);
  if (head.kind !== 'signature') return;
  const signed = await parts.papers.sign(await readFile(parts.blobs, head), {
    field: platformField,
    name: null,
    reason: `平台封存 ${agreement.number}`,
    mark: { strokes: [], seal: true },
    typedName: null,
    at: parts.now(),
  });
  await write(parts, { agreement, leaseId, head, kind: 'seal', bytes: signed.bytes });
}

async function archiveRevision(
  parts: AgreementParts,
  agreement: AgreementRecord,
  leaseId: string,
): Promise<void> {
  const head = await headOf(parts, agreement.id);
  const { bytes } = await parts.papers.archive(await readFile(parts.blobs, head));
  await write(parts, { agreement, leaseId, head, kind: 'archive', bytes });
}

async function headOf(parts: AgreementParts, id: number): Promise<RevisionRow> {
  const head = await readHead(parts.database.sql, id);
  if (head === null) throw new Error('what is sealed has a file');
  return head;
}

type Written = {
  agreement: AgreementRecord;
  leaseId: string;
  head: RevisionRow;
  kind: 'seal' | 'archive';
  bytes: Uint8Array;
};

/** The archive completes the agreement in the same transaction. */
async function write(
  parts: AgreementParts,
  { agreement, leaseId, head, kind, bytes }: Written,
): Promise<void> {
  const file = await keepFile(parts.blobs, bytes);
  await parts.database.transaction(async (tx) => {
    const at = parts.now();
    const { id } = agreement;
    const envelope = await holdEnvelope(tx, id);
    await readWhole(tx, id);
    const newest = await readHead(tx, id);
    if (!holdsSeal(envelope, leaseId, at) || newest?.number !== head.number) throw refusal('lease-lost');
    const number = head.number + 1;
    await insertRevision(tx, id, { number, kind, position: null, at, ...file });
    const details = { revision: number, sha256: file.sha256.toString('hex') };
    if (kind === 'seal') {
      await recordEvent(tx, agreement, { kind: 'seal', actor: system, details, at });
      return;
    }
    const next = after(completeSealing(envelope, { leaseId, now: at }));
    const tier = tierOf({
      isTest: agreement.isTest || parts.isTest || (await wasSignedInTest(tx, id)),
      channels: await readUsedChannels(tx, id),
    });
    await saveEnvelope(tx, id, { before: envelope, after: next, at, tier });
    await writeObligations(tx, agreement, { at, isWorked: workingTimeOf(parts.city.pack).isWorked });
    const places = await readPlaces(tx, parts.secrets, id);
    const untold = await tellCompleted(tx, parts, { agreement, places });
    const complete: NewEvent = { kind: 'complete', actor: system, details: { ...details, tier }, at };
    await recordEvent(tx, agreement, [complete, ...untold]);
  });
}

async function fail(
  tx: Tx,
  parts: AgreementParts,
  { id, leaseId, error }: Lease & { error: unknown },
): Promise<void> {
  const at = parts.now();
  const envelope = await holdEnvelope(tx, id);
  const agreement = await findRegistered(tx, { id });
  const step = failSealing(envelope, leaseId);
  if (agreement === null || !step.ok) return;
  await saveEnvelope(tx, id, { before: envelope, after: step.envelope, at });
  const failure = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  const nextAt = new Date(at.getTime() + sealPauseMs(agreement.sealAttempts));
  await noteSealFailure(tx, id, { failure, nextAt });
  await recordEvent(tx, agreement, {
    kind: 'seal-failed',
    actor: system,
    details: { attempt: agreement.sealAttempts + 1 },
    at,
  });
}
