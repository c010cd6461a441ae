import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../api/admin/audit.ts';
import { appendAnchor, databasePlace, readAnchors, type AnchorPlace } from '../api/audit/anchors.ts';
import { firstAnchorsFrom } from '../api/audit/first-anchors.ts';
import { createStamping, type StampAuthority } from '../api/audit/stamping.ts';
import { appendAudit } from '../api/audit/store.ts';
import { readCity } from '../api/city/pack.ts';
import type { Database } from '../api/db/database.ts';
import { readEnv } from '../api/env.ts';
import { prepareErrands } from '../api/errands.ts';
import { openPortal } from '../api/portal.ts';
import { readStamp } from '../api/signatures/timestamp-token.ts';
import { testStamps } from './support/portal.ts';
import { runAdminSource } from './support/admin.ts';
import { databaseKinds, onBothDatabases, testDatabase, type TestDatabase } from './support/test-database.ts';

const key = Buffer.alloc(32, 1);
const anchor = { seq: 1, hash: 'ab'.repeat(32), at: '2026-11-22T02:00:00.000Z' };

describe('the file of anchors', () => {
  let dataDir = '';
  const place = () => ({ dataDir, database: 'embedded', keys: [key] });
  const file = () => join(dataDir, 'audit-anchors.jsonl');

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-anchors-'));
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true });
  });

  it('holds nothing before the first one', async () => {
    expect(await readAnchors(place())).toEqual({ anchored: new Map(), forgedLine: null });
  });

  it('gives back what was written, the first hash of each row, and of this database alone', async () => {
    await appendAnchor(place(), anchor);
    await appendAnchor(place(), { ...anchor, hash: 'cd'.repeat(32) });
    await appendAnchor({ ...place(), database: 'db:5432/other' }, { ...anchor, seq: 9 });
    await appendAnchor(place(), { ...anchor, seq: 3 });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readAnchors(place())).toEqual({
      anchored: new Map([
        [1, anchor.hash],
        [3, anchor.hash],
      ]),
      forgedLine: null,
    });
  });

  it('takes no notice of the half line that a crash left', async () => {
    await appendFile(file(), '\n{"database":"embedded","seq":4,"ha');
    await appendAnchor(place(), { ...anchor, seq: 5 });
    const { anchored, forgedLine } = await readAnchors(place());
    expect(forgedLine).toBeNull();
    expect([...anchored.keys()]).toEqual([1, 3, 5]);
  });

  it('still reads what an earlier key wrote, and nothing of a key that is not there', async () => {
    const renewed = { ...place(), keys: [Buffer.alloc(32, 2), key] };
    await appendAnchor(renewed, { ...anchor, seq: 6 });
    expect((await readAnchors(renewed)).anchored.has(6)).toBe(true);
    expect((await readAnchors(place())).forgedLine).not.toBeNull();
  });

  it.each(['"seq":1', '"hash":"ab', '"at":"2026', '"database":"embedded"', '"mac":"'])(
    'names the line in which somebody edited %s',
    async (part) => {
      const text = await readFile(file(), 'utf8');
      const digits = { '"seq":1': '"seq":2', '"hash":"ab': '"hash":"ac', '"at":"2026': '"at":"2025' };
      const edited = (digits as Record<string, string>)[part] ?? part.replace(/"$/, 'x"');
      await writeFile(file(), text.replace(part, edited));
      expect((await readAnchors(place())).forgedLine).toBe(2);
      await writeFile(file(), text);
    },
  );
});

