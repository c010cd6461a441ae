import { resolver } from 'hono-openapi';
import type { z } from 'zod';
import { Problem } from '../problem.ts';

/** For the OpenAPI document: an answer with a body. */
export function answerOf(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema: resolver(schema) } } };
}

/** For the OpenAPI document: a refusal. */
export function refusalOf(description: string) {
  return { description, content: { 'application/problem+json': { schema: resolver(Problem) } } };
}
