import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../accounts/actor.ts';
import { findDraft, listEdits } from './draft-store.ts';
import type { DraftEdits } from './schema.ts';
import { isInScope } from './scope-rules.ts';

/** @throws AppError `version-mismatch` (412), always, saying who changed what since that revision, and when. */
export async function refuseConflict(sql: Sql, code: string, since: number): Promise<never> {
  const edits = await listEdits(sql, code, since);
  const told = edits.map(({ by, at, differences }) => {
    const time = shanghaiTime(at).slice(0, 16).replace('T', ' ');
    return `${by.name} ${time} 改了 ${differences.length} 处`;
  });
  throw new AppError('version-mismatch', {
    detail: told.length > 0 ? `${told.slice(-5).join('；')}。` : '这宗地块已有新的版本或草稿，请重新载入。',
    errors: edits.flatMap(({ by, differences }) =>
      differences.map(({ path, before, after }) => ({
        path,
        message: `${by.name}：${shown(before)} → ${shown(after)}`,
      })),
    ),
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/**
 * The saves of a draft after a revision, oldest first.
 * @throws AppError `parcel-unknown` (404) for a draft that is missing or another department's.
 */
export async function readEdits(
  sql: Sql,
  { code, since }: { code: string; since: number },
  actor: Actor,
): Promise<DraftEdits> {
  const draft = await findDraft(sql, code);
  if (draft === null || !isInScope(actor, draft.departmentCode)) throw new AppError('parcel-unknown');
  const edits = await listEdits(sql, code, since);
  return { items: edits.map((edit) => ({ ...edit, at: shanghaiTime(edit.at) })) };
}
