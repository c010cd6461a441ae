import type { Context } from 'hono';
import type { Actor } from '../accounts/actor.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { findLinkedEnquiry } from './link-store.ts';
import { cityStandsIn } from './stand-in.ts';

/** 专属链接: its token, sent as a header so that no address holds it. */
export const linkHeader = 'Enquiry-Token';

/**
 * For whom a case is read: `asker` is whoever asked, by account or by link; `staff` somebody of the `department`
 * that has it, or of the city's own in its place.
 */
export type Viewer =
  { side: 'asker'; accountId: number | null } | { side: 'staff'; actor: Actor; department: string };

export type Opened = { id: number; viewer: Viewer };

/**
 * The case with this number, if whoever sends the request may see it.
 * @throws AppError `unauthenticated` without a link and without a session, whether there is such a case or not;
 * `not-found`: missing, or somebody else's, alike.
 */
export async function openCase(
  context: Context,
  sql: Sql,
  { number, at, city }: { number: string; at: Date; city: string },
): Promise<Opened> {
  const token = context.req.header(linkHeader);
  const actor = await context.get('identify')();
  // A desk whose session ended is asked to sign in; that its case were gone would be untrue.
  if (token === undefined && actor === null) throw new AppError('unauthenticated');
  const found = await readAccess(sql, { number, city });
  if (found === null) throw new AppError('not-found');
  // The link first: whoever comes by it speaks for who asked, also at a desk where a colleague is signed in.
  const linked = token === undefined ? null : await findLinkedEnquiry(sql, token, at);
  if (linked === found.id) return { id: found.id, viewer: { side: 'asker', accountId: null } };
  const viewer = actor === null ? null : viewerOf(actor, found, city);
  if (viewer === null) throw new AppError('not-found');
  return { id: found.id, viewer };
}

type Access = { id: number; department: string; accountId: number | null; isForCity: boolean };

function viewerOf(actor: Actor, { accountId, department, isForCity }: Access, city: string): Viewer | null {
  if (actor.role === 'investor')
    return actor.accountId === accountId ? { side: 'asker', accountId: actor.accountId } : null;
  if (actor.role !== 'publisher' || actor.lacksSecondFactor) return null;
  const isTheirs = actor.department === department || (actor.department === city && isForCity);
  return isTheirs ? { side: 'staff', actor, department } : null;
}

async function readAccess(
  sql: Sql,
  { number, city }: { number: string; city: string },
): Promise<Access | null> {
  const [row] = await sql<Access[]>`
    select e.id::int as id, s.department_code as department, p.account_id::int as "accountId",
      ${cityStandsIn(sql, city)} as "isForCity"
    from enquiry e
    join enquiry_standing s on s.enquiry_id = e.id
    join enquiry_person p on p.enquiry_id = e.id
    where e.number = ${number}`;
  return row ?? null;
}
