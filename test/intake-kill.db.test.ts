import { expect, it, describe } from 'vitest';
import { batchDeadlineMs, openDatabase, type Database } from '../api/db/database.ts';
import { checkBatch, openIntake } from '../api/intakes/open-intake.ts';
import { commitIntake } from '../api/intakes/settle-intake.ts';
import { signedIn } from './support/accounts.ts';
import { startChild } from './support/child.ts';
import { cleanParcels } from './support/clean-parcels.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { databaseKinds, testDatabase } from './support/test-database.ts';

const at = new Date('2026-11-22T02:00:00Z');
const act = {
  at,
  actor: {
    role: 'publisher' as const,
    department: 'wuyi',
    competences: [],
    provedAt: at,
    lacksSecondFactor: false,
  },
};

describe.each(databaseKinds)('a kill in the middle of writing a batch (%s)', (kind) => {
  it('changes nothing, and the batch can be written afterwards', { timeout: 180_000 }, async () => {
    const city = await readJinhua();
    const test = await testDatabase(kind, { queryDeadlineMs: 30_000 });
    const { database, config } = test;
    await prepareCity(database, city);
    const { accountId } = await signedIn(database, 'publisher', { department: 'wuyi' });
    const actor = { ...act.actor, accountId };
    const drafts = cleanParcels(city, { count: 12, seed: 5, today: '2026-11-22', park: 'park-wy-equipment' });
    const batch = { drafts, findings: [], fileNames: ['a.geojson'] };
    const checked = await checkBatch({ database, city }, batch, { actor, at });
    const id = await database.transaction((tx) => openIntake(tx, checked, { actor, at }));
    const before = await stateOf(database);
    // The embedded database is one process's at a time.
    if (kind === 'embedded') await database.close();
    const child = startChild('intake-holder.ts', [JSON.stringify(config), String(id), String(accountId)]);
    expect(await child.line()).toBe('written');
    await child.kill();
    const after = kind === 'embedded' ? await openDatabase(config) : database;
    expect(await stateOf(after)).toEqual(before);
    const written = await after.transaction(
      (tx) => commitIntake(tx, { id, withoutRejected: false }, { actor, at }),
      { deadlineMs: batchDeadlineMs },
    );
    expect(written.written).toHaveLength(12);
    expect(await stateOf(after)).toMatchObject({ drafts: 12, state: 'committed' });
    if (kind === 'embedded') await after.close();
    await test.end();
  });
});

async function stateOf({ sql }: Database) {
  const [row] = await sql`
    select (select count(*) from parcel_draft) as drafts, (select count(*) from draft_author) as authors,
      (select count(*) from draft_change) as changes, (select max(seq) from audit_entry) as acts,
      (select state from intake limit 1) as state`;
  return row;
}
