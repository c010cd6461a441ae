import type { Sql, Tx } from '../db/database.ts';

/**
 * Says that the public sees something else from here on, in the transaction that makes it so. Call it late: whoever publishes
 * takes turns from here to the end of the transaction.
 */
export async function raisePublicData(tx: Tx, at: Date): Promise<void> {
  await tx`
    update public_data set
      version = version + 1 + (
        select count(*) from publication p where p.public_from > changed_at and p.public_from <= ${at}
      ),
      changed_at = greatest(changed_at, ${at})`;
}

/** The version of everything public, which only grows; what began by itself since the last change counts as one each. */
export async function readPublicData(sql: Sql, at: Date): Promise<{ version: number; changedAt: Date }> {
  const [row] = await sql<{ version: number; changedAt: Date }[]>`
    select d.version + count(p.public_from) as version,
      greatest(d.changed_at, max(p.public_from)) as "changedAt"
    from public_data d
    left join publication p on p.public_from > d.changed_at and p.public_from <= ${at}
    group by d.one
    limit 1`;
  if (row === undefined) throw new Error('the row of public_data is written by its migration');
  return row;
}
