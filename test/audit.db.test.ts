import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { auditHash, firstPreviousHash, type AuditText } from '../api/audit/chain.ts';
import { appendAudit, readNewest, type AuditedAct } from '../api/audit/store.ts';
import { verifyAudit, type Anchored } from '../api/audit/verify.ts';
import type { Database } from '../api/db/database.ts';
import { tamperings, type Tampering } from './support/tamperings.ts';
import { onBothDatabases } from './support/test-database.ts';

const rowCount = 30;
const anchorEvery = 7;

/** Undoes what was tampered with. */
class Undo extends Error {}

onBothDatabases('the log', (open) => {
  const anchored = new Map<number, string>();

  beforeAll(async () => {
    for (let seq = 1; seq <= rowCount; seq += 1) {
      await append(open(), {
        actor: seq % 3 === 0 ? { accountId: null, role: 'system' } : { accountId: seq, role: 'publisher' },
        action: 'parcel.publish',
        subject: `parcel:jk-${seq}`,
        details: { version: seq, n: 1 },
        at: new Date(Date.UTC(2026, 10, 22, 2, 0, seq, seq)),
      });
      const newest = await readNewest(open().sql);
      if (newest === null || newest.seq !== seq) throw new Error(`row ${seq} was not written`);
      if (seq % anchorEvery === 0 || seq === rowCount) anchored.set(seq, newest.hash.toString('hex'));
    }
  });

  it('is whole as it was written', async () => {
    expect(await verifyAudit(open().sql, anchored)).toMatchObject({
      tampering: null,
      rows: rowCount,
      anchoredTo: rowCount,
      head: anchored.get(rowCount),
    });
  });

  it('names the first row of every one of 1,000 tamperings', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tamperings(rowCount), async (tampering) => {
        const found = await foundAfter(open(), tampering, anchored);
        expect(found).not.toBeNull();
        kinds.add(tampering.name);
        expect(found?.seq).toBeGreaterThanOrEqual(tampering.from);
        expect(found?.seq).toBeLessThanOrEqual(latest(tampering));
      }),
      { numRuns: 1000 },
    );
    // Ten columns and six other ways.
    expect(kinds.size).toBe(16);
  }, 240_000);

  it('finds rows that only who drops the primary key can add', async () => {
    const found = await foundAfter(
      open(),
      {
        name: 'twice',
        from: 5,
        async apply(tx) {
          await tx`alter table audit_entry drop constraint audit_entry_pkey, drop constraint audit_entry_hash_key`;
          await tx`insert into audit_entry select * from audit_entry where seq = 5`;
        },
      },
      anchored,
    );
    expect(found).toEqual({ kind: 'foreign', seq: 6 });
  });

  it('finds a last row that is sound in itself and does not follow, and one that is neither', async () => {
    const forged = (name: string, seal: (row: AuditText) => Buffer): Tampering => ({
      name,
      from: rowCount + 1,
      async apply(tx) {
        const row: AuditText = {
          seq: String(rowCount + 1),
          at: '2026-11-22T03:00:00.000000Z',
          accountId: null,
          role: 'system',
          action: 'parcel.publish',
          subject: 'parcel:forged',
          details: '{}',
        };
        await tx`
          insert into audit_entry (seq, at, account_id, role, action, subject, details, previous_hash, hash)
          values (${row.seq}, ${row.at}, null, ${row.role}, ${row.action}, ${row.subject}, '{}',
            ${firstPreviousHash}, ${seal(row)})`;
      },
    });
    const sound = forged('sound', (row) => auditHash(firstPreviousHash, row));
    const neither = forged('neither', () => Buffer.alloc(32, 7));
    const seq = rowCount + 1;
    expect(await foundAfter(open(), sound, anchored)).toEqual({ kind: 'foreign', seq });
    expect(await foundAfter(open(), neither, anchored)).toEqual({ kind: 'moved', seq });
  });

  it('never alarms about what was only appended, whatever it says', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((word) => word.replaceAll('\0', ''));
    const act = fc.record({
      actor: fc.constantFrom<AuditedAct['actor']>(
        { accountId: Number.MAX_SAFE_INTEGER, role: 'admin' },
        { accountId: null, role: 'command-line' },
      ),
      action: fc.constantFrom('account.lock', 'parcel.recall-review', 'session'),
      subject: text,
      details: fc.dictionary(text, fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<string>),
      at: fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 5 }), async (acts) => {
        await append(open(), acts);
      }),
      { numRuns: 60 },
    );
    await append(open(), {
      ...hostile,
      details: { half: '\ud800', left: undefined, tiny: 5e-324, zero: -0 },
    });
    const { tampering, rows } = await verifyAudit(open().sql, anchored);
    expect(tampering).toBeNull();
    expect(rows).toBeGreaterThan(rowCount);
  });

  it('is as long as the acts that were committed, also when many come at once', async () => {
    const before = await verifyAudit(open().sql, anchored);
    const acts = Array.from({ length: 40 }, (_, index) =>
      open()
        .transaction(async (tx) => {
          await appendAudit(tx, { ...hostile, details: { index } });
          if (index % 4 === 0) throw new Undo();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        }),
    );
    await Promise.all(acts);
    expect(await verifyAudit(open().sql, anchored)).toMatchObject({
      tampering: null,
      rows: before.rows + 30,
    });
  });

  it('refuses to be changed or emptied', async () => {
    const { sql } = open();
    await expect(sql`update audit_entry set role = 'x' where seq = 1`).rejects.toThrow('immutable');
    await expect(sql`delete from audit_entry where seq = 1`).rejects.toThrow('immutable');
    await expect(sql`truncate audit_entry`).rejects.toThrow('immutable');
  });
});

const hostile: AuditedAct = {
  actor: { accountId: null, role: 'system' },
  action: 'parcel.publish',
  subject: 'parcel:半个 \ud800 "\\',
  at: new Date('2026-11-22T02:00:00.007Z'),
};

function append(database: Database, acts: AuditedAct | AuditedAct[]) {
  return database.transaction((tx) => appendAudit(tx, acts));
}

async function foundAfter(database: Database, { apply }: Tampering, anchored: Anchored) {
  const told = await database
    .transaction(async (tx) => {
      await tx`alter table audit_entry disable trigger user`;
      await apply(tx);
      throw new Told(await verifyAudit(tx, anchored));
    })
    .catch((error: unknown) => {
      if (error instanceof Told) return error.outcome;
      throw error;
    });
  return told.tampering;
}

/** Carries what was found out of a transaction that is undone. */
class Told extends Error {
  readonly outcome: Awaited<ReturnType<typeof verifyAudit>>;
  constructor(outcome: Awaited<ReturnType<typeof verifyAudit>>) {
    super();
    this.outcome = outcome;
  }
}

/** A tail that was made anew is sound up to its next anchor; a row put in with the right hash is told by the one behind it. */
function latest({ name, from }: Tampering): number {
  if (name === 'rewrite the tail') return Math.min(Math.ceil(from / anchorEvery) * anchorEvery, rowCount);
  return name === 'insert' ? from + 1 : from;
}
