import type { Context } from 'hono';
import type { Actor } from '../accounts/actor.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { findLinkedEnquiry } from './link-store.ts';

/** 专属链接: its token, sent as a header so that no address holds it. */
export const linkHeader = 'Enquiry-Token';

/**
 * For whom a case is read: `asker` is whoever asked, by account or by link; `staff` somebody of the department that has it.
 */
export type Viewer =
  { side: 'asker'; accountId: number | null } | { side: 'staff'; actor: Actor; department: string };

export type Opened = { id: number; viewer: Viewer };

/**
 * The case with this number, if whoever sends the request may see it.
 * @throws AppError `not-found`: missing, or somebody else's, alike.
 */
export async function openCase(
  context: Context,
  sql: Sql,
  { number, at }: { number: string; at: Date },
): Promise<Opened> {
  const found = await readAccess(sql, number);
  if (found === null) throw new AppError('not-found');
  // The link first: whoever comes by it speaks for who asked, also at a desk where a colleague is signed in.
  const token = context.req.header(linkHeader);
  const linked = token === undefined ? null : await findLinkedEnquiry(sql, token, at);
  if (linked === found.id) return { id: found.id, viewer: { side: 'asker', accountId: null } };
  const actor = await context.get('identify')();
  const viewer = actor === null ? null : viewerOf(actor, found);
  if (viewer === null) throw new AppError('not-found');
  return { id: found.id, viewer };
}

type Access = { id: number; department: string; accountId: number | null };

function viewerOf(actor: Actor, { accountId, department }: Access): Viewer | null {
  if (actor.role === 'investor')
    return actor.accountId === accountId ? { side: 'asker', accountId: actor.accountId } : null;
  if (actor.role !== 'publisher' || actor.lacksSecondFactor || actor.department !== department) return null;
  return { side: 'staff', actor, department };
}

async function readAccess(sql: Sql, number: string): Promise<Access | null> {
  const [row] = await sql<Access[]>`
    select e.id::int as id, s.department_code as department, p.account_id::int as "accountId"
    from enquiry e
    join enquiry_standing s on s.enquiry_id = e.id
    join enquiry_person p on p.enquiry_id = e.id
    where e.number = ${number}`;
  return row ?? null;
}
