import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EventParts } from './acts.ts';
import { announcedEvent } from './announced.ts';
import { SlugPath } from './event-schema.ts';
import { readLanding } from './landing.ts';
import { landingCsv } from './landing-rules.ts';
import { Landing } from './landing-schema.ts';

const tags = ['events'];
const description = 'Of an event that is over; counts from the confirmed stages of its projects.';

/** 落地成绩单, as everybody may read it. */
export function landingRoutes({ database: { sql }, now }: EventParts) {
  /** @throws AppError `not-found` (404), `conflict` (409) before the end of the event. */
  const landingOf = async (slug: string): Promise<Landing> => {
    const landing = await readLanding(sql, await announcedEvent(sql, slug), now());
    if (landing === null) throw new AppError('conflict', { detail: '活动结束后才有落地成绩单。' });
    return landing;
  };
  return new Hono()
    .get(
      '/api/events/:slug/landing',
      allow('public'),
      describeRoute({
        summary: 'What became of everything an event signed (落地成绩单)',
        description,
        tags,
        responses: {
          200: {
            description: 'After 30, 90, 180 and 365 days',
            content: { 'application/json': { schema: resolver(Landing) } },
          },
        },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const landing = await landingOf(context.req.valid('param').slug);
        context.header('Cache-Control', 'public, max-age=60');
        return context.json(landing);
      },
    )
    .get(
      '/api/events/:slug/landing.csv',
      allow('public'),
      describeRoute({
        summary: 'The counts of the landing scoreboard, a line for each form, stage and mark',
        description,
        tags,
        responses: { 200: { description: 'CSV, UTF-8', content: { 'text/csv': {} } } },
      }),
      checked('param', SlugPath),
      checked('query', NoQuery),
      async (context) => {
        const { slug } = context.req.valid('param');
        const text = landingCsv(await landingOf(slug));
        context.header('Cache-Control', 'public, max-age=60');
        context.header('Content-Disposition', `attachment; filename="${slug}-landing.csv"`);
        return context.body(text, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
      },
    );
}