describe.each(databaseKinds)('audit verify (%s)', (kind) => {
  let test: TestDatabase;
  let dataDir = '';
  let variables: Record<string, string> = {};

  beforeAll(async () => {
    test = await testDatabase(kind);
    dataDir = kind === 'embedded' ? test.config.dataDir : await mkdtemp(join(tmpdir(), 'zhaotu-verify-'));
    variables = { DATABASE_URL: test.config.databaseUrl ?? '', DATA_DIR: dataDir, DEMO: '0' };
  });
  afterAll(async () => {
    await test.end();
    await rm(dataDir, { recursive: true, force: true });
  });

  const verify = async () => {
    const options = { crs: null, draft: false, dryRun: false };
    const { ok, json } = await verifyLog({ env: readEnv(variables), files: [], options });
    expect(json).toMatchObject({ ok });
    return json;
  };

  it('finds a log whole that a running server anchors', async () => {
    const city = await readCity('data/cities', 'jinhua');
    const env = readEnv(variables);
    const errors: unknown[] = [];
    const { database } = test;
    const onError = (error: unknown) => errors.push(error);
    const errands = (await prepareErrands({ database, city, env, onError })).start(() => 'http://127.0.0.1');
    for (let index = 1; index <= 5; index += 1) await act(database);
    const { keys, place } = { keys: await keysOf(dataDir), place: databasePlace(env.databaseUrl) };
    await expect
      .poll(async () => [...(await readAnchors({ dataDir, database: place, keys })).anchored.keys()].at(-1))
      .toBe(5);
    await errands.stop();
    expect(errors).toEqual([]);
    expect(await verify()).toMatchObject({ ok: true, rows: 5, anchoredTo: 5, tampering: null });
  });

  it('goes on when a command has written, and the command has anchored it', async () => {
    const portal = await openPortal(readEnv(variables), { join: true });
    await act(portal.database);
    await portal.database.close();
    expect(await verify()).toMatchObject({ ok: true, rows: 6, anchoredTo: 6 });
  });

  it('ends with 1 and names the place when the tail was cut, for people too', async () => {
    await test.database.transaction(async (tx) => {
      await tx`alter table audit_entry disable trigger user`;
      await tx`delete from audit_entry where seq > 4`;
      await tx`alter table audit_entry enable trigger user`;
    });
    expect(await verify()).toMatchObject({ ok: false, tampering: { kind: 'cut', seq: 5 } });
    const { code, output } = await runAdminSource(['audit', 'verify'], variables);
    expect([code, output]).toEqual([1, expect.stringContaining('第 5 行')]);
  });

  it('is not fooled when the log grows again over the cut', async () => {
    const portal = await openPortal(readEnv(variables), { join: true });
    for (let index = 1; index <= 4; index += 1) await act(portal.database, 'regrown');
    await portal.database.close();
    expect(await verify()).toMatchObject({ ok: false, tampering: { kind: 'rewritten', seq: 5 } });
  });
});

async function keysOf(dataDir: string): Promise<Buffer[]> {
  return [Buffer.from((await readFile(join(dataDir, 'secret.key'), 'utf8')).trim(), 'hex')];
}

onBothDatabases('the tokens of a time stamping authority', (open) => {
  let place: AnchorPlace;
  let at = new Date('2026-11-22T02:00:00Z');
  const later = (minutes: number) => (at = new Date(at.getTime() + minutes * 60_000));
  const asked: Uint8Array[] = [];
  let isAway = false;
  const authority: StampAuthority = {
    async timestamp(digest, algorithm) {
      asked.push(digest);
      if (isAway) throw new Error('away');
      return await testStamps.timestamp(digest, algorithm);
    },
  };
  let stamp: () => Promise<void>;
  const begin = () => (stamp = createStamping(open().sql, { place, authority, now: () => at }));
  const stamped = async (from = 1) => (await firstAnchorsFrom(place, from)).firstStamped;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-stamps-'));
    place = { dataDir, database: 'embedded', keys: [key] };
    begin();
  });
  afterAll(() => rm(place.dataDir, { recursive: true }));

  it('are over the hash of the newest row, and none is asked for while nothing was done', async () => {
    await stamp();
    expect(asked).toHaveLength(0);
    await act(open());
    await stamp();
    const kept = await stamped();
    expect(kept?.seq).toBe(1);
    expect(readStamp(Buffer.from(kept?.token ?? '', 'base64'))?.digest.toString('hex')).toBe(kept?.hash);
    later(600);
    await stamp();
    expect(asked).toHaveLength(1);
  });

  it('come once an hour, and within the minute for an agreement that was sealed, also after a start', async () => {
    await act(open());
    await stamp();
    expect((await stamped(2))?.seq).toBe(2);
    await act(open());
    later(59);
    await stamp();
    expect(await stamped(3)).toBeNull();
    begin();
    await stamp();
    expect(await stamped(3)).toBeNull();
    await act(open(), 'sealed', 'agreement.complete');
    await stamp();
    expect((await stamped(3))?.seq).toBe(4);
    await act(open());
    later(60);
    await stamp();
    expect((await stamped(5))?.seq).toBe(5);
  });

  it('are asked for again a minute after the authority was away, without one in between', async () => {
    isAway = true;
    await act(open(), 'sealed', 'agreement.complete');
    later(1);
    await expect(stamp()).rejects.toThrow('away');
    const before = asked.length;
    await stamp();
    expect(asked).toHaveLength(before);
    isAway = false;
    later(1);
    await stamp();
    expect((await stamped(6))?.seq).toBe(6);
    expect((await readAnchors(place)).forgedLine).toBeNull();
  });
});

function act(database: Database, note = 'first', action = 'parcel.publish') {
  return database.transaction((tx) =>
    appendAudit(tx, {
      actor: { accountId: null, role: 'system' },
      action,
      subject: 'parcel:JK-01',
      details: { note },
      at: new Date('2026-11-22T02:00:00Z'),
    }),
  );
}
