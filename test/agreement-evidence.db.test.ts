import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { eventHash } from '../api/agreements/event-store.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { testAccounts, testBlobs, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Row = Record<string, unknown> & { seq: number; previousHash: string; hash: string };
type EventOf = Parameters<typeof eventHash>[1];

onBothDatabases('the evidence of an agreement', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let named: SignedIn;
  let watcher: SignedIn;
  let number: string;

  beforeAll(async () => {
    const database = open();
    portal = await openPublishing(database);
    desk = await openAgreements(portal, database);
    named = await signedIn(database, 'investor');
    watcher = await signedIn(database, 'investor');
    number = await desk.sent({
      parties: [
        desk.company,
        { ...desk.company, role: 'approver', name: '林国梁', email: named.email, phone: '13900008807' },
        { ...desk.company, role: 'viewer', name: '旁观', email: watcher.email, phone: undefined },
        { ...desk.city, group: 2 },
      ],
    });
    await portal.expectStatus(await desk.signBy('lin@company.test'), 200);
    const approving = await desk.exchange(await desk.linkTo(named.email));
    const { baseSha256 } = await desk.page(approving);
    const approval = { otp: await desk.code(approving), baseSha256 };
    await portal.expectStatus(await desk.signing(approving, 'POST /api/signing/approve', approval), 200);
    await portal.expectStatus(await desk.signBy('chen@city.test'), 200);
    const parts = {
      ...testSigning,
      ...testAccounts(),
      database,
      blobs: testBlobs,
      city: portal.city,
      isHttps: false,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    };
    await tendAgreements(parts, AbortSignal.timeout(60_000));
  });

  const asked = (who: SignedIn) => portal.send(who, `GET /api/agreements/${number}/evidence.zip`);

  async function packed(who: SignedIn) {
    const answer = await portal.expectStatus(await asked(who), 200);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const rows = (name: string) => JSON.parse(text(name)) as Row[];
    return { files, text, events: rows('events.json'), audit: rows('audit.json') };
  }

  it('tells a party no act of the office but by its hash, and its chains are those of the office', async () => {
    const [all, theirs] = [await packed(portal.publisher), await packed(named)];
    for (const chain of ['events', 'audit'] as const) {
      const hashes = (rows: readonly Row[]) =>
        rows.map(({ seq, previousHash, hash }) => ({ seq, previousHash, hash }));
      expect(hashes(theirs[chain])).toEqual(hashes(all[chain]));
    }
    const kinds = all.events.map(({ kind }) => kind);
    for (const [index, row] of theirs.events.entries()) {
      expect(row.previousHash).toBe(theirs.events[index - 1]?.hash ?? '0'.repeat(64));
      if (kinds[index] === 'prepare' || kinds[index] === 'gate')
        expect(Object.keys(row).sort()).toEqual(['hash', 'previousHash', 'seq']);
      if ('details' in row)
        expect(
          eventHash(Buffer.from(row.previousHash, 'hex'), row as unknown as EventOf).toString('hex'),
        ).toBe(row.hash);
    }
    expect(kinds.filter((kind) => kind === 'gate')).toHaveLength(3);
    expect(theirs.events.find(({ kind }) => kind === 'send')).not.toHaveProperty('accountId');
    const accounts = (rows: readonly Row[]) => rows.filter(({ accountId }) => typeof accountId === 'number');
    expect(accounts(all.events).length).toBeGreaterThan(5);
    expect(accounts(theirs.events)).toEqual([]);
    for (const name of ['events.json', 'audit.json'])
      expect(theirs.text(name)).not.toMatch(/gate|prepare|legality|publisher|reviewer/);
    expect(theirs.events.filter(({ kind }) => kind === 'sign')).toEqual(
      all.events.filter(({ kind }) => kind === 'sign'),
    );
  });

  it('is for who signs or approves: somebody who only looks on reads the agreement and gets no package', async () => {
    expect((await desk.read(number, watcher)).number).toBe(number);
    expect((await asked(watcher)).status).toBe(404);
    expect((await asked(await signedIn(open(), 'investor'))).status).toBe(404);
  });
});
