import { requireRecentProof } from '../accounts/rules.ts';
import { appendAudit } from '../audit/store.ts';
import { checkParcel } from '../checks/check.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import {
  lockParcels,
  lockPublishing,
  readStanding,
  readVersionContent,
  type Standing,
} from '../parcels/standing.ts';
import { bringBack, readRecalledVersion, recallFromPublic } from '../parcels/unpublish.ts';
import { handBack, isForLater } from './hand-back.ts';
import type { Deciding } from './parts.ts';
import { findRecall, insertRecall, reviewRecall, type StoredRecall } from './recall-store.ts';
import { refuseOwn, requireStatusRight } from './review-rules.ts';
import type { Recall, RecallReview } from './schema.ts';
import { listSubmissions } from './submission-store.ts';
import { refuseFindings } from './submit.ts';
import { decideRequest, findOpenRequest } from './withdrawal-store.ts';

/**
 * 紧急撤回, by one reviewer alone: everything that was public of the parcel is gone from every surface, past instants and what
 * was to become public included. A second person reviews it afterwards.
 * @throws AppError `proof-needed` (403), `parcel-unknown` (404), `conflict` (409) where nothing is left to recall.
 */
export async function recallParcel(
  tx: Tx,
  { code, cause, reason }: Recall & { code: string },
  deciding: Deciding,
): Promise<void> {
  const { actor, at } = deciding;
  requireRecentProof(actor, at);
  await lockParcels(tx, [code]);
  const standing = await readStanding(tx, code, at);
  if (standing === null) throw new AppError('parcel-unknown');
  const { parcelId } = standing;
  const gone = await recallFromPublic(tx, parcelId, at);
  if (gone === null) throw new AppError('conflict', { detail: `地块 ${code} 没有公开过的内容可以撤回。` });
  await insertRecall(tx, { parcelId, cause, reason, accountId: actor.accountId, at: gone.until });
  await handBack(tx, { code, wasForLater: isForLater(standing, at) }, deciding);
  const request = await findOpenRequest(tx, parcelId);
  if (request !== null)
    await decideRequest(tx, { id: request.id, outcome: 'withdrawn', accountId: actor.accountId, at });
  await appendAudit(tx, {
    actor,
    action: 'parcel.recall',
    subject: `parcel:${code}`,
    details: { cause, version: gone.version },
    at,
  });
}

/**
 * The second person's word on a recall. Lifted, the version it took is public again, and past instants show it again: that is
 * publishing, so it asks for the competence for land, another department, another hand, and a clean health check.
 * @throws AppError `proof-needed` or `forbidden` (403) also for the person who recalled, `parcel-unknown` (404), `conflict` (409),
 * `refused-by-rule` (422) with errors of the health check.
 */
export async function decideRecall(
  tx: Tx,
  { code, outcome, note }: RecallReview & { code: string },
  { actor, at, city }: Deciding,
): Promise<void> {
  requireRecentProof(actor, at);
  await lockParcels(tx, [code]);
  const standing = await readStanding(tx, code, at);
  if (standing === null) throw new AppError('parcel-unknown');
  const { parcelId } = standing;
  const recall = await findRecall(tx, parcelId);
  if (recall === null || recall.outcome !== null)
    throw new AppError('conflict', { detail: `地块 ${code} 没有等待复核的紧急撤回。` });
  if (recall.by.accountId === actor.accountId)
    throw new AppError('forbidden', { detail: '紧急撤回须由另一人复核。' });
  if (outcome === 'lifted') await refuseLifting(tx, { code, standing, recall }, { actor, at, city });
  await reviewRecall(tx, { id: recall.id, outcome, note: note ?? null, accountId: actor.accountId, at });
  const version = outcome === 'lifted' ? await bringBack(tx, { parcelId, recalledAt: recall.at, at }) : null;
  await appendAudit(tx, {
    actor,
    action: outcome === 'lifted' ? 'parcel.lift-recall' : 'parcel.confirm-recall',
    subject: `parcel:${code}`,
    details: { version },
    at,
  });
}

type Lifting = { code: string; standing: Standing; recall: StoredRecall };

async function refuseLifting(
  tx: Tx,
  { code, standing, recall }: Lifting,
  { actor, at, city }: Pick<Deciding, 'actor' | 'at' | 'city'>,
): Promise<void> {
  requireStatusRight(actor);
  await lockPublishing(tx);
  const { parcelId, departmentCode } = standing;
  const version = await readRecalledVersion(tx, { parcelId, recalledAt: recall.at });
  const published = (await listSubmissions(tx, { code })).find(
    ({ publishedVersion }) => publishedVersion !== null && publishedVersion === version,
  );
  refuseOwn(actor, { departmentCode, authors: published?.authors ?? [] });
  const content = version === null ? null : await readVersionContent(tx, code, version);
  if (content === null) return;
  const { findings } = await checkParcel(tx, { content, departmentCode }, { city, now: at });
  refuseFindings(findings, '解除撤回');
}
