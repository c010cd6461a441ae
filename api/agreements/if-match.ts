import type { Context } from 'hono';
import { AppError } from '../errors.ts';

/** The version that a change is made to, of If-Match; `what` names it. @throws AppError `version-mismatch` (412) without one. */
export function ifMatch(context: Context, what: string): number {
  const [, version] = /^"(\d{1,9})"$/.exec(context.req.header('If-Match') ?? '') ?? [];
  if (version === undefined) throw new AppError('version-mismatch', { detail: `请带上 If-Match：${what}。` });
  return Number(version);
}
