import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { readFilesInWorker } from '../api/imports/read-in-worker.ts';
import type { TxtPlot } from './support/survey-files.ts';
import { smallPack } from './support/small-pack.ts';
import { gbk, lonLatRing, ringAt, square, txt, utf8 } from './support/survey-files.ts';

const options = { pack: smallPack };

const survey: TxtPlot[] = [
  { code: 'JK-01', name: '一号', hectares: '1.0000', rings: [square(100)] },
  { code: 'JK-02', name: '二号', hectares: '0.2500', rings: [square(50, [200, 0])] },
];
const table = '地块编号,地块名称,出让面积(亩),起始价(万元)\nJK-01,金义一号,15,1150\nJK-02,,3.75,300\n';

async function rules(files: { name: string; bytes: Uint8Array }[]) {
  const { findings } = await readBatch(files, options);
  return findings.map(({ rule, severity, file }) => ({ rule, severity, file }));
}

describe('a batch', () => {
  it('matches a survey and a spreadsheet by parcel code, zipped or not', async () => {
    const loose = [
      { name: '开发区.txt', bytes: gbk(txt(survey)) },
      { name: '地块.csv', bytes: gbk(table) },
    ];
    const zipped = zipSync({ '2020': { '开发区.txt': gbk(txt(survey)), '地块.csv': gbk(table) } });
    for (const files of [loose, [{ name: '一批.zip', bytes: zipped }]]) {
      const { drafts, findings } = await readBatch(files, options);
      expect(findings).toEqual([]);
      expect(drafts).toMatchObject([
        {
          code: 'JK-01',
          fields: { name: '金义一号', offeredAreaM2: 10_000, startPriceYuan: 11_500_000 },
          geometry: { format: 'txt', surveyedOn: '2020-02-20' },
        },
        {
          code: 'JK-02',
          fields: { name: '二号', offeredAreaM2: 2500 },
          places: { fields: { row: 3 }, geometry: { line: 19 } },
        },
      ]);
    }
  });

  it('matches codes written in full width or with blanks', async () => {
    const files = [
      { name: 'a.txt', bytes: utf8(txt(survey)) },
      { name: 'b.csv', bytes: utf8('地块编号,地块名称\nＪＫ－０１,甲\n JK - 02 ,乙\n') },
    ];
    const { drafts } = await readBatch(files, options);
    expect(drafts.map(({ code, fields }) => [code, fields.name])).toEqual([
      ['JK-01', '甲'],
      ['JK-02', '乙'],
    ]);
  });

  it('refuses a parcel drawn twice and names both places', async () => {
    const feature = {
      type: 'Feature',
      properties: { DKBH: 'JK-01' },
      geometry: { type: 'Polygon', coordinates: [lonLatRing(square(100))] },
    };
    const files = [
      { name: 'a.txt', bytes: utf8(txt(survey)) },
      { name: 'b.geojson', bytes: utf8(JSON.stringify(feature)) },
    ];
    const { findings } = await readBatch(files, options);
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        rule: 'parcel-drawn-twice',
        file: 'b.geojson',
        row: 1,
        message: expect.stringContaining('a.txt 第 13 行'),
      },
    ]);
  });

  it('holds the areas of the sheet against the drawing: one that fits neither is told, 亩 taken for 公顷 is refused', async () => {
    const areas = async (header: string, ...values: string[]) => {
      const csv = `地块编号,${header}\nJK-01,${values.join(',')}\n`;
      return rules([
        { name: 'a.txt', bytes: utf8(txt(survey)) },
        { name: 'b.csv', bytes: utf8(csv) },
      ]);
    };
    expect(await areas('土地面积(亩),出让面积(亩)', '16', '15')).toEqual([]);
    expect(await areas('出让面积(亩)', '13')).toEqual([
      { rule: 'area-differs', severity: 'warning', file: 'b.csv' },
    ]);
    expect(await areas('出让面积(公顷)', '15')).toEqual([
      { rule: 'area-unit', severity: 'error', file: 'b.csv' },
    ]);
  });

  it('uses a told system, and refuses it when it contradicts the numbers or is of another datum', async () => {
    const unprefixed = txt(survey, { dropPrefix: true, attributes: { 带号: '', 几度分带: '' } });
    const files = [{ name: 'a.txt', bytes: utf8(unprefixed) }];
    const ruleWith = async (crs: string) =>
      (await readBatch(files, { ...options, crs })).findings.map(({ rule }) => rule);
    expect(await rules(files)).toMatchObject([{ rule: 'crs-zone-missing' }]);
    expect(await ruleWith('EPSG:4549')).toEqual([]);
    expect(await ruleWith('EPSG:4528')).toEqual(['crs-contradiction']);
    expect(await ruleWith('EPSG:2364')).toEqual(['crs-other-datum']);
    expect(await ruleWith('某某坐标系')).toEqual(['crs-unknown']);
  });

  it('warns of a file whose name says that it comes from a map with shifted coordinates', async () => {
    expect(await rules([{ name: '高德导出.txt', bytes: utf8(txt(survey)) }])).toEqual([
      { rule: 'suspected-shift', severity: 'warning', file: '高德导出.txt' },
    ]);
  });

  it.each([
    ['a.kml', '<kml/>', 'file-kind-refused'],
    ['a.dxf', '0', 'file-kind-refused'],
    ['a.rar', 'Rar!', 'file-kind-refused'],
    ['a.exe', 'MZ', 'file-kind-unknown'],
    ['noending', 'x', 'file-kind-unknown'],
    ['a.xlsx', 'not a zip', 'file-kind-differs'],
    ['a.zip', 'not a zip', 'file-kind-differs'],
    ['a.txt', 'PK\u0003\u0004', 'file-kind-differs'],
    ['a.csv', '%PDF-1.7', 'file-kind-differs'],
  ])('refuses %s that holds %j', async (name, content, rule) => {
    const findings = await rules([{ name, bytes: strToU8(content) }]);
    expect(findings).toEqual([{ rule, severity: 'error', file: name }]);
  });

  it('refuses more than 50 files, repeated names, none at all and more than 100 MB before reading any', async () => {
    const many = Array.from({ length: 51 }, (_, index) => ({
      name: `${index}.txt`,
      bytes: new Uint8Array(),
    }));
    expect(await rules(many)).toMatchObject([{ rule: 'batch-too-many-files' }]);
    expect(
      await rules([
        { name: 'a.txt', bytes: new Uint8Array() },
        { name: 'a.txt', bytes: new Uint8Array() },
      ]),
    ).toMatchObject([{ rule: 'batch-repeated-name' }]);
    expect(await rules([])).toMatchObject([{ rule: 'batch-empty' }]);
    const large = new Uint8Array(51 * 1024 * 1024);
    const twice = [
      { name: 'a.txt', bytes: large },
      { name: 'b.txt', bytes: large },
    ];
    expect(await rules(twice)).toMatchObject([{ rule: 'batch-too-large' }]);
    expect((await readFilesInWorker(twice, options)).findings).toMatchObject([{ rule: 'batch-too-large' }]);
  });

  it('refuses more than 2,000 parcels as a whole', async () => {
    const plots = Array.from({ length: 2001 }, (_, index) => ({
      code: `P-${index}`,
      rings: [square(10, [index * 11, 0])],
    }));
    expect(await rules([{ name: 'a.txt', bytes: utf8(txt(plots)) }])).toMatchObject([
      { rule: 'batch-too-many-parcels' },
    ]);
  });

  it('refuses codes that no address could carry', async () => {
    expect(await rules([{ name: 'a.csv', bytes: utf8('地块编号,地块名称\n<script>,x\n') }])).toMatchObject([
      { rule: 'parcel-code' },
    ]);
    expect(
      await rules([{ name: 'a.csv', bytes: utf8(`地块编号,地块名称\n${'A'.repeat(65)},x\n`) }]),
    ).toMatchObject([{ rule: 'parcel-code' }]);
  });

  it('lists at most 300 findings, errors first, and says how many are left', async () => {
    const lines = Array.from({ length: 800 }, (_, index) => `A-${index},一`).join('\n');
    const { findings } = await readBatch(
      [{ name: 'a.csv', bytes: utf8(`地块编号,出让面积(亩)\n${lines}\n`) }],
      options,
    );
    expect(findings).toHaveLength(300);
    expect(findings.at(-1)).toMatchObject({ rule: 'findings-cut', message: expect.stringContaining('501') });
  });
});

