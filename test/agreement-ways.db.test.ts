import { expect, it } from 'vitest';
import { goWays } from './support/agreement-ways.ts';
import { onBothDatabases } from './support/test-database.ts';

/** A tenth of what `npm run faults` goes. */
const runs = 20;

onBothDatabases('three who sign and one who approves, in two turns or three', (open) => {
  it(`complete in their turns with every signature or not at all, and hold nothing after their end, on ${runs} ways`, async () => {
    const { ways, seen, ends } = await goWays(open(), { runs, seed: 7 });
    expect(ways).toBe(runs);
    const met = [...Object.keys(seen), ...Object.keys(ends)];
    expect(met).toEqual(
      expect.arrayContaining([
        ...['completed', 'declined', 'voided', 'expired', 'in-progress'],
        ...['approve done', 'approve refused', 'term done', 'late done', 'extend refused', 'rival done'],
      ]),
    );
  }, 300_000);
});
