import postgres from 'postgres';
import { toAppError } from './failures.ts';
import { transactionTimeLeftMs } from './transaction-scope.ts';

/** The name under which every connection of the portal is seen in `pg_stat_activity`. */
export const applicationName = 'zhaotu';

/** What PostgreSQL types become in JavaScript beyond the driver's own: parsed here, once, and nowhere else. */
export type DatabaseTypes = { bigint: number; numeric: number };

/** Reads an int8. The driver hands it over as text; beyond 2^53 a number would silently be another one. */
export function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`int8 ${text} is beyond what a number holds exactly`);
  return value;
}

/** Reads a numeric (money, areas with two decimals). NaN and infinities are no quantities of this portal. */
export function parseNumeric(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`numeric ${text} is beyond what a number holds exactly`);
  }
  return value;
}

/** Object identifiers of pg_type that never change. */
const int8Oid = 20;
const numericOid = 1700;

export const databaseTypes = {
  bigint: { to: int8Oid, from: [int8Oid], serialize: String, parse: parseBigint },
  numeric: { to: numericOid, from: [numericOid], serialize: String, parse: parseNumeric },
};

export type PoolConfig = {
  place: { url: string } | { socketPath: string };
  poolSize: number;
  queryDeadlineMs: number;
};

const connectDeadlineSeconds = 3;

/** Between two tries of one connection: short enough to heal at once, long enough not to be a storm. */
const shortestBackoffSeconds = 0.05;
const longestBackoffSeconds = 1;

/** The server gives up a statement just before we give up the connection, so that the connection survives. */
const statementHeadStartMs = 250;
const shortestStatementMs = 50;

/** A transaction whose client went silent must not hold its locks for ever. */
const idleInTransactionMs = 15_000;

/** Opens a pool of the customer's driver, which carries our patch (`patches/`). Connects at the first query. */
export function openPool(config: PoolConfig): postgres.Sql<DatabaseTypes> {
  const options = {
    types: databaseTypes,
    max: config.poolSize,
    // One query a connection: whoever is slow or dies takes nobody along.
    max_pipeline: 0,
    connect_timeout: connectDeadlineSeconds,
    backoff: backoffSeconds,
    query_timeout: () => (transactionTimeLeftMs() ?? config.queryDeadlineMs) / 1000,
    map_error: toAppError,
    onnotice: () => undefined,
  };
  const pool =
    'url' in config.place
      ? postgres(config.place.url, { ...options, connection: serverSettings(config.queryDeadlineMs) })
      : postgres({ ...options, path: config.place.socketPath, user: 'postgres', database: 'postgres' });
  requirePatch(pool);
  return pool;
}

function backoffSeconds(failures: number): number {
  const seconds = Math.min(shortestBackoffSeconds * 2 ** failures, longestBackoffSeconds);
  return seconds * (0.5 + Math.random() / 2);
}

function serverSettings(queryDeadlineMs: number) {
  const limitMs = Math.max(shortestStatementMs, queryDeadlineMs - statementHeadStartMs);
  return {
    application_name: applicationName,
    statement_timeout: limitMs,
    lock_timeout: limitMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  };
}

/** Without the patch one lost connection can end the whole process: better not to start at all. */
function requirePatch(pool: postgres.Sql<DatabaseTypes>): void {
  if ('map_error' in pool.options) return;
  throw new Error(
    'The postgres driver lacks its patch: run npm ci, which applies patches/postgres+3.4.9.patch.',
  );
}
