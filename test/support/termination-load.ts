import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { openDatabase } from '../../api/db/database.ts';
import { applicationName } from '../../api/db/driver.ts';
import { AppError } from '../../api/errors.ts';

/*
 * Run as a process of its own, so that its death is seen from outside: transactions without a pause on every
 * connection of the pool, while the server terminates their backends in mid-transaction. Prints what happened.
 * Arguments: the database's address, the number of terminations.
 */

const [, , url = '', wanted = '0'] = process.argv;
const terminationsWanted = Number(wanted);
const poolSize = 8;
const workers = 12;

const database = await openDatabase({ databaseUrl: url, dataDir: '', poolSize });
const administrator = postgres(url, { max: 1, onnotice: () => undefined });

const acknowledged: string[] = [];
const refused: string[] = [];
const unexpected: string[] = [];
let terminations = 0;
let slowestMs = 0;

await database.sql`create table if not exists deed (id uuid not null, part integer not null, primary key (id, part))`;
await Promise.all([terminate(), ...Array.from({ length: workers }, work)]);
const returned = await database.sql<{ one: number }[]>`select 1 as one`;
const kept = await administrator<{ id: string; parts: number }[]>`
  select id, count(*)::integer as parts from deed group by id order by id`;
const partsOf = new Map(kept.map(({ id, parts }) => [id, parts]));
const report = {
  terminations,
  acknowledged: acknowledged.length,
  refused: refused.length,
  unexpected: [...new Set(unexpected)],
  slowestMs: Math.round(slowestMs),
  lost: acknowledged.filter((id) => partsOf.get(id) !== 2).length,
  torn: kept.filter(({ parts }) => parts !== 2).length,
  serviceReturned: returned[0]?.one === 1,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
await administrator.end();
await database.close();

async function terminate(): Promise<void> {
  const terminated = new Set<string>();
  while (terminations < terminationsWanted) {
    const rows = await administrator<{ backend: string }[]>`
      select pid || ' ' || backend_start as backend, pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${applicationName} and datname = current_database() and xact_start is not null
      order by random() limit 2`;
    for (const { backend } of rows) terminated.add(backend);
    terminations = terminated.size;
    await wait(Math.random() * 10);
  }
}

async function work(): Promise<void> {
  while (terminations < terminationsWanted) {
    const id = randomUUID();
    const startedAt = performance.now();
    try {
      await deed(id);
      acknowledged.push(id);
    } catch (error) {
      refused.push(id);
      if (!(error instanceof AppError && error.code === 'database-unavailable'))
        unexpected.push(String(error));
    }
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  }
}

/** Both rows or none. The second one is queued together with a read, as stores do with `Promise.all`. */
async function deed(id: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx`insert into deed (id, part) values (${id}, 1)`;
    await Promise.all([
      tx`insert into deed (id, part) values (${id}, 2)`,
      tx`select count(*) from pg_class`,
      tx`select ${id}::uuid as id`,
    ]);
    await tx`select pg_backend_pid()`;
  });
}
