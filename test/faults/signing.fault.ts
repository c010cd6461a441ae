import { describe, expect, it } from 'vitest';
import { goWays } from '../support/agreement-ways.ts';
import { appendResults } from '../support/results.ts';
import { signingFigures, signingKills } from '../support/signing-figures.ts';
import { testDatabase } from '../support/test-database.ts';

const waysRuns = 200;
const sizes = {
  parcels: 200,
  rivals: 8,
  rounds: 10,
  pairs: 500,
  steps: { first: 1, stride: 1 },
  kills: 300,
  mostAliveMs: 3_000,
  seed: 20_261_123,
};

describe('signing at two servers', () => signingFigures(import.meta.filename, sizes));
describe('signing at a server that is killed', () => signingKills(import.meta.filename, sizes));

describe('an exclusive agreement of three who sign and one who approves, in two turns or three', () => {
  it(`on ${waysRuns} ways completes with every signature or not at all, and holds nothing after its end`, async () => {
    const { database, end } = await testDatabase('postgis');
    try {
      const report = await goWays(database, { runs: waysRuns, seed: sizes.seed });
      appendResults(import.meta.filename, `An agreement of three parties on ${waysRuns} ways, PostgreSQL`, [
        ...Object.entries({ ...report.seen, ...report.ends }).map(([name, count]) => ({
          name,
          value: String(count),
        })),
        {
          name: 'complete with a signature missing, out of turn, or holding after the end',
          value: '0',
          goal: '0',
        },
      ]);
      expect(report.ways).toBe(waysRuns);
    } finally {
      await end();
    }
  }, 3_600_000);
});
