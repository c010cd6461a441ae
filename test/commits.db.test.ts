import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../api/db/database.ts';
import { announceAtCommit } from '../api/db/transaction-scope.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let here: TestDatabase;
let elsewhere: Database;

beforeAll(async () => {
  here = await testDatabase('postgis', { migrated: false });
  elsewhere = await openDatabase(here.config);
});
afterAll(async () => {
  await elsewhere.close();
  await here.end();
});

const commit = () =>
  here.database.transaction(async (tx) => {
    await tx`select 1`;
    announceAtCommit('events');
  });

/** Resolves at the next call of what it gives. */
function nextCall() {
  let called = () => undefined as void;
  const call = new Promise<void>((resolve) => (called = resolve));
  return { called, call };
}

it('hears what another process commits, not what it rolls back, and again after its line was cut', async () => {
  let calls = 0;
  let next = nextCall();
  const unfollow = elsewhere.onCommit('events', () => {
    calls += 1;
    next.called();
  });
  // All look once it listens.
  await next.call;
  next = nextCall();
  await commit();
  await next.call;

  await here.database
    .transaction(async (tx) => {
      announceAtCommit('events');
      await tx`select 1 / 0`;
    })
    .catch(() => undefined);
  const before = calls;
  next = nextCall();
  await commit();
  await next.call;
  expect(calls).toBe(before + 1);

  next = nextCall();
  const cut = await here.database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  expect(cut).toHaveLength(1);
  await next.call;
  next = nextCall();
  await commit();
  await next.call;
  unfollow();
});
