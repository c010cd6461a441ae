import { expect, it } from 'vitest';
import { sufferPortalKills } from './support/portal-kills.ts';
import { testDatabase } from './support/test-database.ts';

/** The short figure; `npm run faults` has the long one. Runs the built server: `npm run build` first. */
const kills = 20;

it(`loses nothing it acknowledged and does nothing twice when it is killed ${kills} times while people write`, async () => {
  const { config, end } = await testDatabase('postgis');
  const report = await sufferPortalKills(config.databaseUrl ?? '', kills);
  await end();
  expect(report).toMatchObject({
    kills,
    unexpected: [],
    lost: 0,
    duplicates: 0,
    unlogged: 0,
    tampering: null,
  });
  expect(report.acknowledged).toBeGreaterThan(kills);
  expect(report.unknown).toBeGreaterThan(0);
}, 300_000);
