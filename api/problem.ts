import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { AppError, problems, type ProblemCode } from './errors.ts';

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** RFC 9457. `code` is from one closed list; `errors` names each refused place; `reason` tells refusals of one code apart. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.string(),
  reason: z.string().optional(),
  about: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Answers with `application/problem+json`; whatever is not an AppError tells nothing of its inside. */
export function problemResponse(context: Context, error: unknown): Response {
  const refused = asAppError(error);
  const { status, title } = problems[refused.code];
  const body: Problem = {
    type: 'about:blank',
    title,
    status,
    code: refused.code,
    detail: refused.detail ?? title,
    ...(refused.reason !== undefined && { reason: refused.reason }),
    ...(refused.about !== undefined && { about: refused.about }),
    ...(refused.errors && { errors: refused.errors }),
  };
  context.header('Content-Type', 'application/problem+json; charset=utf-8');
  context.header('Cache-Control', 'no-store');
  if (status === 503 || status === 429 || refused.retryAfterSeconds !== undefined)
    context.header('Retry-After', String(refused.retryAfterSeconds ?? 5));
  return context.body(JSON.stringify(body), status satisfies ContentfulStatusCode);
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException && error.status === 413)
    return new AppError('too-large', { cause: error });
  if (error instanceof HTTPException && error.status === 400)
    return new AppError('invalid-body', { cause: error });
  return new AppError('internal', { detail: '请稍后再试；如持续出现请联系管理员。', cause: error });
}
