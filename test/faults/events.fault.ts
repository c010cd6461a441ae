import { expect, it } from 'vitest';
import { sufferEventChaos } from '../support/event-chaos.ts';
import { appendResults } from '../support/results.ts';

const viewers = 500;
const rounds = 3;

it(`brings ${viewers} viewers of two servers every entry once, through ${rounds} rounds of kills, crashes of the database and lost wake-ups`, async () => {
  const report = await sufferEventChaos({ viewers, rounds });
  appendResults(import.meta.filename, `An event before ${viewers} viewers of two servers on PostgreSQL`, [
    { name: 'entries written', value: String(report.written) },
    { name: 'viewers not at the last entry', value: String(report.behind), goal: '0' },
    { name: 'gaps', value: String(report.gaps), goal: '0' },
    { name: 'duplicates', value: String(report.duplicates), goal: '0' },
    { name: 'sent to the snapshot', value: String(report.resets) },
    { name: 'came back after a lost line', value: String(report.reconnects) },
    {
      name: 'most within a tenth of a second, of all viewers',
      value: `${(report.fullestTenth * 100).toFixed(1)} %`,
    },
  ]);
  expect(report).toMatchObject({ behind: 0, gaps: 0, duplicates: 0, unexpected: [] });
}, 1_800_000);
