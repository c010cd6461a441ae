import type { Tx } from '../db/database.ts';

/** Until the transaction ends nothing else is told to this account of protected land. */
export async function takeTurnAtProtected(tx: Tx, accountId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${kindsOf(accountId).told}, 0))`;
}

/** Of which shapes an account was told since an instant that they lie on protected land. */
export async function listToldShapes(
  tx: Tx,
  { accountId, since }: { accountId: number; since: Date },
): Promise<Set<string>> {
  const rows = await tx<{ shape: string }[]>`
    select distinct encode(subject, 'hex') as shape from attempt
    where kind = ${kindsOf(accountId).told} and at > ${since}
    order by shape
    limit 10000`;
  return new Set(rows.map(({ shape }) => shape));
}

/** @param shapes SHA-256 of each, in hexadecimal digits. */
export async function noteToldShapes(
  tx: Tx,
  { accountId, shapes, at }: { accountId: number; shapes: string[]; at: Date },
): Promise<void> {
  const { told } = kindsOf(accountId);
  await tx`
    insert into attempt (kind, subject, at)
    select ${told}, decode(shape, 'hex'), ${at} from unnest(${shapes}::text[]) as shape`;
}

/** Whether it is the first time since an instant that an account is told nothing more; it is not the next time. */
export async function noteWithheld(
  tx: Tx,
  { accountId, since, at }: { accountId: number; since: Date; at: Date },
): Promise<boolean> {
  const { withheld } = kindsOf(accountId);
  const noted = await tx`
    insert into attempt (kind, subject, at)
    select ${withheld}, ''::bytea, ${at}
    where not exists (select from attempt where kind = ${withheld} and at > ${since})
    returning 1`;
  return noted.length > 0;
}

function kindsOf(accountId: number) {
  return { told: `protected-told-${accountId}`, withheld: `protected-withheld-${accountId}` };
}
