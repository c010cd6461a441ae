import { expect, it } from 'vitest';
import { createSecretBox } from '../api/accounts/secret-box.ts';
import { asking } from './support/enquiries.ts';
import { readJinhua } from './support/parcels.ts';
import { testAccounts, testPortal } from './support/portal.ts';
import { openPublishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

/** The one that test portals have, and one that was added before it. */
const [older, newer] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];

onBothDatabases('cases of one company', (open) => {
  it.each([
    ['telephone', { phone: '+86 138-0000-4401' }, { phone: '13800004401' }],
    ['mailbox', { email: 'Chen@Company.test' }, { email: 'chen@company.test' }],
    [
      'name',
      { company: '金华（示例）企业', email: 'a@a.test' },
      { company: '金华 示例 企业', phone: '13800004402' },
    ],
  ])('are found together by its %s, also where a new key came in between', async (by, first, second) => {
    const portal = await openPublishing(open());
    const renewed = await testPortal(open(), await readJinhua(), {
      now: portal.clock.now,
      accounts: testAccounts({ secrets: createSecretBox([newer, older]) }),
    });
    const nobody = { parcelCodes: [], contactName: undefined, phone: undefined, email: undefined };
    const [before, after] = [asking(portal), asking({ app: renewed })];
    const one = await before.ask({ ...nobody, company: `甲 ${by}`, ...first });
    const other = await after.ask({ ...nobody, company: `乙 ${by}`, ...second });
    await after.ask({ ...nobody, company: `丙 ${by}`, email: `${by.length}@else.test` });
    const { headers } = await portal.person('publisher', { department: 'city-hotline' });
    for (const [read, found] of [
      [one, other],
      [other, one],
    ] as const) {
      const { related } = await after.read(read.number, headers);
      expect(related.map(({ number }) => number)).toEqual([found.number]);
    }
  });
});
