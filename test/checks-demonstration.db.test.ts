import { expect, it } from 'vitest';
import { checkParcels } from '../api/checks/check.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import { readStandings } from '../api/parcels/standing.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testDatabase } from './support/test-database.ts';

it('has nothing against publishing any parcel of the demonstration', { timeout: 180_000 }, async () => {
  const { database, end } = await testDatabase('postgis');
  const city = await readJinhua();
  await prepareCity(database, city);
  const now = new Date('2026-11-22T02:00:00Z');
  await database.transaction(
    (tx) => tx`insert into installation (city) values (${city.pack.name}) on conflict do nothing`,
  );
  await loadDemonstration(database, { city, env: { demo: true, city: city.pack.name }, now });
  const codes = (await database.sql<{ code: string }[]>`select code from parcel order by code limit 100`).map(
    ({ code }) => code,
  );
  const standings = await readStandings(database.sql, codes, now);
  const inputs = [...standings.values()].map(({ draft, departmentCode }) => ({
    content: draft,
    departmentCode,
  }));
  const checks = await checkParcels(database.sql, inputs, { city, now });
  expect(checks).toHaveLength(29);
  const against = checks.flatMap(({ code, findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => [code, rule, message]),
  );
  expect(against).toEqual([]);
  await end();
});
