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
          'Working time to the first answer of a person, twelve months, by department, park, month and channel, and the same days a year before.',
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
        summary: 'Every case of the figures and of the year before them, to count them anew',
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
  'number,channel,department,park,clock_from,asked_again,first_answer_at,ended_at,marked_at,spam_reason,held,counted_as,working_minutes,within_promise';

/**
 * Codes and times alone: nothing in it could be read as a formula. `held` is every department that had it up to the first answer, with
 * since when; `asked_again` when it was withdrawn before any answer, and asked again; `department` the one whose figures it is in.
 */
function lineOf(one: CountedCase): string {
  const { number, channel, department, park, clockFrom, firstAnswerAt, endedAt, marked, holders, counted } =
    one;
  const answered =
    counted.as === 'answered' ? [String(counted.minutes ?? ''), counted.isWithin ? 'yes' : 'no'] : ['', ''];
  return [
    number,
    channel,
    department,
    park ?? '',
    shanghaiTime(clockFrom),
    one.resumed
      .map(({ withdrawnAt, askedAt }) => `${shanghaiTime(withdrawnAt)}/${shanghaiTime(askedAt)}`)
      .join(' '),
    firstAnswerAt === null ? '' : shanghaiTime(firstAnswerAt),
    endedAt === null ? '' : shanghaiTime(endedAt),
    marked === null ? '' : shanghaiTime(marked.at),
    marked?.reason ?? '',
    holders.map((held) => `${held.department}@${shanghaiTime(held.from)}`).join(' '),
    counted.as,
    ...answered,
  ].join(',');
}
