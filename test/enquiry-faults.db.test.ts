import { expect, it } from 'vitest';
import { sufferEnquiryKills } from './support/enquiry-kills.ts';

/** The short figures; `npm run faults` has the long ones. Runs the built server: `npm run build` first. */
const kills = 20;
const crashes = 1;

it(`no question that was received is lost, and none is there twice, in ${kills} kills of the portal and ${crashes} of PostgreSQL`, async () => {
  const report = await sufferEnquiryKills(kills, crashes);
  expect(report).toMatchObject({
    kills,
    crashes,
    unexpected: [],
    lost: 0,
    ghosts: 0,
    duplicates: 0,
    torn: 0,
    misdelivered: 0,
    tampering: null,
  });
  expect(report.acknowledged).toBeGreaterThan(kills);
  expect(report.refused).toBeGreaterThan(0);
  expect(report.unknown).toBeGreaterThan(0);
}, 400_000);
