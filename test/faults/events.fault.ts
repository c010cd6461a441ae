import { expect, it } from 'vitest';
import { sufferEventChaos } from '../support/event-chaos.ts';
import { appendResults, areFiguresLong } from '../support/results.ts';

const [viewers, pages, rounds] = areFiguresLong ? [500, 50, 3] : [100, 10, 1];
/** As the pages wait. */
const silentMs = 20_000;

it(`brings ${viewers} viewers of two servers every entry once, through ${rounds} rounds of kills, crashes of the database and lost wake-ups, and all onto the log of a standby that lacks entries`, async () => {
  const report = await sufferEventChaos({ viewers, pages, silentMs, rounds });
  appendResults(
    import.meta.filename,
    `An event before ${viewers} viewers of two servers on PostgreSQL, and ${pages} pages behind an nginx that keeps streams back`,
    [
      { name: 'entries written', value: String(report.written) },
      { name: 'viewers not at the last entry', value: String(report.behind), goal: '0' },
      { name: 'pages behind nginx not at the last entry', value: String(report.pagesBehind), goal: '0' },
      { name: 'gaps', value: String(report.gaps), goal: '0' },
      { name: 'duplicates', value: String(report.duplicates), goal: '0' },
      { name: 'sent to the snapshot', value: String(report.resets), goal: '0' },
      { name: 'came back after a lost line', value: String(report.reconnects) },
      {
        name: 'most within a tenth of a second, of all viewers',
        value: `${(report.fullestTenth * 100).toFixed(1)} %`,
      },
      {
        name: `not on the log of a promoted standby that lacks ${report.lost} entries all had seen`,
        value: String(report.astray),
        goal: '0',
      },
    ],
  );
  expect(report).toMatchObject({ behind: 0, pagesBehind: 0, gaps: 0, duplicates: 0, resets: 0 });
  expect(report).toMatchObject({ astray: 0, unexpected: [] });
}, 1_800_000);
