import { EventEmitter } from 'node:events';
import type postgres from 'postgres';
import type { DatabaseTypes } from './driver.ts';
import { openPool } from './driver.ts';
import { openEmbedded } from './embedded.ts';
import { refuseInsideTransaction, runInTransactionScope, type CommitTopic } from './transaction-scope.ts';

/** Queries as tagged templates. The pool and a transaction both offer it, so a store takes this one type. */
export type Sql = postgres.ISql<DatabaseTypes>;

/** The queries of one transaction, with savepoints. */
export type Tx = postgres.TransactionSql<DatabaseTypes>;

export type TransactionOptions = {
  /** How long it may take altogether where a query's deadline is too short, as for an import. */
  deadlineMs?: number;
  /** Reads only, and all of it as it stood at one instant. */
  snapshot?: boolean;
};

/** For a transaction that writes a whole batch, such as an import or the first start; nobody waits in a browser. */
export const batchDeadlineMs = 60_000;

export interface Database {
  readonly kind: 'embedded' | 'postgis';
  /** `server`: PostgreSQL. `owner`: this process has the embedded files open; `joined`: another one has. */
  readonly mode: 'server' | 'owner' | 'joined';
  /** Throws when called inside `transaction` of the same asynchronous context: there only `tx` may be used. */
  readonly sql: Sql;
  /**
   * Runs everything in one transaction; any failed query, also a caught one, rolls it back. Not to be nested.
   * Altogether it has the time of one query, waiting for a connection included, or what the options say.
   */
  transaction<T>(run: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Calls `listener` after each commit of this process that announced `topic`; returns what ends it. On PostgreSQL the
   * commits of other processes are heard too where the topic is one of `toldToAll`, but a call may be lost with its
   * connection: who relies on it also looks by himself from time to time.
   */
  onCommit(topic: CommitTopic, listener: () => void): () => void;
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
  /** Connections to PostgreSQL; the embedded database has one. */
  poolSize?: number;
  /** For the command line: share the embedded database of a running server instead of refusing to open it. */
  join?: boolean;
  /** Hears when the embedded database died; it is started anew, and until then every query is refused. */
  onFailure?: (error: unknown) => void;
}

/** On PostgreSQL everything is settled within five seconds, also what only learns of the failure at its deadline. */
const serverQueryDeadlineMs = 4500;

/** The embedded database answers one at a time: whoever asks while a batch is checked or written waits for its end. */
const embeddedQueryDeadlineMs = 15_000;
const defaultPoolSize = 10;

/** Seconds that open queries get before their connections are dropped. */
const closePatienceSeconds = 2;

/**
 * Opens PostgreSQL with PostGIS, or the embedded database when no address is given.
 * Every query rejects with `database-unavailable` when it has no answer within its deadline.
 */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  if (config.databaseUrl !== null) {
    const queryDeadlineMs = config.queryDeadlineMs ?? serverQueryDeadlineMs;
    const pool = openPool({
      place: { url: config.databaseUrl },
      poolSize: config.poolSize ?? defaultPoolSize,
      queryDeadlineMs,
    });
    return databaseOver(pool, { kind: 'postgis', mode: 'server', queryDeadlineMs }, () => endPool(pool));
  }
  const { dataDir, join = false, onFailure = () => undefined } = config;
  const queryDeadlineMs = config.queryDeadlineMs ?? embeddedQueryDeadlineMs;
  const embedded = await openEmbedded({ dataDir, join, onFailure });
  const pool = openPool({ place: { socketPath: embedded.socketPath }, poolSize: 1, queryDeadlineMs });
  return databaseOver(pool, { kind: 'embedded', mode: embedded.mode, queryDeadlineMs }, async () => {
    await endPool(pool);
    await embedded.close();
  });
}

/**
 * What the other processes beside one PostgreSQL hear of at once. Each NOTIFY takes a lock of the whole database at its commit:
 * only for what happens a few times a second at most.
 */
const toldToAll: readonly CommitTopic[] = ['events'];
const wakeUps = 'zhaotu_commits';

