import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { appendEvent, insertEnquiry } from '../api/enquiries/enquiry-store.ts';
import type { EventKind } from '../api/enquiries/terms.ts';
import { signedIn } from './support/accounts.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const kindsOfThePortal: EventKind[] = [
  'asked',
  'filed',
  'withdrawn',
  'erased',
  'acknowledged',
  'routed',
  'undelivered',
  'held',
];
const kinds: EventKind[] = [
  ...kindsOfThePortal,
  'answered',
  'noted',
  'taken',
  'handed-over',
  'closed',
  'reopened',
  'spam',
  'not-spam',
];
const ofThePortal = new Set(kindsOfThePortal);
const moves = new Set<EventKind>(['routed', 'taken', 'handed-over']);

onBothDatabases('where a case stands', (open) => {
  let accountId: number;

  beforeAll(async () => {
    await prepareCity(open(), await readJinhua());
    ({ accountId } = await signedIn(open(), 'publisher'));
  });

  it('is at every moment what its events say', async () => {
    const happening = fc.record({
      kind: fc.constantFrom(...kinds),
      department: fc.constantFrom('wuyi', 'yiwu'),
      minutes: fc.integer({ min: 0, max: 600 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
        await open().transaction(async (tx) => {
          let at = new Date('2026-11-23T02:00:00Z');
          const { id } = await insertEnquiry(tx, {
            channel: 'web',
            receivedAt: at,
            clockFrom: at,
            enteredBy: null,
            isCodenamed: false,
            locale: 'zh-CN',
          });
          const compare = async () => {
            const [kept] = await tx`select * from enquiry_standing where enquiry_id = ${id}`;
            const [told] = await tx`select * from enquiry_standing_by_events where enquiry_id = ${id}`;
            expect(kept).toBeDefined();
            expect(kept).toEqual(told);
          };
          await appendEvent(tx, id, { kind: 'received', at });
          await compare();
          for (const { kind, department, minutes } of happenings) {
            at = new Date(at.getTime() + minutes * 60_000);
            await appendEvent(tx, id, {
              kind,
              at,
              accountId: ofThePortal.has(kind) ? null : accountId,
              ...(moves.has(kind) && { holder: { department, officerId: accountId } }),
            });
            await compare();
          }
        });
      }),
      { numRuns: 25 },
    );
    const [row] = await open().sql<{ count: number }[]>`select count(*)::int as count from enquiry_standing`;
    expect(row?.count).toBe(25);
  }, 60_000);
});