describe('the import worker', () => {
  const files = [{ name: 'a.txt', bytes: gbk(txt(survey)) }];

  it('answers what reading here answers', async () => {
    expect(await readFilesInWorker(files, options)).toEqual(await readBatch(files, options));
  });

  it('is stopped when its time is up, and the files are told why', async () => {
    const plots = Array.from({ length: 2000 }, (_, index) => ({ code: `P-${index}`, rings: [square(10)] }));
    const many = [{ name: 'a.txt', bytes: utf8(txt(plots)) }];
    const { drafts, findings } = await readFilesInWorker(many, { ...options, timeLimitMs: 5 });
    expect(drafts).toEqual([]);
    expect(findings).toMatchObject([{ rule: 'import-too-slow', severity: 'error' }]);
  });

  it('runs out of its memory without taking this process with it', async () => {
    const row = `A${',1'.repeat(5000)}`;
    const csv = `地块编号${',容积率'.repeat(5000)}\n${`${row}\n`.repeat(4000)}`;
    const batch = await readFilesInWorker([{ name: 'a.csv', bytes: utf8(csv) }], {
      ...options,
      memoryLimitMb: 48,
      timeLimitMs: 60_000,
    });
    expect(batch.findings).toMatchObject([{ rule: 'import-too-large', severity: 'error' }]);
    expect(await readFilesInWorker(files, options)).toMatchObject({ findings: [] });
  });

  it('stops at once when the request is cancelled', async () => {
    const controller = new AbortController();
    const reading = readFilesInWorker(files, { ...options, signal: controller.signal });
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'shutting-down' });
    await expect(readFilesInWorker(files, { ...options, signal: controller.signal })).rejects.toMatchObject({
      code: 'shutting-down',
    });
  });

  it('judges a parcel of 10,000 vertices in time', async () => {
    const ring = ringAt(
      Array.from({ length: 9_999 }, (_, index) => {
        const angle = (2 * Math.PI * index) / 9_999;
        return [
          Math.round(400_000 * Math.cos(angle)) / 1000,
          Math.round(400_000 * Math.sin(angle)) / 1000,
        ] as const;
      }),
    );
    const started = performance.now();
    const batch = await readBatch(
      [{ name: 'a.txt', bytes: utf8(txt([{ code: 'A', rings: [ring] }])) }],
      options,
    );
    expect(performance.now() - started).toBeLessThan(3000);
    expect(batch.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(batch.drafts[0]?.geometry?.areaM2).toBeCloseTo(Math.PI * 400 ** 2, -2);
  });
});

