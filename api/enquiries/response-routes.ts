import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { shanghaiTime } from '../calendar/rules.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EnquiryParts } from './parts.ts';
import { ResponseTimes } from './response-schema.ts';
import { createResponseTimes, type CountedCase } from './response-times.ts';

/** 响应时间, for everybody; and every case they are of, without a word of who asked. */
export function responseRoutes(parts: Pick<EnquiryParts, 'database' | 'city' | 'now'>) {
  const responses = createResponseTimes(parts);
  return new Hono()
    .get(
      '/api/response-times',
      allow('public'),
      describeRoute({
        summary: 'How long the first answer takes (响应时间)',
        description:
          'Working time to the first answer of a person, twelve months, by department, park and month.',
        tags: ['enquiries'],
        responses: {
          200: {
            description: 'The figures',
            content: { 'application/json': { schema: resolver(ResponseTimes) } },
          },
        },
      }),
      checked('query', NoQuery),
      async (context) => {
        context.header('Cache-Control', 'public, no-cache');
        return context.json((await responses()).times);
      },
    )
    .get(
      '/api/response-times.csv',
      allow('public'),
      describeRoute({
        summary: 'Every case of the figures, to count them anew',
        tags: ['enquiries'],
        responses: { 200: { description: 'CSV, UTF-8', content: { 'text/csv': {} } } },
      }),
      checked('query', NoQuery),
      async (context) => {
        const { cases } = await responses();
        context.header('Cache-Control', 'public, no-cache');
        context.header('Content-Disposition', 'attachment; filename="response-times.csv"');
        return context.body(`\uFEFF${[header, ...cases.map(lineOf)].join('\r\n')}\r\n`, 200, {
          'Content-Type': 'text/csv; charset=utf-8',
        });
      },
    );
}

const header =
  'number,department,park,clock_from,first_answer_at,ended_at,counted_as,working_minutes,within_promise';

/** Codes and times alone: nothing in it could be read as a formula. */
function lineOf({
  number,
  department,
  park,
  clockFrom,
  firstAnswerAt,
  endedAt,
  counted,
}: CountedCase): string {
  const answered =
    counted.as === 'answered' ? [String(counted.minutes), counted.isWithin ? 'yes' : 'no'] : ['', ''];
  return [
    number,
    department,
    park ?? '',
    shanghaiTime(clockFrom),
    firstAnswerAt === null ? '' : shanghaiTime(firstAnswerAt),
    endedAt === null ? '' : shanghaiTime(endedAt),
    counted.as,
    ...answered,
  ].join(',');
}
