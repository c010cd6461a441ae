import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Database } from '../db/database.ts';
import { readDraft, rememberFindings } from '../drafts/handing.ts';
import { AppError } from '../errors.ts';
import { readStanding } from '../parcels/standing.ts';
import { checkParcel, type CheckContext } from './check.ts';
import { limitProbes } from './probe-limit.ts';
import type { ParcelCheckAnswer } from './schema.ts';

/**
 * Checks a parcel's draft, else its version, and keeps what its own department found of a draft for the table of parcels.
 * @throws AppError `parcel-unknown` (404) for what is missing or not of a publisher's own department.
 */
export async function checkStanding(
  database: Database,
  code: string,
  { actor, ...context }: CheckContext & { actor: Actor },
): Promise<ParcelCheckAnswer> {
  const { sql } = database;
  const draft = await readDraft(sql, code);
  const standing = draft ? null : await readStanding(sql, code, context.now);
  const departmentCode = (draft ?? standing)?.departmentCode;
  const content = draft?.content ?? standing?.draft;
  const isOwn = actor.role !== 'publisher' || departmentCode === actor.department;
  if (departmentCode === undefined || content === undefined || !isOwn) throw new AppError('parcel-unknown');
  const input = { content, departmentCode };
  const whole = await checkParcel(sql, input, context);
  const [told = whole] = await limitProbes(
    database,
    { inputs: [input], checks: [whole] },
    { actor, at: context.now },
  );
  const { checkedAt, ...check } = told;
  // Kept is what its own department was told, and no more: a reviewer is told all of protected land.
  if (draft !== null && actor.role === 'publisher') {
    const { revision } = draft;
    await rememberFindings(sql, { code, revision, findings: check.findings, at: checkedAt });
  }
  return {
    ...check,
    revision: draft?.revision ?? null,
    version: standing?.version ?? null,
    checkedAt: shanghaiTime(checkedAt),
  };
}
