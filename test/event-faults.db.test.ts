import { expect, it } from 'vitest';
import { sufferEventChaos } from './support/event-chaos.ts';

/** The short figure; `npm run faults` has the long one. Runs the built server: `npm run build` first. */
const viewers = 50;

it(`brings ${viewers} viewers of two servers every entry once, through kills, a crash of the database and lost wake-ups`, async () => {
  const report = await sufferEventChaos({ viewers, rounds: 1 });
  expect(report).toMatchObject({ behind: 0, gaps: 0, duplicates: 0, resets: 0, unexpected: [] });
  expect(report.written).toBeGreaterThan(20);
  expect(report.reconnects).toBeGreaterThan(viewers);
}, 300_000);
