import postgres from 'postgres';
import { AppError } from '../errors.ts';

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

/** Codes of the driver and of Node's sockets that say: no database behind this connection now. */
const lostConnectionCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'QUERY_TIMEOUT',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs (PostgreSQL manual, appendix A) that speak of the server's state and not of the statement:
 * out of time (57014, 55P03, 25P03), shutting down or starting up (57P01–57P05), out of resources (class 53),
 * connection exceptions (class 08).
 */
const unavailableSqlState = /^(?:08...|53...|57014|57P0[1-5]|55P03|25P0[34])$/;

/** Turns an error of the driver that says "not now" into `database-unavailable`; any other error stays as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const unavailable =
    error instanceof postgres.PostgresError ? unavailableSqlState.test(code) : lostConnectionCodes.has(code);
  return unavailable ? new AppError('database-unavailable', { cause: error, retryAfterSeconds: 5 }) : error;
}
