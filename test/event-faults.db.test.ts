import { expect, it } from 'vitest';
import { sufferEventChaos } from './support/event-chaos.ts';

/** The short figure; `npm run faults` has the long one. Runs the built server: `npm run build` first. */
const [viewers, pages] = [50, 10];

it(`brings ${viewers} viewers of two servers every entry once, and ${pages} behind a proxy that keeps streams back, through kills, a crash of the database, lost wake-ups and a standby that lacks entries`, async () => {
  const report = await sufferEventChaos({ viewers, pages, silentMs: 2_000, rounds: 1 });
  expect(report).toMatchObject({ behind: 0, pagesBehind: 0, gaps: 0, duplicates: 0, resets: 0 });
  expect(report).toMatchObject({ astray: 0, unexpected: [] });
  expect(report.written).toBeGreaterThan(20);
  expect(report.reconnects).toBeGreaterThan(viewers);
}, 300_000);
