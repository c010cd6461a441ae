import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { eventHash, wasSignedInTest } from '../api/agreements/event-store.ts';
import type { AnchorPlace } from '../api/audit/anchors.ts';
import { firstAnchorsFrom } from '../api/audit/first-anchors.ts';
import { createAnchoring } from '../api/audit/anchoring.ts';
import { createStamping } from '../api/audit/stamping.ts';
import { appendAudit, readNewest } from '../api/audit/store.ts';
import type { Verification } from '../api/agreements/verify-schema.ts';
import { keepRoots } from '../api/signatures/root-store.ts';
import { makeTestMaterial } from '../api/signatures/trust.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { testAccounts, testBlobs, testPortal, testSigning, testStamps } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Row = Record<string, unknown> & { seq: number; previousHash: string; hash: string };
const bothOk = ['chain/events.txt OK', 'chain/audit.txt OK'];
type EventOf = Parameters<typeof eventHash>[1];

onBothDatabases('the evidence of an agreement', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let named: SignedIn;
  let watcher: SignedIn;
  let number: string;
  let place: AnchorPlace;
  let made: string;
  afterAll(() => rmSync(made, { recursive: true }));

  beforeAll(async () => {
    const database = open();
    const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-evidence-anchors-'));
    made = dataDir;
    place = { dataDir, database: 'embedded', keys: [Buffer.alloc(32, 1)] };
    const anchorsFrom = (seq: number) => firstAnchorsFrom(place, seq);
    portal = await openPublishing(database, { signing: { ...testSigning, anchorsFrom } });
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

  function ownFolder() {
    const folder = mkdtempSync(join(tmpdir(), 'zhaotu-evidence-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return folder;
  }

  /** The README's own commands, as somebody pastes them into a shell, with a file changed or none. */
  function checked(
    files: Record<string, Uint8Array>,
    change: Record<string, Uint8Array> = {},
    env?: { PATH: string },
  ) {
    const folder = ownFolder();
    for (const [name, bytes] of Object.entries({ ...files, ...change })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const readme = strFromU8(files['README.txt'] ?? new Uint8Array());
    const script = readme.slice(readme.indexOf('wrong=\n'));
    return spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8', env });
  }

  /** The programs of this computer without `missing`. */
  function without(missing: string) {
    const PATH = ownFolder();
    for (const name of readdirSync('/usr/bin'))
      if (name !== missing) symlinkSync(join('/usr/bin', name), join(PATH, name));
    return { PATH };
  }

  it('goes on to the first anchor behind it, with what others did in between as hashes, and checks itself', async () => {
    const bare = await packed(named);
    expect(bare.files).not.toHaveProperty('anchor.json');
    expect(bare.text('README.txt')).toContain('本包没有锚');
    await open().transaction((tx) =>
      appendAudit(
        tx,
        [1, 2].map((one) => ({
          actor: { accountId: null, role: 'system' } as const,
          action: 'parcel.publish',
          subject: `parcel:Z-${one}`,
          at: portal.clock.now(),
        })),
      ),
    );
    await createAnchoring(open().sql, { place, now: portal.clock.now })();
    const newest = await readNewest(open().sql);
    for (const who of [portal.publisher, named]) {
      const { files, text, audit } = await packed(who);
      const anchor = JSON.parse(text('anchor.json')) as Row;
      expect(anchor).toMatchObject({ seq: newest?.seq, hash: newest?.hash.toString('hex') });
      const lines = text('chain/audit.txt').trim().split('\n');
      expect(lines).toHaveLength(anchor.seq - Number(audit[0]?.seq) + 2);
      expect(lines.at(-1)).toBe(`${anchor.hash} -`);
      expect(text('chain/audit.txt') + Object.keys(files).join()).not.toContain('Z-1');
      const run = checked(files);
      expect([run.status, run.stdout.match(/txt OK/g)?.length], run.stdout + run.stderr).toEqual([0, 2]);
      expect(run.stdout.trim().split('\n').at(-1)).toBe('全部相符 ALL AGREES');
      const broken = {
        'chain/audit.txt': Buffer.from(text('chain/audit.txt').replace(anchor.hash, audit[0]?.hash ?? '')),
      };
      expect(checked(files, broken).status).not.toBe(0);
    }
    const { files, text } = await packed(portal.publisher);
    const line = Buffer.from(files['rows/events-1.bin'] ?? new Uint8Array());
    expect(line.subarray(32).toString()).toMatch(/^\[1,"[^"]+","prepare",/);
    const edited = Buffer.from(line.toString('latin1').replace('prepare', 'prepaid'), 'latin1');
    const last = Buffer.from(
      text('chain/audit.txt').replace(/^(\w)/, (digit) => (digit === '0' ? '1' : '0')),
    );
    const pdf = Buffer.from(files['agreement.pdf'] ?? new Uint8Array());
    pdf[pdf.length - 5_000] = (pdf[pdf.length - 5_000] ?? 0) ^ 1;
    for (const [change, ok] of [
      [{ 'rows/events-1.bin': edited }, ['chain/audit.txt OK']],
      [{ 'chain/audit.txt': last }, ['chain/events.txt OK']],
      [{ 'chain/events.txt': Buffer.alloc(0) }, ['chain/audit.txt OK']],
      [{ 'content.json': Buffer.from(`${text('content.json')} `) }, bothOk],
      [{ 'agreement.pdf': pdf }, bothOk],
    ] as const) {
      const run = checked(files, change);
      expect([run.status, run.stdout.match(/\S+txt OK/g)]).toEqual([1, ok]);
      expect(run.stdout).toContain('不符 differs: ');
      expect(run.stdout.trim().split('\n').at(-1)).toBe('有不符 SOMETHING DIFFERS');
    }
  });

  it('checks itself on a Mac as well, which has shasum in place of sha256sum', async () => {
    const mac = without('sha256sum');
    const { files, text } = await packed(named);
    const run = checked(files, {}, mac);
    const lines = run.stdout.trim().split('\n');
    expect([run.status, lines.at(-1)], run.stdout + run.stderr).toEqual([0, '全部相符 ALL AGREES']);
    expect(lines.at(-2)).toMatch(/^[0-9a-f]{64} {2}agreement\.pdf$/);
    const altered = checked(files, { 'content.json': Buffer.from(`${text('content.json')} `) }, mac);
    expect([altered.status, altered.stderr]).toEqual([1, run.stderr]);
  });

  it('goes on to the first row with an authority’s token, which OpenSSL finds to be of that very hash', async () => {
    expect((await packed(named)).files).not.toHaveProperty('anchor.tst');
    await createStamping(open().sql, { place, authority: testStamps, now: portal.clock.now })();
    const newest = await readNewest(open().sql);
    const { files, text } = await packed(named);
    expect(JSON.parse(text('anchor.json'))).toMatchObject({ seq: newest?.seq });
    const run = checked(files);
    expect([run.status, run.stdout.trim().split('\n').at(-1)], run.stdout + run.stderr).toEqual([
      0,
      '全部相符 ALL AGREES',
    ]);
    const other = await testStamps.timestamp(Buffer.alloc(32, 3), 'SHA-256');
    const broken = checked(files, { 'anchor.tst': other });
    expect([broken.status, broken.stdout]).toEqual([1, expect.stringContaining('不符 differs: anchor.tst')]);
  });

  it('is whole under the root it was sealed under when the portal has another, and stays of test certificates', async () => {
    const [before] = testSigning.roots;
    const { root } = await makeTestMaterial(new Date());
    const at = portal.clock.now();
    await open().transaction((tx) => keepRoots(tx, { roots: testSigning.roots, at }));
    const roots = await open().transaction((tx) => keepRoots(tx, { roots: [root.certificate], at }));
    expect(roots).toEqual([root.certificate, before]);
    const app = await testPortal(open(), portal.city, {
      now: portal.clock.now,
      signing: { ...testSigning, isTest: false, roots },
    });
    const { headers } = portal.publisher;
    const answer = await portal.expectStatus(
      await app.request(`/api/agreements/${number}/evidence.zip`, { headers }),
      200,
    );
    const [agreement] = await open().sql<{ id: number }[]>`
      select id::int as id from agreement where number = ${number}`;
    expect(await wasSignedInTest(open().sql, agreement?.id ?? 0)).toBe(true);
    expect(await wasSignedInTest(open().sql, 0)).toBe(false);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    // The other root is nobody's who signed or stamped here.
    const given = strFromU8(files['certificates/roots.pem'] ?? new Uint8Array()).split(/(?=-----BEGIN)/);
    expect(given.map((one) => new X509Certificate(one).raw.toString('hex'))).toEqual([
      Buffer.from(before ?? []).toString('hex'),
    ]);
    const run = checked(files);
    expect([run.status, run.stdout.trim().split('\n').at(-1)], run.stdout + run.stderr).toEqual([
      0,
      '全部相符 ALL AGREES',
    ]);
    const verified = await app.request('/api/verify', {
      method: 'POST',
      headers: { 'Content-Type': 'application/pdf' },
      body: new Uint8Array(files['agreement.pdf'] ?? new Uint8Array()),
    });
    const { findings } = (await verified.json()) as Verification;
    expect([findings.integrity.verdict, findings.trust.reason]).toEqual(['good', 'test-certificate']);
  });
});
