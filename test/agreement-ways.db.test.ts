import { expect, it } from 'vitest';
import { goWays } from './support/agreement-ways.ts';
import { onBothDatabases } from './support/test-database.ts';

/** A tenth of what `npm run faults` goes. */
const runs = 20;

onBothDatabases('three parties in two turns', (open) => {
  it(`complete with every signature or not at all, and hold nothing after their end, on ${runs} ways`, async () => {
    const { ways, ends } = await goWays(open(), { runs, seed: 20_261_123 });
    expect(ways).toBe(runs);
    expect(Object.keys(ends)).toEqual(
      expect.arrayContaining(['completed', 'declined', 'voided', 'expired', 'in-progress']),
    );
  }, 300_000);
});
