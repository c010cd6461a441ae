import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadIndustries } from '../api/admin/industries.ts';
import { listIndustries } from '../api/city/store.ts';
import { readEnv } from '../api/env.ts';
import { ParcelAnswer } from '../api/parcels/schema.ts';
import { atLeast, commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { databaseKinds, testDatabase, type TestDatabase } from './support/test-database.ts';
import { gbk } from './support/survey-files.ts';

describe.each(databaseKinds)("the standard's own table of four-digit classes (%s)", (kind) => {
  let opened: TestDatabase | undefined;
  let folder = '';
  const current = () => {
    if (opened === undefined) throw new Error('the database is open only inside tests');
    return opened;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhaotu-industries-'));
    opened = await testDatabase(kind);
    await prepareCity(opened.database, await readJinhua());
  });
  afterAll(async () => {
    await opened?.end();
    await rm(folder, { recursive: true });
  });

  async function load(table: string) {
    const file = join(folder, 'table.csv');
    await writeFile(file, gbk(table));
    const { databaseUrl, dataDir } = current().config;
    return loadIndustries({
      // Beside PostgreSQL, too, an installation has a folder of its own.
      env: { ...readEnv({}), databaseUrl, dataDir: dataDir === '' ? folder : dataDir },
      files: [file],
      options: { crs: null, draft: false, dryRun: false },
    });
  }

  async function industry(code: string) {
    return (await listIndustries(current().database.sql)).find((row) => row.code === code);
  }

  it('changes nothing when one of its lines is wrong', async () => {
    await expect(load('代码,类别名称\nC3612,新能源车整车制造\nC36,\n')).rejects.toThrow(
      /line 3: 36 has no name/,
    );
    expect(await industry('3612')).toBeUndefined();
  });

  it('makes parcels importable and findable by its classes', async () => {
    const table =
      '代码,类别名称\nC36,汽车制造业\nC361,汽车整车制造\nC3611,汽柴油车整车制造\nC3612,新能源车整车制造\n';
    expect(await load(table)).toMatchObject({ ok: true, json: { loaded: 4 } });
    expect(await industry('3612')).toEqual({
      code: '3612',
      parent: '361',
      name: '新能源车整车制造',
      nameEn: '新能源车整车制造',
      initials: 'xnyczczz',
    });
    expect(await industry('36')).toMatchObject({ parent: 'C', nameEn: expect.stringMatching(/^[A-Z]/) });

    const city = await readJinhua();
    const admissions = [
      { industry: '3612', note: null, indicators: { tax_per_mu: atLeast(32) }, basis: null },
    ];
    const outcome = await commit(current().database, [parcelDraft('FOUR', { admissions })], city);
    expect(outcome).toMatchObject({ findings: [], committed: [{ code: 'FOUR' }] });
    const app = await testPortal(current().database, city);
    const found = async (code: string) => {
      const answer = await app.request(`/api/parcels?industry=${code}`);
      return ParcelAnswer.parse(await answer.json()).items.map((item) => item.code);
    };
    expect(await found('3612')).toEqual(['FOUR']);
    expect(await found('361')).toEqual(['FOUR']);
    expect(await found('3611')).toEqual([]);
  });
});
