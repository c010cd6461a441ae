import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAdmin } from '../support/admin.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';

/** A city that is not the demonstration's, so that what is on the map came through the command line alone. */
const city = { CITY: 'xiaoshi', CITIES_DIR: 'test/support/cities' };
const files = ['survey.txt', 'parcels.csv', 'admissions.csv', 'utilities.csv'].map((name) =>
  join('test/support/cities/xiaoshi', name),
);
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-admin-'));
const dataDir = join(folder, 'var');
let site: StartedSite | null = null;

const admin = (...words: string[]) => runAdmin(words, { ...city, DATA_DIR: dataDir });

async function totalOnTheMap(): Promise<number> {
  const answer = (await (await fetch(`${site?.origin}/api/parcels`)).json()) as { total: number };
  return answer.total;
}

beforeAll(async () => {
  site = await npmStart(dataDir, city);
}, 120_000);
afterAll(async () => {
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('lists its commands, and refuses one it does not know', async () => {
  expect((await admin('--help')).output).toMatch(/import FILE[\s\S]*template[\s\S]*migrate[\s\S]*demo load/);
  expect((await admin('sell')).code).toBe(2);
});

it('tries a batch beside a running server without writing anything', async () => {
  const tried = await admin('import', ...files, '--dry-run', '--json');
  expect(tried.code).toBe(0);
  expect(JSON.parse(tried.output)).toMatchObject({
    ok: true,
    dryRun: true,
    rows: [{ code: 'XS-1', action: 'create' }],
  });
  expect(await totalOnTheMap()).toBe(0);
});

it('refuses a batch with one mistake as a whole, naming file, row and remedy', async () => {
  const table = readFileSync(join('test/support/cities/xiaoshi', 'parcels.csv'), 'utf8');
  const mistaken = join(folder, 'parcels.csv');
  writeFileSync(mistaken, table.replace('柳塘工业园', '没有的园区'));
  const refused = await admin(
    'import',
    ...files.filter((file) => !file.endsWith('parcels.csv')),
    mistaken,
    '--json',
  );
  expect(refused.code).toBe(1);
  const { ok, findings } = JSON.parse(refused.output) as { ok: boolean; findings: unknown[] };
  expect(ok).toBe(false);
  expect(findings).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      file: 'parcels.csv',
      row: 2,
      remedy: expect.stringContaining('柳塘'),
    }),
  );
  expect(await totalOnTheMap()).toBe(0);
});

it('brings a batch to the public map while the server runs, and says so when there is nothing new', async () => {
  const done = await admin('import', ...files);
  expect(done).toMatchObject({ code: 0 });
  expect(done.output).toContain('新建 XS-1 第 1 版');
  expect(await totalOnTheMap()).toBe(1);
  expect((await admin('import', ...files)).output).toContain('无变化 XS-1');
});

it('brings regional evaluations by their areas, and refuses a kind this city does not know', async () => {
  const file = join(folder, 'evaluations.geojson');
  const written = (kind: string) => {
    const ring = [
      [117, 30.9],
      [117.2, 30.9],
      [117.2, 31.1],
      [117, 31.1],
      [117, 30.9],
    ];
    const properties = {
      kind,
      reportNumber: '虚构 1 号',
      approvedBy: null,
      approvedOn: null,
      validUntil: '2099-01-01',
    };
    const feature = {
      type: 'Feature',
      geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
      properties,
    };
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
  };
  written('nonsense');
  expect((await admin('evaluations', file)).complaint).toContain('"nonsense" is not one of');
  const city = (await (await fetch(`${site?.origin}/api/city`)).json()) as { evaluations: { key: string }[] };
  const kind = city.evaluations[0]?.key ?? '';
  written(kind);
  expect((await admin('evaluations', file)).code).toBe(0);
  const parcel = (await (await fetch(`${site?.origin}/api/parcels/XS-1`)).json()) as {
    evaluations: unknown[];
  };
  expect(parcel.evaluations).toContainEqual(
    expect.objectContaining({ kind, reportNumber: '虚构 1 号', state: 'valid' }),
  );
});

it('refuses to load the demonstration while a server holds the embedded database', async () => {
  const refused = await admin('demo', 'load');
  expect(refused.code).toBe(1);
  expect(refused.complaint).toContain('stop it first');
});

it('writes the template once and never over a file', async () => {
  const file = join(folder, 'template.xlsx');
  expect((await admin('template', file)).code).toBe(0);
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  const again = await admin('template', file);
  expect(again.code).toBe(1);
  expect(again.complaint).toContain('cannot be written');
});

it('works without a server too', async () => {
  await site?.stop();
  site = null;
  const again = await admin('import', ...files, '--json');
  expect(JSON.parse(again.output)).toMatchObject({ ok: true, rows: [{ code: 'XS-1', action: 'unchanged' }] });
  expect((await admin('migrate', '--json')).code).toBe(0);
});