/** Listens from its first call on; the driver listens again after a lost connection, and all look then. */
function listenOnce(pool: postgres.Sql<DatabaseTypes>, commits: EventEmitter<Record<CommitTopic, []>>) {
  let isListening = false;
  const heard = (said: string) =>
    toldToAll.filter((topic) => topic === said).forEach((topic) => commits.emit(topic));
  return () => {
    if (isListening) return;
    isListening = true;
    const lookAll = () => toldToAll.forEach((topic) => commits.emit(topic));
    pool.listen(wakeUps, heard, lookAll).catch(() => undefined);
  };
}

async function endPool(pool: postgres.Sql<DatabaseTypes>): Promise<void> {
  await pool.end({ timeout: closePatienceSeconds });
}

function databaseOver(
  pool: postgres.Sql<DatabaseTypes>,
  nature: Pick<Database, 'kind' | 'mode'> & { queryDeadlineMs: number },
  close: () => Promise<void>,
): Database {
  const sql = guardPool(pool);
  const { kind, mode, queryDeadlineMs } = nature;
  const commits = new EventEmitter<Record<CommitTopic, []>>();
  const hearOthers = kind === 'postgis' ? listenOnce(pool, commits) : () => undefined;
  return {
    kind,
    mode,
    sql,
    async transaction(run, options = {}) {
      const { value, topics } = await runTransaction(pool, run, { queryDeadlineMs, kind, ...options });
      for (const topic of topics) commits.emit(topic);
      return value;
    },
    onCommit(topic, listener) {
      commits.on(topic, listener);
      if (toldToAll.includes(topic)) hearOthers();
      return () => void commits.off(topic, listener);
    },
    async version() {
      const [row] = await sql<{ server: string; postgis: string }[]>`
        select split_part(current_setting('server_version'), ' ', 1) as server, postgis_lib_version() as postgis`;
      return `PostgreSQL ${row?.server ?? '?'}, PostGIS ${row?.postgis ?? '?'}`;
    },
    close,
  };
}

async function runTransaction<T>(
  pool: postgres.Sql<DatabaseTypes>,
  run: (tx: Tx) => Promise<T>,
  {
    deadlineMs,
    snapshot = false,
    queryDeadlineMs,
    kind,
  }: TransactionOptions & { queryDeadlineMs: number; kind: Database['kind'] },
) {
  refuseInsideTransaction();
  const mode = snapshot ? 'isolation level repeatable read read only' : '';
  return await runInTransactionScope(deadlineMs ?? queryDeadlineMs, async (topics) => {
    // In an object, because the driver would take a returned array for a list of queries to wait for.
    const outcome = await pool.begin(mode, async (tx) => {
      if (deadlineMs !== undefined) await extendServerLimits(tx, deadlineMs);
      const value = await run(tx);
      // PostgreSQL tells nobody before the commit, and nobody after a rollback.
      const told = kind === 'postgis' ? toldToAll.filter((topic) => topics.has(topic)) : [];
      for (const topic of told) await tx`select pg_notify(${wakeUps}, ${topic})`;
      return { value };
    });
    return outcome.value;
  });
}

/** The server's own limits are those of a usual query; for this transaction they follow its deadline. */
async function extendServerLimits(tx: Tx, deadlineMs: number): Promise<void> {
  const limit = String(deadlineMs);
  await tx`
    select set_config('statement_timeout', ${limit}, true), set_config('lock_timeout', ${limit}, true),
      set_config('idle_in_transaction_session_timeout', ${limit}, true)`;
}

/** What of the pool starts a query, besides calling it. */
const startsQuery = new Set<string | symbol>([
  'unsafe',
  'file',
  'begin',
  'reserve',
  'listen',
  'notify',
  'subscribe',
]);

function guardPool(pool: postgres.Sql<DatabaseTypes>): Sql {
  return new Proxy(pool, {
    apply(target, self, parameters: unknown[]) {
      refuseInsideTransaction();
      return Reflect.apply(target, self, parameters);
    },
    get(target, name, receiver) {
      if (startsQuery.has(name)) refuseInsideTransaction();
      return Reflect.get(target, name, receiver);
    },
  });
}
