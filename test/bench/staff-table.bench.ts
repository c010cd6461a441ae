import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../api/db/database.ts';
import { migrate } from '../../api/db/migrate.ts';
import type { StaffParcels } from '../../api/drafts/schema.ts';
import { signedIn } from '../support/accounts.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { fillWithParcels } from '../support/many-parcels.ts';
import { prepareCity, readJinhua } from '../support/parcels.ts';
import { testPortal } from '../support/portal.ts';
import { appendResults, type Figure } from '../support/results.ts';

const parcels = 20_000;
const rowsAPage = 100;
const now = new Date('2026-11-22T02:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-staff-table-'));

/** What staff ask of the table; each is read at its start and three pages on. */
const views = [
  '',
  'sort=-updated',
  'sort=-area',
  'q=0117',
  'park=park-jkc-nev',
  'state=published&sort=area',
  'expiring=30',
];
const rounds = 5;

let cluster: Cluster;
let database: Database;
let app: Awaited<ReturnType<typeof testPortal>>;
let headers: Record<string, string>;

beforeAll(async () => {
  cluster = await startCluster();
  database = await openDatabase({ databaseUrl: cluster.url('postgres'), dataDir: folder });
  await migrate(database, 'data/migrations');
  const city = await readJinhua();
  await prepareCity(database, city);
  await fillWithParcels(database, parcels, { city, now });
  await database.sql`analyze`;
  app = await testPortal(database, city, { now: () => now });
  headers = (await signedIn(database, 'reviewer')).headers;
}, 900_000);

afterAll(async () => {
  await database.close();
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

type Page = { answer: StaffParcels; ms: number; bytes: number };

async function readPage(view: string, cursor: string | null): Promise<Page> {
  const query = new URLSearchParams(view);
  query.set('limit', String(rowsAPage));
  if (cursor !== null) query.set('cursor', cursor);
  const started = performance.now();
  const response = await app.request(`/api/staff/parcels?${query.toString()}`, { headers });
  const text = await response.text();
  const ms = performance.now() - started;
  expect({ view, status: response.status }).toEqual({ view, status: 200 });
  const answer: StaffParcels = JSON.parse(text);
  return { answer, ms, bytes: text.length };
}

/** A view's pages from its first on, to its end or as many as these. */
async function walk(view: string, mostPages = Infinity): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await readPage(view, cursor);
    pages.push(page);
    cursor = page.answer.next;
  } while (cursor !== null && pages.length < mostPages);
  return pages;
}

it(`the staff's table pages through ${parcels} rows, each once, no page longer than the others`, async () => {
  const all = await walk('');
  const codes = all.flatMap(({ answer }) => answer.items.map(({ code }) => code));
  const figures: Figure[] = [
    { name: 'rows seen, of all', value: `${new Set(codes).size} of ${all[0]?.answer.total}` },
    {
      name: `longest page of ${rowsAPage} rows`,
      value: `${Math.max(...all.map(({ bytes }) => bytes))} bytes`,
    },
    { name: `p95 of all ${all.length} pages`, value: quantile(all, 0.95) },
  ];
  for (const view of views) {
    const read: Page[] = [];
    for (let round = 0; round < rounds; round += 1) read.push(...(await walk(view, 4)));
    figures.push({
      name: `${view || 'by code'}: p50 · p95 of ${read.length} pages`,
      value: `${quantile(read, 0.5)} · ${quantile(read, 0.95)}`,
    });
  }
  appendResults(import.meta.filename, `The staff's table of ${parcels} parcels, PostgreSQL`, figures);
  expect(codes).toHaveLength(parcels);
  expect(new Set(codes).size).toBe(parcels);
  expect(Math.max(...all.map(({ answer }) => answer.items.length))).toBe(rowsAPage);
}, 900_000);

function quantile(pages: Page[], share: number): string {
  const ascending = pages.map(({ ms }) => ms).sort((one, other) => one - other);
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share));
  return `${ascending[index]?.toFixed(0)} ms`;
}
