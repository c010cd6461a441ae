import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Database } from './db/database.ts';
import { AppError } from './errors.ts';
import { findPublicParcel } from './parcels/record-store.ts';
import { ParcelCode } from './parcels/schema.ts';
import { allow } from './policies.ts';

const statuses = { recalled: 410, unavailable: 503 } as const;

/**
 * The built pages. Scripts and styles carry their hash in the name and never change; every other address gets the one
 * page, with the status the address deserves (404 unknown, 410 recalled).
 */
export async function pageRoutes(folder: string, { database, now }: { database: Database; now: () => Date }) {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const files = serveStatic({ root: folder });
  /** The page opens without the database too and then says itself what is not to be had. */
  const findParcel = (code: string) =>
    findPublicParcel(database.sql, code, now()).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'database-unavailable') return 'unavailable' as const;
      throw error;
    });
  return new Hono()
    .get('/assets/*', allow('public'), async (context, next) => {
      const found = await files(context, next);
      if (found instanceof Response)
        found.headers.set('Cache-Control', 'public, max-age=31536000, immutable');
      return found;
    })
    .get('/favicon.svg', allow('public'), files)
    .get('/', allow('public'), (context) => context.html(page, 200, { 'Cache-Control': 'no-cache' }))
    .get('/parcels/:code', allow('public'), async (context) => {
      const code = ParcelCode.safeParse(context.req.param('code'));
      const found = code.success ? await findParcel(code.data) : null;
      const status = found === null ? 404 : typeof found === 'string' ? statuses[found] : 200;
      return context.html(page, status, { 'Cache-Control': 'no-cache' });
    })
    .get('*', allow('public'), (context, next) => {
      if (/^\/(api|tiles|ogc|assets)\//.test(`${context.req.path}/`)) return next();
      return context.html(page, 404, { 'Cache-Control': 'no-cache' });
    });
}