describe('what a batch says of its files as a whole', () => {
  const drawn = { name: 'a.txt', bytes: utf8(txt(survey)) };

  it.each(['', '\n\n', '地块编号,地块名称\n'])(
    'warns of a table without rows beside a survey: %j',
    async (text) => {
      expect(await rules([drawn, { name: '空表.csv', bytes: utf8(text) }])).toEqual([
        { rule: 'table-empty', severity: 'warning', file: '空表.csv' },
      ]);
    },
  );

  it('names the file in which nothing was found', async () => {
    const files = [{ name: '空表.csv', bytes: utf8('地块编号,地块名称\n') }];
    expect(await rules(files)).toContainEqual({ rule: 'batch-empty', severity: 'error', file: '空表.csv' });
  });

  it('warns of codes that differ only by case, with the place of the second', async () => {
    const csv = utf8('地块编号,地块名称\nJK-01,甲\njk-01,乙\n');
    const { drafts, findings } = await readBatch([{ name: 'b.csv', bytes: csv }], options);
    expect(drafts).toHaveLength(2);
    expect(findings).toMatchObject([
      { rule: 'parcel-code-case', severity: 'warning', file: 'b.csv', row: 3 },
    ]);
  });

  it('refuses a code that ends like a format of the address', async () => {
    const csv = utf8('地块编号,地块名称\nJK-01.GeoJSON,甲\n');
    const { findings } = await readBatch([{ name: 'b.csv', bytes: csv }], options);
    expect(findings).toMatchObject([{ rule: 'code-reserved', severity: 'error', file: 'b.csv', row: 2 }]);
  });

  it('leaves out what cannot be seen in names and codes, from tables and surveys', async () => {
    const hidden = '\u202e\u200b\u0007';
    const csv = utf8(`地块编号,地块名称,坐落\nJK-01${hidden},${hidden}甲,"东至路\n西至河"\n`);
    const plots = [{ code: 'JK-02', name: `二${hidden}号`, rings: [square(100)] }];
    const { drafts, findings } = await readBatch(
      [
        { name: 'a.txt', bytes: utf8(txt(plots)) },
        { name: 'b.csv', bytes: csv },
      ],
      options,
    );
    expect(findings).toEqual([]);
    expect(drafts).toMatchObject([
      { code: 'JK-02', fields: { name: '二号' } },
      { code: 'JK-01', fields: { name: '甲', locationText: '东至路 西至河' } },
    ]);
  });
});
