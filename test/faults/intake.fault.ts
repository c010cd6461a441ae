import { afterAll, expect, it } from 'vitest';
import { signedIn } from '../support/accounts.ts';
import { asGeojson, postFiles } from '../support/intake-files.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from '../support/parcels.ts';
import { testPortal } from '../support/portal.ts';
import { appendResults } from '../support/results.ts';
import { testDatabase } from '../support/test-database.ts';

const parcels = 2000;
const mostMs = 30_000;

const { database, end } = await testDatabase('postgis');
afterAll(() => end());

it(`reads, checks and writes a batch of ${parcels} parcels within ${mostMs / 1000} s on PostgreSQL, beside as many public ones`, async () => {
  const city = await readJinhua();
  await prepareCity(database, city);
  const grid = (prefix: string, offset: number) =>
    Array.from({ length: parcels }, (_, index) =>
      parcelDraft(`${prefix}-${index}`, {
        geometry: square(
          119.3 + (index % 50) * 0.006 + offset,
          28.6 + Math.floor(index / 50) * 0.006,
          0.0025,
        ),
      }),
    );
  await commit(database, grid('OLD', 0), { pack: city.pack });
  await database.sql`
    insert into protected_area (kind, geom)
    select 'basic-farmland', st_multi(st_setsrid(st_makeenvelope(x, 28.6, x + 0.001, 28.603), 4490))
    from generate_series(119.3, 119.6, 0.02) as x`;
  const app = await testPortal(database, city);
  const { headers } = await signedIn(database, 'publisher', { department: 'wuyi' });
  const started = performance.now();
  const shown = await postFiles(app, { headers, files: [asGeojson('all.geojson', grid('NEW', 0.003))] });
  const { id, counts }: { id: number; counts: Record<string, number> } = await shown.json();
  const written = await app.request(`/api/imports/${id}/commit`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ withoutRejected: true }),
  });
  const ms = performance.now() - started;
  expect([shown.status, written.status]).toEqual([201, 200]);
  expect((counts['create'] ?? 0) + (counts['reject'] ?? 0)).toBe(parcels);
  expect(counts['reject']).toBeGreaterThan(0);
  expect(counts['create']).toBeGreaterThan(parcels / 2);
  appendResults(
    import.meta.filename,
    `Batch intake of ${parcels} parcels beside ${parcels} public ones, PostgreSQL`,
    [
      {
        name: 'read, checked and written',
        value: `${(ms / 1000).toFixed(1)} s`,
        goal: `≤ ${mostMs / 1000} s`,
      },
      { name: 'of them refused by the check, as they should be', value: String(counts['reject']) },
    ],
  );
  expect(ms).toBeLessThan(mostMs);
});
