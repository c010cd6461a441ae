import type { Actor } from '../accounts/actor.ts';
import type { Sql } from '../db/database.ts';
import { isInScope } from '../drafts/scope-rules.ts';
import { AppError } from '../errors.ts';
import { findFile, type ServedFile } from './attachment-store.ts';

export type Asking = { id: string; at: Date; identify: () => Promise<Actor | null> };

/**
 * A file for whoever asks: while it is public, or to those who work on its parcel.
 * @throws AppError `not-found` (404) for one that is missing or not theirs, `parcel-recalled` (410) where it was public and nothing of
 * its parcel is any more.
 */
export async function findServedFile(sql: Sql, { id, at, identify }: Asking): Promise<ServedFile> {
  const file = await findFile(sql, id, at);
  if (file?.isPublic === true) return file;
  // A visitor's and a foreigner's answer must not tell whether there is one: the session is read in any case.
  const actor = await identify();
  if (file !== null && actor !== null && worksOn(actor, file)) return file;
  throw new AppError(file?.isGone === true ? 'parcel-recalled' : 'not-found');
}

function worksOn(actor: Actor, { departmentCode }: ServedFile): boolean {
  const isWriting = actor.role === 'publisher' || actor.role === 'reviewer';
  return isWriting && !actor.lacksSecondFactor && isInScope(actor, departmentCode);
}
