import { validator } from 'hono-openapi';
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { AppError } from './errors.ts';

type Target = 'query' | 'param' | 'json' | 'header';

/**
 * Validates one part of a request against its schema, once, at the edge. `reasonOf`: why the first refused place is refused,
 * from the closed list of a noun whose pages say it in the reader's language.
 * @throws AppError `invalid-parameters` (query, path, header), `refused-by-rule` (a readable body) or `invalid-body` (one with
 *   U+0000 or half of a surrogate pair in a text), naming each place.
 */
export function checked<Schema extends z.ZodType, T extends Target>(
  target: T,
  schema: Schema,
  reasonOf?: (path: string) => string,
) {
  const reasonAt = (path: string) => (reasonOf === undefined ? {} : { reason: reasonOf(path) });
  return validator(target, schema, (result) => {
    refuseNoText(target, result.data, reasonAt);
    if (result.success) return;
    const errors = result.error.flatMap((issue) => placesOf(issue));
    const code = target === 'json' ? 'refused-by-rule' : 'invalid-parameters';
    throw new AppError(code, {
      detail: errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
      errors,
      ...reasonAt(errors[0]?.path ?? ''),
    });
  });
}

type ReasonAt = (path: string) => { reason?: string };

/**
 * PostgreSQL keeps no U+0000 in text or jsonb, and no half of a surrogate pair, which JSON can write as an escape
 * (RFC 8259, 8.2): whatever the field, none gets further than here.
 */
const noText = /\u0000|\p{Cs}/u;

function refuseNoText(target: Target, data: unknown, reasonAt: ReasonAt): void {
  const found = placeOfNoText(data);
  if (found === null) return;
  const { path, text } = found;
  const message = `${text.includes('\u0000') ? 'U+0000' : 'half of a surrogate pair'} is not text`;
  throw new AppError(target === 'json' ? 'invalid-body' : 'invalid-parameters', {
    detail: `${path === '' ? '' : `${path}: `}${message}`,
    errors: [{ path, message }],
    ...reasonAt(path),
  });
}

/** A text that is none, with its dotted path, or that of the object whose key it is. Not recursive: a body may nest as deep as it is long. */
function placeOfNoText(data: unknown): { path: string; text: string } | null {
  const waiting: [path: string, value: unknown][] = [['', data]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && noText.test(value)) return { path, text: value };
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (noText.test(key)) return { path, text: key };
      waiting.push([path === '' ? key : `${path}.${key}`, inner]);
    }
  }
  return null;
}

type Issue = {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  keys?: unknown;
};

function placesOf(issue: Issue) {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  // An unknown parameter is reported by zod on its parent; the caller wants to see the parameter's own name.
  if (path === '' && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({ path: String(key).slice(0, 60), message: 'unknown parameter' }));
  }
  return [{ path, message: issue.message }];
}

/** For routes that take no parameters at all. */
export const NoQuery = z.strictObject({});

/** A query that is no percent-encoded UTF-8 (RFC 3986, 2.1 and 2.5) would be read as other words than were meant. */
export const refuseMalformedQuery: MiddlewareHandler = async (context, next) => {
  const { search } = new URL(context.req.url);
  try {
    decodeURIComponent(search.replaceAll('+', ' '));
  } catch {
    throw new AppError('invalid-parameters', {
      detail: 'The query is not percent-encoded UTF-8.',
      errors: [{ path: '', message: 'not percent-encoded UTF-8' }],
    });
  }
  await next();
};
