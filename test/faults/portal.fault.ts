import { expect, it } from 'vitest';
import { sufferPortalKills } from '../support/portal-kills.ts';
import { appendResults } from '../support/results.ts';
import { testDatabase } from '../support/test-database.ts';

const kills = 200;

it(`the portal loses nothing it acknowledged and does nothing twice in ${kills} kills`, async () => {
  const { config, end } = await testDatabase('postgis');
  const report = await sufferPortalKills(config.databaseUrl ?? '', kills);
  await end();
  appendResults(
    import.meta.filename,
    `Portal killed (SIGKILL) ${kills} times while people write, PostgreSQL`,
    [
      { name: 'acts acknowledged', value: String(report.acknowledged) },
      { name: 'requests without an answer, sent again with their key', value: String(report.unknown) },
      { name: 'acknowledged but lost', value: String(report.lost), goal: '0' },
      { name: 'done twice', value: String(report.duplicates), goal: '0' },
      {
        name: 'parcels whose acts the log does not have one to one',
        value: String(report.unlogged),
        goal: '0',
      },
      { name: 'breaks of the log’s chain', value: report.tampering === null ? '0' : '1', goal: '0' },
    ],
  );
  expect(report).toMatchObject({
    kills,
    unexpected: [],
    lost: 0,
    duplicates: 0,
    unlogged: 0,
    tampering: null,
  });
});
