import { expect, it } from 'vitest';
import { sufferEnquiryKills } from '../support/enquiry-kills.ts';
import { appendResults } from '../support/results.ts';

const kills = 200;
const crashes = 5;

it(`no question that was received is lost, and none is there twice, in ${kills} kills of the portal and ${crashes} of PostgreSQL`, async () => {
  const report = await sufferEnquiryKills(kills, crashes);
  appendResults(
    import.meta.filename,
    `Portal killed (SIGKILL) ${report.kills} times and PostgreSQL ${report.crashes} times while visitors ask`,
    [
      { name: 'questions acknowledged', value: String(report.acknowledged) },
      { name: 'refused by a rule', value: String(report.refused) },
      { name: 'sendings without an answer, sent again with their key', value: String(report.unknown) },
      { name: 'acknowledged but lost', value: String(report.lost), goal: '0' },
      { name: 'refused and there (ghosts)', value: String(report.ghosts), goal: '0' },
      { name: 'there twice', value: String(report.duplicates), goal: '0' },
      {
        name: 'without exactly one person, words, department, receipt, letters and row of the log',
        value: String(report.torn),
        goal: '0',
      },
      { name: 'letters without exactly one file', value: String(report.misdelivered), goal: '0' },
      { name: 'breaks of the log’s chain', value: report.tampering === null ? '0' : '1', goal: '0' },
    ],
  );
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
});
