import pino from 'pino';
import { createApp, type AppParts } from '../../api/app.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';

/** The whole portal over a test database, without pages and silent; `over` changes what a test is about. */
export function testPortal(database: Database, city: City, over: Partial<AppParts> = {}) {
  return createApp({
    database,
    city,
    settings: { basemap: { kind: 'sketch' }, mapApprovalNumber: null, demonstrationShiftDays: null },
    version: '0.0.0-test',
    schemaVersion: 1,
    logger: pino({ level: 'silent' }),
    pagesFolder: null,
    isStopping: () => false,
    origin: () => 'http://127.0.0.1:8080',
    isHttps: false,
    now: () => new Date('2026-11-22T02:00:00Z'),
    ...over,
  });
}
