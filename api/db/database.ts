import { AsyncLocalStorage } from 'node:async_hooks';
import postgres from 'postgres';
import { applicationName, databaseTypes, toAppError } from './driver.ts';
import type { DatabaseTypes } from './driver.ts';
import { startEmbedded } from './embedded.ts';

/** Queries as tagged templates; both the pool and a transaction offer it, so stores take this one type. */
export type Sql = postgres.ISql<DatabaseTypes>;

/** The queries of one transaction, with savepoints. */
export type Tx = postgres.TransactionSql<DatabaseTypes>;

export interface Database {
  readonly kind: 'embedded' | 'postgis';
  /** Throws when called inside `transaction` of the same asynchronous context: there only `tx` may be used. */
  readonly sql: Sql;
  /** Runs everything in one transaction; any failure, also a caught one of a query, rolls it back. */
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** For people, such as `PostgreSQL 15.18, PostGIS 3.3.2`. */
  version(): Promise<string>;
  close(): Promise<void>;
}

export interface DatabaseConfig {
  /** `postgres://…`, or null for the embedded database. */
  databaseUrl: string | null;
  /** Where the embedded database keeps its files. */
  dataDir: string;
  /** How long a query may take from the call to its answer, waiting for a connection included. */
  queryDeadlineMs?: number;
  poolSize?: number;
  /** A dump to start an empty embedded database from. */
  embeddedArchive?: string;
}

const openTransaction = new AsyncLocalStorage<{ open: boolean }>();

export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const embedded =
    config.databaseUrl === null ? await startEmbedded(config.dataDir, config.embeddedArchive ?? null) : null;
  const options = {
    types: databaseTypes,
    connect_timeout: 3,
    onnotice: () => undefined,
    connection: { application_name: applicationName },
  };
  const pool =
    embedded === null
      ? postgres(config.databaseUrl ?? '', { ...options, max: config.poolSize ?? 10 })
      : postgres({ ...options, path: embedded.socketPath, user: 'postgres', database: 'postgres', max: 1 });
  const sql = refuseInsideTransaction(pool);
  return {
    kind: embedded === null ? 'postgis' : 'embedded',
    sql,
    async transaction<T>(run: (tx: Tx) => Promise<T>) {
      refuseNested();
      const state = { open: true };
      try {
        const results = await pool.begin(
          async (tx) => [await openTransaction.run(state, () => run(tx))] as const,
        );
        return results[0];
      } catch (error) {
        throw toAppError(error);
      } finally {
        state.open = false;
      }
    },
    async version() {
      const [row] = await sql<{ server: string; postgis: string }[]>`
        select current_setting('server_version') as server, postgis_lib_version() as postgis`;
      return `PostgreSQL ${row?.server ?? '?'}, PostGIS ${row?.postgis ?? '?'}`;
    },
    async close() {
      await pool.end({ timeout: 5 });
      await embedded?.close();
    },
  };
}

function refuseNested(): void {
  if (openTransaction.getStore()?.open) {
    throw new Error('Inside a transaction use its own tx: the outer sql would wait for it for ever.');
  }
}

function refuseInsideTransaction(pool: postgres.Sql<DatabaseTypes>): Sql {
  return new Proxy(pool, {
    apply(target, self, parameters: unknown[]) {
      refuseNested();
      return Reflect.apply(target, self, parameters);
    },
  });
}
