import type { Actor } from '../accounts/actor.ts';
import { resolveChoices } from '../attachments/resolve-choices.ts';
import { appendAudit } from '../audit/store.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { CityPack } from '../city/schema.ts';
import type { Sql, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { lockParcels, readStanding } from '../parcels/standing.ts';
import { planningIndicatorsOf } from '../reviews/competence-rules.ts';
import { applyChange, contentOf, ofDepartment, parcelOf, type PlacedChange } from './content-rules.ts';
import { contentDifferences, emptyContent, shownDifferences } from './difference-rules.ts';
import {
  deleteDraft,
  findDraft,
  listDepartmentRegions,
  readFirstRevision,
  writeDraft,
  type StoredDraft,
} from './draft-store.ts';
import { refuseConflict } from './conflict.ts';
import { fits, markOf, type SentMark } from './mark-rules.ts';
import { liesInRegions } from './region-rules.ts';
import type { ContentChange, DraftChange, DraftContent, NewDraft, SavedDraft } from './schema.ts';
import { placeDrawn } from './shape-rules.ts';

/** Who writes, for which department, into which city, and when. */
export type Writing = { actor: Actor; pack: CityPack; at: Date };

/**
 * Begins a parcel that does not exist yet.
 * @throws AppError `conflict` (409) for a code that is taken, `refused-by-rule` (422) for what no draft may hold.
 */
export async function createDraft(
  tx: Tx,
  { code, ...change }: NewDraft,
  writing: Writing,
): Promise<SavedDraft> {
  await lockParcels(tx, [code]);
  if ((await findDraft(tx, code)) !== null || (await readStanding(tx, code, writing.at)) !== null)
    throw new AppError('conflict', { detail: `编号 ${code} 已有地块或草稿，请换一个编号。` });
  const saved = await save(tx, change, {
    ...writing,
    code,
    departmentCode: departmentOf(writing.actor),
    stood: emptyContent,
    baseVersion: null,
    revision: await readFirstRevision(tx, code, null),
  });
  await audit(tx, saved, { ...writing, action: 'draft.create' });
  return saved;
}

/**
 * Changes a draft, or makes one from the parcel's version where there is none yet.
 * @throws AppError `parcel-unknown` (404) for what is not the department's, `version-mismatch` (412) with who changed what
 * when, `conflict` (409) while it waits for review, `refused-by-rule` (422) for what no draft may hold.
 */
export async function changeDraft(
  tx: Tx,
  {
    code,
    ifMatch,
    change: { baseVersion, ...change },
  }: { code: string; ifMatch: SentMark; change: DraftChange },
  writing: Writing,
): Promise<SavedDraft> {
  await lockParcels(tx, [code]);
  const departmentCode = departmentOf(writing.actor);
  const [draft, standing] = [await findDraft(tx, code), await readStanding(tx, code, writing.at)];
  const own = draft ?? standing;
  if (own?.departmentCode !== departmentCode) throw new AppError('parcel-unknown');
  if (!fits(ifMatch, markOf({ draft, standing }))) await refuseConflict(tx, code, ifMatch.number);
  if (draft?.state === 'submitted')
    throw new AppError('conflict', { detail: `地块 ${code} 正在审核；要修改，请先收回。` });
  if (baseVersion !== undefined && baseVersion !== standing?.version)
    throw new AppError('conflict', { detail: `地块 ${code} 当前的版本不是第 ${baseVersion} 版。` });
  const stood = draft?.content ?? standing?.draft;
  const saved = await save(tx, change, {
    ...writing,
    code,
    departmentCode,
    stood: stood === undefined ? emptyContent : ofDepartment(contentOf(stood), departmentCode),
    baseVersion: baseVersion ?? (draft ? draft.baseVersion : (standing?.version ?? null)),
    revision: draft ? draft.revision + 1 : await readFirstRevision(tx, code, standing?.version ?? null),
  });
  await audit(tx, saved, { ...writing, action: draft ? 'draft.change' : 'draft.begin' });
  return saved;
}

/**
 * Throws a draft away; what is public stays.
 * @throws AppError `parcel-unknown` (404), `conflict` (409) while it waits for review.
 */
export async function discardDraft(tx: Tx, code: string, { actor, at }: Writing): Promise<void> {
  await lockParcels(tx, [code]);
  const draft = await findOwnDraft(tx, code, actor);
  if (draft.state === 'submitted')
    throw new AppError('conflict', { detail: `地块 ${code} 正在审核；要放弃草稿，请先收回。` });
  await deleteDraft(tx, code);
  await appendAudit(tx, {
    actor,
    action: 'draft.discard',
    subject: `parcel:${code}`,
    details: { revision: draft.revision },
    at,
  });
}

/** @throws AppError `parcel-unknown` (404) for a draft that is missing or another department's. */
export async function findOwnDraft(sql: Sql, code: string, actor: Actor): Promise<StoredDraft> {
  const draft = await findDraft(sql, code);
  if (draft?.departmentCode !== departmentOf(actor)) throw new AppError('parcel-unknown');
  return draft;
}

type Save = Writing & {
  code: string;
  departmentCode: string;
  stood: DraftContent;
  baseVersion: number | null;
  revision: number;
};

async function save(tx: Tx, change: ContentChange, writing: Save): Promise<SavedDraft> {
  const { actor, pack, at, code, departmentCode, stood, baseVersion, revision } = writing;
  const content = ofDepartment(applyChange(stood, await placed(tx, change, writing)), departmentCode);
  if (!liesInRegions(pack, content.fields, await listDepartmentRegions(tx, departmentCode)))
    throw refused('fields.park', '本部门不负责这个地方，不能在此建立地块');
  const differences = shownDifferences(contentDifferences(stood, content), planningIndicatorsOf(pack));
  await writeDraft(tx, {
    departmentCode,
    content: parcelOf(code, content),
    baseVersion,
    revision,
    accountId: actor.accountId,
    at,
    differences,
  });
  return {
    code,
    revision,
    baseVersion,
    updatedAt: shanghaiTime(at),
    areaM2: content.geometry?.areaM2 ?? null,
  };
}

/** With what only the portal can say: how large a shape is, and what the files are. */
async function placed(
  tx: Tx,
  { geometry, attachments, ...change }: ContentChange,
  { pack, code, departmentCode, stood }: Save,
): Promise<PlacedChange> {
  const shape = geometry && placeDrawn(geometry, pack);
  if (shape && !shape.ok) throw refused('geometry.multiPolygon', shape.message);
  const resolving = { code, departmentCode, stood: stood.attachments ?? [] };
  return {
    ...change,
    ...(geometry !== undefined && { geometry: shape ? shape.geometry : null }),
    ...(attachments !== undefined && {
      attachments: attachments && (await resolveChoices(tx, attachments, resolving)),
    }),
  };
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: `${message}。`, errors: [{ path, message }] });
}

/** A publisher always has one; who has none owns nothing. */
function departmentOf({ department }: Actor): string {
  if (department === null) throw new AppError('parcel-unknown');
  return department;
}

function audit(
  tx: Tx,
  { code, revision, baseVersion }: SavedDraft,
  { actor, at, action }: Writing & { action: string },
) {
  return appendAudit(tx, {
    actor,
    action,
    subject: `parcel:${code}`,
    details: { revision, baseVersion },
    at,
  });
}
