import postgres from 'postgres';
import { AppError } from '../errors.ts';

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
 * connection exceptions (class 08), a standby that was not promoted yet (25006, 55000).
 */
const unavailableSqlState = /^(?:08...|53...|57014|57P0[1-5]|55000|55P03|25006|25P0[34])$/;

/** Turns an error of the driver that says "not now" into `database-unavailable`; any other error stays as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const unavailable =
    error instanceof postgres.PostgresError ? unavailableSqlState.test(code) : lostConnectionCodes.has(code);
  return unavailable ? new AppError('database-unavailable', { cause: error, retryAfterSeconds: 5 }) : error;
}
