import { migrationLock } from './migrate.ts';
import { batchDeadlineMs, type Database, type Sql } from './database.ts';

/**
 * What the server's own role may not do with a table, though it owns none: the log, the cases and the agreements with their times are only added to, and the schema's history is
 * its owner's alone. Every other table it may read and write, but not empty or change in shape.
 */
const narrowed: Record<string, 'append' | 'read'> = {
  audit_entry: 'append',
  enquiry: 'append',
  enquiry_parcel: 'append',
  enquiry_event: 'append',
  agreement_gate: 'append',
  agreement_confirmation: 'append',
  agreement_revision: 'append',
  agreement_event: 'append',
  obligation: 'append',
  live_log: 'append',
  live_release: 'append',
  live_attendance: 'append',
  enquiry_standing: 'read',
  enquiry_standing_by_events: 'read',
  schema_migration: 'read',
};

/** The role that this connection acts as. */
export async function readRole(sql: Sql): Promise<string> {
  const [row] = await sql<{ role: string }[]>`select current_user::text as role`;
  return row?.role ?? '';
}

/**
 * Gives the server's role what it needs of every table that this connection owns, and takes away whatever else it had been
 * given. Nothing to do where one role is both.
 */
export async function grantRights(owner: Database, role: string): Promise<void> {
  if (role === (await readRole(owner.sql))) return;
  await owner.transaction(
    async (tx) => {
      // Two servers that start at once would change the same rows of the catalogue.
      await tx`select pg_advisory_xact_lock(${migrationLock})`;
      await tx`grant usage on schema public to ${tx(role)}`;
      const tables = await tx<{ name: string }[]>`
        select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
          and pg_get_userbyid(c.relowner) = current_user
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
        order by c.relname`;
      for (const { name } of tables) {
        await tx`revoke all on ${tx(name)} from ${tx(role)}`;
        const grant = narrowed[name];
        if (grant === 'read') await tx`grant select on ${tx(name)} to ${tx(role)}`;
        else if (grant === 'append') await tx`grant select, insert on ${tx(name)} to ${tx(role)}`;
        else await tx`grant select, insert, update, delete on ${tx(name)} to ${tx(role)}`;
      }
    },
    { deadlineMs: batchDeadlineMs },
  );
}
