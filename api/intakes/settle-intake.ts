import { appendAudit } from '../audit/store.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';
import { AppError, type ProblemPlace } from '../errors.ts';
import { lockParcels, readStandings } from '../parcels/standing.ts';
import {
  listDraftMarks,
  lockIntake,
  restoreDrafts,
  settleIntake,
  writeIntakeDrafts,
  type LockedIntake,
  type RowMark,
} from './intake-store.ts';
import { departmentOf, type IntakeAct } from './open-intake.ts';
import type { SettledIntake } from './schema.ts';
import { undoDays, type IntakeState } from './terms.ts';

const dayMs = 86_400_000;

/**
 * Writes every row that is not rejected as a draft: all or none.
 * @throws AppError `not-found` (404), `conflict` (409) when it is settled or something it stands on has changed,
 *   `refused-by-rule` (422) when rows are rejected and the request does not say that it knows.
 */
export async function commitIntake(
  tx: Tx,
  { id, withoutRejected }: { id: number; withoutRejected: boolean },
  act: IntakeAct,
): Promise<SettledIntake> {
  const intake = await lockOwn(tx, id, { act, state: 'open' });
  const rejected = intake.rows.filter(({ action }) => action === 'reject');
  if (rejected.length > 0 && !withoutRejected)
    throw new AppError('refused-by-rule', {
      detail: `有 ${rejected.length} 行被拒绝：确认它们不写入后再提交。`,
      errors: places(rejected, '被拒绝'),
    });
  const written = writtenRows(intake);
  const stale = await staleRows(tx, written, act);
  if (stale.length > 0) throw conflict('预检之后又有改动，请重新导入', stale);
  const codes = written.map(({ ref }) => ref);
  await writeIntakeDrafts(tx, { id, codes, accountId: act.actor.accountId, at: act.at });
  return await settle(tx, { id, state: 'committed', written: codes }, act);
}

/**
 * Puts back what stood before, of the whole batch.
 * @throws AppError `not-found` (404), `conflict` (409) naming the rows on which something newer stands.
 */
export async function undoIntake(tx: Tx, id: number, act: IntakeAct): Promise<SettledIntake> {
  const intake = await lockOwn(tx, id, { act, state: 'committed' });
  if (intake.settledAt === null || act.at.getTime() > intake.settledAt.getTime() + undoDays * dayMs)
    throw new AppError('conflict', { detail: `写入已超过 ${undoDays} 天，不能整批撤销。` });
  const written = writtenRows(intake);
  const newer = await newerRows(tx, written, { act, committedAt: intake.settledAt });
  if (newer.length > 0) throw conflict('写入之后又有改动，不能整批撤销', newer);
  const codes = written.map(({ ref }) => ref);
  await restoreDrafts(tx, { id, codes, accountId: act.actor.accountId, at: act.at });
  return await settle(tx, { id, state: 'undone', written: codes }, act);
}

/** @throws AppError `not-found` (404), `conflict` (409) when it is settled. */
export async function discardIntake(tx: Tx, id: number, act: IntakeAct): Promise<SettledIntake> {
  await lockOwn(tx, id, { act, state: 'open' });
  return await settle(tx, { id, state: 'discarded', written: [] }, act);
}

type Wanted = { act: IntakeAct; state: IntakeState };

async function lockOwn(tx: Tx, id: number, { act, state }: Wanted): Promise<LockedIntake> {
  const intake = await lockIntake(tx, id);
  if (intake?.departmentCode !== departmentOf(act.actor)) throw new AppError('not-found');
  if (intake.state !== state) throw new AppError('conflict', { detail: stateWords[intake.state] });
  await lockParcels(
    tx,
    writtenRows(intake).map(({ ref }) => ref),
  );
  return intake;
}

const stateWords: Record<IntakeState, string> = {
  open: '这一批还没有写入。',
  committed: '这一批已经写入。',
  undone: '这一批已经撤销。',
  discarded: '这一批已经放弃。',
};

function writtenRows({ rows }: LockedIntake): RowMark[] {
  return rows.filter(({ action }) => action === 'create' || action === 'update');
}

/** Rows of which a draft or a version is no longer what the preview was made from. */
async function staleRows(tx: Tx, rows: RowMark[], { actor, at }: IntakeAct): Promise<ProblemPlace[]> {
  const codes = rows.map(({ ref }) => ref);
  const drafts = await listDraftMarks(tx, codes);
  const standings = await readStandings(tx, codes, at);
  const stale = rows.filter(({ ref, revisionBefore, standingVersion }) => {
    const [draft, standing] = [drafts.get(ref), standings.get(ref)];
    const isForeign = [draft, standing].some((known) => known && known.departmentCode !== actor.department);
    return (
      isForeign ||
      draft?.state === 'submitted' ||
      (draft?.revision ?? null) !== revisionBefore ||
      (standing?.version ?? null) !== standingVersion
    );
  });
  return places(stale, '预检之后有了新的草稿或版本');
}

/** Rows on which somebody went on: the draft is another, was handed in, or has become public. */
async function newerRows(
  tx: Tx,
  rows: RowMark[],
  { act, committedAt }: { act: IntakeAct; committedAt: Date },
): Promise<ProblemPlace[]> {
  const codes = rows.map(({ ref }) => ref);
  const drafts = await listDraftMarks(tx, codes);
  const standings = await readStandings(tx, codes, act.at);
  const newer = rows.filter(({ ref, revisionBefore, standingVersion }) => {
    const draft = drafts.get(ref);
    return (
      draft?.state !== 'draft' ||
      (revisionBefore === null ? !draft.isFirst : draft.revision !== revisionBefore + 1) ||
      draft.updatedAt.getTime() !== committedAt.getTime() ||
      (standings.get(ref)?.version ?? null) !== standingVersion
    );
  });
  return places(newer, '写入之后有了新的改动、送审或版本');
}

function places(rows: RowMark[], message: string): ProblemPlace[] {
  return rows.map(({ ref }) => ({ path: ref, message }));
}

function conflict(detail: string, errors: ProblemPlace[]): AppError {
  const refs = errors.map(({ path }) => path);
  const named = refs.length > 10 ? `${refs.slice(0, 10).join('、')} 等 ${refs.length} 宗` : refs.join('、');
  return new AppError('conflict', { detail: `${detail}：${named}。`, errors: errors.slice(0, 500) });
}

type Outcome = { id: number; state: 'committed' | 'undone' | 'discarded'; written: string[] };

const verbs = { committed: 'commit', undone: 'undo', discarded: 'discard' } as const;

async function settle(
  tx: Tx,
  { id, state, written }: Outcome,
  { actor, at }: IntakeAct,
): Promise<SettledIntake> {
  await settleIntake(tx, { id, state, at });
  await appendAudit(tx, {
    actor,
    action: `intake.${verbs[state]}`,
    subject: `intake:${id}`,
    details: { parcels: written },
    at,
  });
  return { id, state, settledAt: shanghaiTime(at), written };
}
