import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import { AppError } from '../errors.ts';
import type { Opened } from './access.ts';
import {
  countCases,
  listCases,
  readCase,
  readEvents,
  readRelated,
  type PageEnd,
  type Whose,
} from './case-store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import type { EnquiryParts } from './parts.ts';
import { soughtIndexes } from './person-rules.ts';
import { readPerson } from './person-store.ts';
import { presentCase, presentSummary } from './present.ts';
import type { Enquiry, EnquiryPage, EnquiryQuery } from './schema.ts';
import type { z } from 'zod';

/** One case as its reader may see it. @throws AppError `not-found`. */
export async function readWholeCase(parts: EnquiryParts, { id, viewer }: Opened): Promise<Enquiry> {
  const { database, city, secrets, now } = parts;
  const { sql } = database;
  const [row, events, kept] = await Promise.all([
    readCase(sql, id),
    readEvents(sql, id),
    readPerson(sql, id, secrets),
  ]);
  if (row === null || kept === null) throw new AppError('not-found');
  const { person, consented, erasedAt } = kept;
  const presenting = { side: viewer.side, secrets, time: workingTimeOf(city.pack), at: now() };
  const related =
    viewer.side === 'staff' && person !== null
      ? await readRelated(sql, {
          id,
          department: viewer.department,
          sought: soughtIndexes(person, secrets),
        })
      : [];
  return {
    ...presentCase(row, { events, consented, erasedAt }, presenting),
    related: related.map((other) => ({ ...other, receivedAt: shanghaiTime(other.receivedAt) })),
  };
}

/** A page of the actor's own cases: an investor's, or a department's. @throws AppError `not-found`, `invalid-parameters`. */
export async function readCases(
  { database, city, secrets, now }: EnquiryParts,
  actor: Actor,
  { state, limit, cursor }: z.infer<typeof EnquiryQuery>,
): Promise<EnquiryPage> {
  const at = now();
  const whose = casesOf(actor, city.pack.hotline.department);
  const after = cursor === undefined ? null : readCursor(cursor);
  const rows = await listCases(database.sql, whose, { state, limit, after });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const presenting = { secrets, time: workingTimeOf(city.pack), at };
  return {
    total: await countCases(database.sql, whose, state),
    items: page.map((row) => presentSummary(row, presenting)),
    next: rows.length > limit && last !== undefined ? writeCursor(last) : null,
    asOf: shanghaiTime(at),
  };
}

function casesOf({ role, accountId, department }: Actor, city: string): Whose {
  if (role === 'investor') return { accountId };
  if (department === null) throw new AppError('not-found');
  return { department, isCity: department === city };
}

const cursorPattern = /^(-|\d{1,13})\.(\d{1,15})$/;

function writeCursor({ waitingSince, id }: { waitingSince: Date | null; id: number }): string {
  return `${waitingSince === null ? '-' : waitingSince.getTime()}.${id}`;
}

function readCursor(cursor: string): PageEnd {
  const [, wait, id] = cursorPattern.exec(cursor) ?? [];
  if (wait !== undefined && id !== undefined)
    return { waitsMs: wait === '-' ? null : Number(wait), id: Number(id) };
  const message = 'not a cursor of this query; begin again without it';
  throw new AppError('invalid-parameters', {
    detail: `cursor: ${message}`,
    errors: [{ path: 'cursor', message }],
  });
}
