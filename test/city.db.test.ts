import { execFileSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packProblems } from '../api/city/rules.ts';
import { readCity, type City } from '../api/city/pack.ts';
import { PublicCity, type CityPack } from '../api/city/schema.ts';
import { readBatch } from '../api/imports/batch.ts';
import { Parcel, ParcelAnswer } from '../api/parcels/schema.ts';
import { commit, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases, testDatabase } from './support/test-database.ts';

const secondCity = 'test/support/cities';
const wordsOfTheFirst = /jinhua|金华|婺城|义乌|0579|3307\d\d/i;

onBothDatabases('a second city', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;

  beforeAll(async () => {
    city = await readCity(secondCity, 'xiaoshi');
    await prepareCity(open(), city);
    const folder = join(secondCity, 'xiaoshi');
    const names = (await readdir(folder)).filter((name) =>
      /^(survey\.txt|parcels|admissions|utilities)/.test(name),
    );
    const files = await Promise.all(
      names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
    );
    const batch = await readBatch(files, { pack: city.pack });
    expect(batch.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const outcome = await commit(open(), batch.drafts, { pack: city.pack });
    expect(outcome).toMatchObject({ findings: [], committed: [{ code: 'XS-1', action: 'create' }] });
    app = await testPortal(open(), city);
  });

  it('shows its own parcel with its own indicator set, from its own zone', async () => {
    const parcel = Parcel.parse(await (await app.request('/api/parcels/XS-1')).json());
    expect(Object.keys(parcel.admissions[0]?.indicators ?? {}).sort()).toEqual(
      city.pack.indicators.map(({ key }) => key).sort(),
    );
    expect(parcel.offeredAreaM2).toBe(75_000);
    const [lon, lat] = parcel.centroid;
    const [west, south, east, north] = city.pack.extent;
    expect(lon > west && lon < east && lat > south && lat < north).toBe(true);
  });

  it('keeps an indicator of at most as such', async () => {
    const { items } = ParcelAnswer.parse(await (await app.request('/api/parcels')).json());
    const operators = Object.values(items[0]?.indicators ?? {}).map(({ op }) => op);
    expect(operators).toContain('<=');
  });

  it('says nothing of the first city on any public surface', async () => {
    for (const path of [
      '/api/city',
      '/api/city/basemap.geojson',
      '/api/city/parks.geojson',
      '/api/parcels',
      '/api/parcels.geojson',
      '/api/parcels/XS-1',
      '/api/parcels/XS-1.geojson',
      '/api/openapi.json',
      '/api/health',
    ]) {
      expect(await (await app.request(path)).text(), path).not.toMatch(wordsOfTheFirst);
    }
  });
});

describe('the product', () => {
  it('names no city in its code or texts, but for the default of CITY', () => {
    const files = execFileSync(
      'git',
      ['ls-files', '--cached', '--others', '--exclude-standard', 'api', 'web'],
      {
        encoding: 'utf8',
      },
    );
    return Promise.all(
      files
        .split('\n')
        .filter((file) => /\.(ts|svelte|json|html|css)$/.test(file))
        .map(async (file) => {
          const text = (await readFile(file, 'utf8').catch(() => '')).replace(".default('jinhua')", '');
          expect(text, file).not.toMatch(wordsOfTheFirst);
        }),
    );
  });
});

describe('a pack', () => {
  const broken = async (change: (pack: CityPack) => void) => {
    const { pack } = await readJinhua();
    change(pack);
    return packProblems(pack).join('\n');
  };

  it('of the demonstration has no problem', async () => {
    expect(packProblems((await readJinhua()).pack)).toEqual([]);
  });

  it('shows the public no department that only reviews', async () => {
    const city = await readJinhua();
    const opened = await testDatabase('embedded');
    try {
      await prepareCity(opened.database, city);
      const response = await (await testPortal(opened.database, city)).request('/api/city');
      const { departments } = PublicCity.parse(await response.json());
      expect(departments).toHaveLength(11);
      expect(JSON.stringify(departments)).not.toMatch(/natural-resources|terms-review|duty/);
      const rows = await opened.database.sql<
        { code: string; duty: string; regions: number; officers: number }[]
      >`
        select code, duty, (select count(*)::int from department_region where department_code = code) as regions,
          (select count(*)::int from duty_officer where department_code = code) as officers
        from department where duty <> 'promotion' order by code`;
      expect([...rows]).toEqual([
        { code: 'natural-resources', duty: 'land', regions: 1, officers: 1 },
        { code: 'terms-review', duty: 'terms', regions: 1, officers: 1 },
      ]);
    } finally {
      await opened.end();
    }
  });

  it.each<[string, (pack: CityPack) => void, RegExp]>([
    ['a region without its parent', (pack) => pack.regions.splice(0, 1), /parent .* does not exist/],
    ['a code twice', (pack) => pack.regions.push(...pack.regions.slice(-1)), /stands twice/],
    ['a theme of no indicator', (pack) => (pack.theme.indicator = 'no_such'), /theme\.indicator/],
    [
      'none but reviewing departments',
      (pack) => pack.departments.forEach((department) => (department.duty = 'terms')),
      /none of them has the duty promotion/,
    ],
    ['a department for nowhere', (pack) => pack.departments[0]?.regions.push('park-nowhere'), /park-nowhere/],
    [
      'an investment per 公顷 that the pages would multiply by 亩',
      (pack) => {
        for (const { perMu, unit } of pack.indicators)
          if (perMu === 'investment') unit['zh-CN'] = '万元/公顷';
      },
      /indicators\.\w+: with perMu "investment" its unit is 万元\/亩, not 万元\/公顷/,
    ],
    ['an extent inside out', (pack) => pack.extent.reverse(), /extent/],
  ])('with %s is refused by name', async (_what, change, message) => {
    expect(await broken(change)).toMatch(message);
  });

  it('that is not there is refused by its file', async () => {
    await expect(readCity(secondCity, 'nowhere')).rejects.toThrow(/CITY=nowhere: .*nowhere.* cannot be read/);
  });
});
