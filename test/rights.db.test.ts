import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit } from '../api/audit/store.ts';
import { verifyAudit } from '../api/audit/verify.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import { readEnv } from '../api/env.ts';
import { openPortal, type Portal } from '../api/portal.ts';
import { clusterUrl } from './support/test-database.ts';

describe('a schema that a role of its own owns', () => {
  const suffix = randomUUID().replaceAll('-', '');
  const roles = { owner: `owner "of" ${suffix}`, app: `app-${suffix}` };
  const name = `rights_${suffix}`;
  const urlAs = (role: string) => clusterUrl(name).replace('//postgres@', `//${encodeURIComponent(role)}@`);
  let administrator: postgres.Sql;
  let portal: Portal;
  let dataDir = '';
  const env = () =>
    readEnv({
      DATABASE_URL: urlAs(roles.app),
      DATABASE_MIGRATE_URL: urlAs(roles.owner),
      DATA_DIR: dataDir,
      DEMO: '1',
    });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-rights-'));
    administrator = postgres(clusterUrl('postgres'), { max: 1, onnotice: () => undefined });
    for (const role of Object.values(roles)) await administrator`create role ${administrator(role)} login`;
    await administrator`create database ${administrator(name)} owner ${administrator(roles.owner)}`;
    // Only a superuser may install them.
    const inside = postgres(clusterUrl(name), { max: 1, onnotice: () => undefined });
    for (const extension of ['postgis', 'pg_trgm', 'btree_gist'])
      await inside`create extension ${inside(extension)}`;
    await inside.end();
    portal = await openPortal(env());
  });
  afterAll(async () => {
    await portal.database.close();
    await administrator`drop database ${administrator(name)} with (force)`;
    for (const role of Object.values(roles)) await administrator`drop role ${administrator(role)}`;
    await administrator.end();
    await rm(dataDir, { recursive: true });
  });

  it('gives the server what it needs, at every start', async () => {
    const { database, city } = portal;
    expect(await loadDemonstration(database, { city, env: env(), now: new Date() })).not.toBeNull();
    await database.transaction((tx) =>
      appendAudit(tx, {
        actor: { accountId: null, role: 'system' },
        action: 'demonstration.load',
        subject: 'city:jinhua',
        at: new Date(),
      }),
    );
    const again = await openPortal(env());
    await again.database.close();
    const { tampering, rows } = await verifyAudit(database.sql, new Map());
    expect(tampering).toBeNull();
    expect(rows).toBeGreaterThan(0);
  });

  it.each([
    ["update audit_entry set role = 'x'", 'permission denied for table audit_entry'],
    ['delete from audit_entry', 'permission denied for table audit_entry'],
    ['truncate audit_entry', 'permission denied for table audit_entry'],
    ['alter table audit_entry disable trigger user', 'must be owner of table audit_entry'],
    ['drop table audit_entry', 'must be owner of table audit_entry'],
    ['drop function refuse_change() cascade', 'must be owner of function refuse_change'],
    ["set session_replication_role = 'replica'", 'permission denied to set parameter'],
    ["update schema_migration set checksum = ''", 'permission denied for table schema_migration'],
    [
      'insert into schema_migration values (99, $$x$$, $$x$$)',
      'permission denied for table schema_migration',
    ],
    ['create table mine (n integer)', 'permission denied for schema public'],
    ['truncate parcel cascade', 'permission denied for table'],
    ['set role postgres', 'permission denied to set role'],
  ])('refuses the server: %s', async (statement, complaint) => {
    const app = postgres(urlAs(roles.app), { max: 1 });
    await expect(app.unsafe(statement)).rejects.toThrow(complaint);
    await app.end();
  });
});
