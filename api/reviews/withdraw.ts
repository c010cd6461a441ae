import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { lockParcels, readStanding } from '../parcels/standing.ts';
import { withdrawFromPublic } from '../parcels/unpublish.ts';
import { handBack, isForLater } from './hand-back.ts';
import type { Deciding } from './parts.ts';
import { ownWords, requireStatusRight } from './review-rules.ts';
import type { Withdraw, Withdrawn } from './schema.ts';
import { decideRequest, findOpenRequest, insertRequest, insertUnasked } from './withdrawal-store.ts';

type Asked = Withdraw & { code: string };

/**
 * 撤下: a department asks; a reviewer of another one decides, or acts unasked.
 * @throws AppError `parcel-unknown` (404), `forbidden` (403) also without the competence for land, `conflict` (409) where nothing is public, `refused-by-rule` (422)
 * without a reason.
 */
export async function withdrawParcel(tx: Tx, asked: Asked, deciding: Deciding): Promise<Withdrawn> {
  const { actor, at } = deciding;
  const { code } = asked;
  await lockParcels(tx, [code]);
  const standing = await readStanding(tx, code, at);
  const isOwn = standing?.departmentCode === actor.department;
  if (standing === null || (actor.role === 'publisher' && !isOwn)) throw new AppError('parcel-unknown');
  if (standing.publicFrom === null || standing.endedAs !== null)
    throw new AppError('conflict', { detail: `地块 ${code} 现在没有公开。` });
  const { parcelId } = standing;
  const request = await findOpenRequest(tx, parcelId);
  const act = { parcelId, accountId: actor.accountId, at };
  if (actor.role === 'publisher') {
    if (request !== null) throw new AppError('conflict', { detail: `地块 ${code} 已申请撤下。` });
    await insertRequest(tx, { ...act, reason: reasonOf(asked) });
    await audit(tx, 'parcel.request-withdrawal', { ...deciding, code });
    return { outcome: 'requested' };
  }
  if (isOwn) throw new AppError('forbidden', { detail: ownWords['own-department'] });
  requireStatusRight(actor);
  if (request !== null) await decideRequest(tx, { ...act, id: request.id, outcome: asked.outcome });
  else if (asked.outcome === 'refused')
    throw new AppError('conflict', { detail: `地块 ${code} 没有撤下申请。` });
  else await insertUnasked(tx, { ...act, reason: reasonOf(asked) });
  if (asked.outcome === 'refused') {
    await audit(tx, 'parcel.refuse-withdrawal', { ...deciding, code });
    return { outcome: 'refused' };
  }
  await withdrawFromPublic(tx, parcelId, at);
  await handBack(tx, { code, wasForLater: isForLater(standing, at) }, deciding);
  await audit(tx, 'parcel.withdraw', { ...deciding, code });
  return { outcome: 'withdrawn' };
}

function reasonOf({ reason }: Asked): string {
  if (reason !== undefined) return reason;
  throw new AppError('refused-by-rule', {
    detail: '请写明撤下的理由。',
    errors: [{ path: 'reason', message: '须写理由' }],
  });
}

function audit(tx: Tx, action: string, { code, actor, at }: Deciding & { code: string }): Promise<void> {
  return appendAudit(tx, { actor, action, subject: `parcel:${code}`, at });
}
