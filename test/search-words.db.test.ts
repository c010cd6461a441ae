import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { writeCity } from '../api/city/store.ts';
import { answerQuery } from '../api/parcels/answer.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import { renewSearchTexts } from '../api/parcels/search-text-store.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const noIndicators = { note: null, indicators: {}, basis: null };

onBothDatabases('searching by words', (open) => {
  let city: City;
  const find = async (q: string) =>
    (await answerQuery(open().sql, ParcelQuery.parse({ q }), { city, at: now })).items.map(
      ({ code }) => code,
    );

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const outcome = await commit(
      open(),
      [
        parcelDraft('NEV-7', {
          fields: {
            name: '汽车大道北侧 7 号地',
            district: '婺城区',
            town: '秋滨街道',
            park: 'park-jkc-nev',
            department: 'jkc-manufacturing',
          },
        }),
        parcelDraft('CQ-2', {
          geometry: square(119.7, 28.9),
          fields: { name: '重庆路与长城路交叉口地块' },
          admissions: [{ industry: '27', ...noIndicators }],
        }),
        parcelDraft('YK-1', {
          geometry: square(120.0, 28.9),
          fields: { name: 'Plot east', district: '永康市', park: 'park-yk-hardware', department: 'yongkang' },
          admissions: [{ industry: '33', ...noIndicators }],
        }),
      ],
      { pack: city.pack },
    );
    expect(outcome.findings).toEqual([]);
  });

  it.each([
    ['qcdd', ['NEV-7']],
    ['QCDD', ['NEV-7']],
    ['qichedadao', ['NEV-7']],
    ['qiched', ['NEV-7']],
    ['dadao', ['NEV-7']],
    ['dao', ['NEV-7']],
    ['adao', []],
    ['chongqinglu', ['CQ-2']],
    ['zhongqinglu', []],
    ['ccl', ['CQ-2']],
    ['changcheng', ['CQ-2']],
    ['xnyqccyy', ['NEV-7']],
    ['xinnengyuan', ['NEV-7']],
    ['qbjd', ['NEV-7']],
    ['qiubin', ['NEV-7']],
    ['yyzzy', ['CQ-2']],
    ['yiyao', ['CQ-2']],
    ['yk', ['YK-1']],
    ['ykxdwj', ['YK-1']],
    ['yongkang jinshu', ['YK-1']],
    ['qcdd 永康', []],
    ['1hao', []],
  ])('finds by pinyin %s %j', async (q, codes) => {
    expect(await find(q)).toEqual(codes);
  });

  it.each([
    ['cq-2', ['CQ-2']],
    ['汽车大道北侧7号地', ['NEV-7']],
    ['汽车大道北侧 7 号地', ['NEV-7']],
    ['北侧 ７号', ['NEV-7']],
    ['汽车大道北侧8号地', []],
    ['plot', ['CQ-2', 'NEV-7', 'YK-1']],
    ['nev', ['NEV-7']],
    ['park', ['CQ-2', 'NEV-7', 'YK-1']],
    ['tax', []],
    ['car', []],
    ['dd', []],
    ['n', ['CQ-2', 'NEV-7', 'YK-1']],
    ['xyz', []],
  ])('takes %s for what is written, %j', async (q, codes) => {
    expect(await find(q)).toEqual(codes);
  });

  it('never finds a word across two texts', async () => {
    // The name ends with 地, the next text is 婺城区: 地婺 is nowhere, neither written nor read.
    expect(await find('号地婺城')).toEqual([]);
    expect(await find('hdwc')).toEqual([]);
    expect(await find('haodiwucheng')).toEqual([]);
  });

  it('makes anew at the start what an older version wrote, once, even where several start at once', async () => {
    const { sql } = open();
    await sql`update parcel_public set search_text = '旧', search_pinyin = '', search_version = 0`;
    expect(await find('qcdd')).toEqual([]);
    await Promise.all([renewSearchTexts(open()), renewSearchTexts(open())]);
    expect(await find('qcdd')).toEqual(['NEV-7']);
    expect(await find('旧')).toEqual([]);
    const written = await sql`select parcel_id, xmin::text from parcel_public order by parcel_id`;
    await renewSearchTexts(open());
    expect(await sql`select parcel_id, xmin::text from parcel_public order by parcel_id`).toEqual(written);
  });

  it('follows the new name of a region or an industry after the next start', async () => {
    const regions = city.pack.regions.map((region) =>
      region.code === 'park-jkc-nev'
        ? { ...region, name: { ...region.name, 'zh-CN': '零碳汽车城' } }
        : region,
    );
    const renamed = [{ code: '33', parent: 'C', name: '五金业', nameEn: 'Hardware' }];
    await open().transaction((tx) => writeCity(tx, { ...city.pack, regions }, renamed));
    await renewSearchTexts(open());
    expect(await find('零碳')).toEqual(['NEV-7']);
    expect(await find('ltqcc')).toEqual(['NEV-7']);
    expect(await find('新能源汽车产业园')).toEqual([]);
    expect(await find('wujinye')).toEqual(['YK-1']);
  });

  it('leaves the words alone where a start changes no name', async () => {
    await prepareCity(open(), city);
    await renewSearchTexts(open());
    await prepareCity(open(), city);
    const [row] = await open().sql<{ outdated: number }[]>`
      select count(*)::int as outdated from parcel_public where search_version = 0`;
    expect(row?.outdated).toBe(0);
  });
});
