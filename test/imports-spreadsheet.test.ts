import fc from 'fast-check';
import { zipSync, strToU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { readBatch } from '../api/imports/batch.ts';
import type { InputFile } from '../api/imports/batch-files.ts';
import { readSerialDate, readWrittenDate } from '../api/imports/dates.ts';
import { spreadsheetTemplate, templateSheets } from '../api/imports/template.ts';
import { smallPack } from './support/small-pack.ts';
import { gbk, utf8 } from './support/survey-files.ts';

const options = { pack: smallPack };

type Value = string | number | Date | boolean | null;

async function workbook(sheets: Record<string, Value[][]>, name = '地块.xlsx'): Promise<InputFile> {
  const data = Object.entries(sheets).map(([sheet, data]) => ({
    sheet,
    data: data.map((row) =>
      row.map((value) => (value instanceof Date ? { value, format: 'yyyy-mm-dd hh:mm' } : value)),
    ),
  }));
  return { name, bytes: new Uint8Array(await writeExcelFile(data).toBuffer()) };
}

async function readSheets(sheets: Record<string, Value[][]>) {
  return readBatch([await workbook(sheets)], options);
}

async function readParcel(header: string, value: Value) {
  const { drafts, findings } = await readSheets({
    地块: [
      ['地块编号', header],
      ['A-1', value],
    ],
  });
  return {
    fields: drafts[0]?.fields,
    limits: drafts[0]?.limits,
    rules: findings.map(({ rule }) => rule),
    findings,
  };
}

describe('what the sheet 地块 states', () => {
  it.each([
    ['出让面积(亩)', '15', { offeredAreaM2: 10_000 }],
    ['出让面积（公顷）', 1.5, { offeredAreaM2: 15_000 }],
    ['出让面积(㎡)', '７，０９２．００', { offeredAreaM2: 7092 }],
    ['面积_亩', 3, { offeredAreaM2: 2000 }],
    ['出让面积', '15亩', { offeredAreaM2: 10_000 }],
    ['土地面积(亩)', '1.2公顷', { landAreaM2: 12_000 }],
    ['起始价(万元)', 5450.5, { startPriceYuan: 54_505_000 }],
    ['挂牌起始价（元）', '54,505,000', { startPriceYuan: 54_505_000 }],
    ['起拍价(亿元)', '1.2', { startPriceYuan: 120_000_000 }],
    ['起始价', '¥1,150万元', { startPriceYuan: 11_500_000 }],
    ['增价幅度(万元/亩)', 0.2, { incrementYuan: 2000, incrementPerMu: true }],
    ['增价幅度(万元)', 20, { incrementYuan: 200_000, incrementPerMu: false }],
    ['增价幅度(万元)', '0.2万元/亩', { incrementYuan: 2000, incrementPerMu: true }],
    ['增价幅度', '2000元每亩', { incrementYuan: 2000, incrementPerMu: true }],
    ['增价幅度(万元)', '10', { incrementYuan: 100_000, incrementPerMu: false }],
    ['使用年限', '50年', { termYears: 50 }],
    ['净地 *', '是', { netLand: true }],
    ['是否标准地', '×', { standardLand: false }],
    ['县市区', '金义新区', { district: '金义新区' }],
    ['县(市、区)', '金东区', { district: '金东区' }],
    ['推出日期', '2026.3.2', { releasedOn: '2026-03-02' }],
    ['推出日期', '2026/3/2', { releasedOn: '2026-03-02' }],
    ['推出日期', '2026年3月2日', { releasedOn: '2026-03-02' }],
    ['推出日期', '20260302', { releasedOn: '2026-03-02' }],
    ['推出日期', 46083, { releasedOn: '2026-03-02' }],
    ['推出日期', new Date(Date.UTC(2026, 2, 2)), { releasedOn: '2026-03-02' }],
    ['报名截止', '2026-03-02 16:00', { signupEndsAt: '2026-03-02T16:00:00+08:00' }],
    ['报名截止时间', '2026年3月2日16时30分', { signupEndsAt: '2026-03-02T16:30:00+08:00' }],
    ['报名截止', new Date(Date.UTC(2026, 2, 2, 16, 0)), { signupEndsAt: '2026-03-02T16:00:00+08:00' }],
    ['公告时间', '2026-03-02', { noticeAt: '2026-03-02T00:00:00+08:00' }],
    ['起始价(万元)', '待定', {}],
    ['公告号', '-', {}],
  ])('reads %s %j', async (header, value, fields) => {
    const parcel = await readParcel(header, value);
    expect(parcel.findings).toEqual([]);
    expect(parcel.fields).toEqual(fields);
  });

  it('takes a deadline without a time of day to its last second, and says so', async () => {
    const { fields, findings } = await readParcel('挂牌截止', '2026-03-20');
    expect(fields).toEqual({ listingEndsAt: '2026-03-20T23:59:59+08:00' });
    expect(findings).toMatchObject([
      { rule: 'time-of-day-missing', severity: 'notice', row: 2, field: '挂牌截止' },
    ]);
  });

  it.each([
    ['出让面积', 100, 'cell-area'],
    ['出让面积(顷)', 100, 'cell-area'],
    ['出让面积(亩)', '十五', 'cell-area'],
    ['出让面积(亩)', 0, 'cell-area'],
    ['起始价', 5450, 'cell-money'],
    ['起始价(万元)', 0.00005, 'cell-money'],
    ['起始价(万元)', '-5', 'cell-money'],
    ['起始价(万美元)', 5, 'cell-money'],
    ['起始价(万元/亩)', 95.3, 'money-per-mu'],
    ['起始价（万元／亩）', '95.3', 'money-per-mu'],
    ['起始价(万元)', '95.3万元/亩', 'money-per-mu'],
    ['起始价', '953000元每亩', 'money-per-mu'],
    ['起始价/亩', '95.3万元', 'money-per-mu'],
    ['保证金(万元/亩)', 20, 'money-per-mu'],
    ['保证金(万元)', '20/亩', 'money-per-mu'],
    ['最高限价(万元/亩)', 120, 'money-per-mu'],
    ['最高限价', '120 万元/亩', 'money-per-mu'],
    ['出让年限', '50.5', 'cell-number'],
    ['出让年限', 500, 'cell-value'],
    ['净地', '也许', 'cell-yes-no'],
    ['推出日期', '2026-02-30', 'cell-date'],
    ['推出日期', '3月2日', 'cell-date'],
    ['报名截止', '2026-03-02 25:00', 'cell-date'],
    ['不动产单元号', '123', 'cell-value'],
    ['公告网址', 'javascript:alert(1)', 'cell-value'],
    ['容积率', 1.5, 'cell-interval'],
    ['容积率', '见公告', 'cell-interval'],
    ['绿地率', 0.2, 'cell-percent'],
    ['绿地率(‰)', '≤200', 'cell-unit'],
  ])('refuses %s %j with file, row and column', async (header, value, rule) => {
    const { findings } = await readParcel(header, value);
    expect(findings).toMatchObject([{ rule, severity: 'error', file: '地块.xlsx', row: 2, field: header }]);
    expect(findings[0]?.remedy.length).toBeGreaterThan(4);
  });

  it('refuses 增价幅度 per 亩 beside 增价幅度按亩 否, and stores nothing of it', async () => {
    const header = ['地块编号', '增价幅度(万元/亩)', '增价幅度按亩'];
    const { findings } = await readSheets({ 地块: [header, ['A', 0.2, '否']] });
    expect(findings).toMatchObject([
      { rule: 'money-per-mu', severity: 'error', row: 2, field: '增价幅度(万元/亩)' },
    ]);
  });

  it.each([
    ['容积率', '1.5-2.5', { far: { lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' } }],
    ['容积率', '＞1.0', { far: { lower: 1, lowerOp: '>', upper: null, upperOp: null } }],
    ['容积率下限', 1.5, { far: { lower: 1.5, lowerOp: '>=', upper: null, upperOp: null } }],
    ['绿地率(%)', '≤20%', { green_ratio: { lower: null, lowerOp: null, upper: 20, upperOp: '<=' } }],
    ['绿地率', '≤20', { green_ratio: { lower: null, lowerOp: null, upper: 20, upperOp: '<=' } }],
    ['建筑高度(米)', '≤40米', { height: { lower: null, lowerOp: null, upper: 40, upperOp: '<=' } }],
    ['建筑高度', '不超过40m', { height: { lower: null, lowerOp: null, upper: 40, upperOp: '<=' } }],
    ['容积率', '待定', { far: { lower: null, lowerOp: null, upper: null, upperOp: null } }],
  ])('reads the planning limit %s %j', async (header, value, limits) => {
    const parcel = await readParcel(header, value);
    expect(parcel.findings).toEqual([]);
    expect(parcel.limits).toEqual(limits);
  });

  it('joins 容积率下限 and 容积率上限, and refuses them upside down', async () => {
    const header = ['地块编号', '容积率下限', '容积率上限'];
    const joined = await readSheets({ 地块: [header, ['A', 1.5, 2.5]] });
    expect(joined.drafts[0]?.limits.far).toEqual({ lower: 1.5, lowerOp: '>=', upper: 2.5, upperOp: '<=' });
    const wrong = await readSheets({ 地块: [header, ['A', 2.5, 1.5]] });
    expect(wrong.findings).toMatchObject([{ rule: 'cell-interval', row: 2 }]);
  });

  it('finds the header row below a title, skips blank rows and counts rows as the sheet does', async () => {
    const { drafts, findings } = await readSheets({
      地块: [
        ['2026 年出让计划', null],
        ['', null],
        ['宗地编号', '地块名称'],
        ['A', '一'],
        [null, null],
        ['B', '二'],
        [null, '三'],
      ],
    });
    expect(drafts.map(({ code }) => code)).toEqual(['A', 'B']);
    expect(findings).toMatchObject([{ rule: 'parcel-code-missing', row: 7 }]);
  });

  it('reports unknown, repeated and missing columns', async () => {
    const { findings } = await readSheets({
      地块: [
        ['地块编号', '地块名称', '名称', '备忘'],
        ['A', '一', '一', 'x'],
      ],
      准入指标: [
        ['地块编号', '亩均税收(万元/亩·年)'],
        ['A', '≥30'],
      ],
    });
    expect(findings).toMatchObject([
      { rule: 'column-repeated', severity: 'error', field: '名称' },
      { rule: 'column-unknown', severity: 'warning', field: '备忘' },
      { rule: 'column-missing', severity: 'error', field: '行业代码' },
    ]);
  });

  it('reports a parcel stated twice with both rows, also across files', async () => {
    const one = await workbook({ 地块: [['地块编号'], ['A'], ['A']] });
    const other = { name: 'b.csv', bytes: utf8('地块编号,地块名称\nA,一\n') };
    const { findings } = await readBatch([one, other], options);
    expect(findings.map(({ rule }) => rule)).toEqual(['row-repeated', 'row-repeated']);
    expect(findings[0]?.message).toContain('第 2 行和本行（第 3 行）');
    expect(findings[1]).toMatchObject({
      file: 'b.csv',
      row: 2,
      message: expect.stringContaining('地块.xlsx 第 2 行'),
    });
  });
});

describe('the other sheets', () => {
  it.each([
    ['成交价(万元/亩)', 95.3],
    ['成交价(万元)', '95.3万元/亩'],
    ['成交价', '953000元/亩'],
  ])('refuse %s %j, a price per 亩 where a sum belongs', async (header, value) => {
    const { findings } = await readSheets({
      进展: [
        ['地块编号', '事件', '时间', header],
        ['A', '成交', '2020-03-20 15:30', value],
      ],
    });
    expect(findings).toMatchObject([
      { rule: 'money-per-mu', severity: 'error', file: '地块.xlsx', row: 2, field: header },
    ]);
    expect(findings[0]?.remedy).toContain('「成交价(万元)」');
  });

  it('reads admissions with the direction of each indicator, several industries in one row, and provenance', async () => {
    const { drafts, findings } = await readSheets({
      准入指标: [
        [
          '地块编号',
          '行业代码',
          '亩均税收(万元/亩)',
          '单位能耗(tce/万元)',
          '研发占比(%)',
          '依据',
          '数据来源',
          '核实日期',
        ],
        ['A', 'C36 汽车制造业', 30, 0.15, '≥2.2%', '附表2', '控制性指标表', '2020.2.28'],
        ['A', '17、29', '≥25', '待定', null, null, null, null],
      ],
    });
    expect(findings).toEqual([]);
    const least = (lower: number) => ({ lower, lowerOp: '>=', upper: null, upperOp: null });
    expect(drafts[0]?.admissions).toEqual([
      {
        industry: '36',
        note: null,
        basis: '附表2',
        indicators: {
          tax_per_mu: least(30),
          energy_std: { lower: null, lowerOp: null, upper: 0.15, upperOp: '<=' },
          rd_ratio: least(2.2),
        },
      },
      ...['17', '29'].map((industry) => ({
        industry,
        note: null,
        basis: null,
        indicators: {
          tax_per_mu: least(25),
          energy_std: { lower: null, lowerOp: null, upper: null, upperOp: null },
        },
      })),
    ]);
    expect(drafts[0]?.provenance).toEqual({
      'admissions.36': {
        source: '控制性指标表',
        sourceNumber: null,
        verifiedBy: null,
        verifiedOn: '2020-02-28',
        validUntil: null,
      },
    });
  });

  it('reads utilities, costs, events and single facts', async () => {
    const { drafts, findings } = await readSheets({
      配套: [
        ['地块编号', '配套', '状态', '容量', '预计就绪'],
        ['A', '通电', '已通', '10 kV', null],
      ],
      要素成本: [
        ['地块编号', '要素', '数值'],
        ['A', '电价', '0.65元/kWh'],
      ],
      进展: [
        ['地块编号', '事件', '时间', '成交价(万元)', '文件'],
        ['A', '成交', '2020-03-20 15:30', 1150, '成交确认书'],
      ],
      来源: [
        ['地块编号', '事实', '来源'],
        ['A', '起始价', '出让公告'],
        ['A', 'geometry', '勘测定界报告'],
      ],
      填表说明: [['随便']],
    });
    expect(findings).toEqual([]);
    expect(drafts[0]).toMatchObject({
      utilities: [{ key: 'power', state: 'ready', capacity: '10 kV', capacityEn: null, readyOn: null }],
      costs: [{ key: 'power', value: 0.65, note: null }],
      events: [
        { kind: 'sold', at: '2020-03-20T15:30:00+08:00', amountYuan: 11_500_000, document: '成交确认书' },
      ],
      provenance: { 'fields.startPriceYuan': { source: '出让公告' }, geometry: { source: '勘测定界报告' } },
      places: { utilities: { file: '地块.xlsx', row: 2 } },
    });
  });

  it.each([
    [
      '配套',
      [
        ['地块编号', '配套', '状态'],
        ['A', '磁悬浮', '就绪'],
      ],
      'cell-choice',
    ],
    [
      '配套',
      [
        ['地块编号', '配套', '状态'],
        ['A', '供电', '也许'],
      ],
      'cell-choice',
    ],
    [
      '配套',
      [
        ['地块编号', '配套', '状态'],
        ['A', '供电', '就绪'],
        ['A', '通电', '就绪'],
      ],
      'row-repeated',
    ],
    [
      '要素成本',
      [
        ['地块编号', '要素', '数值'],
        ['A', '电价', '贵'],
      ],
      'cell-number',
    ],
    [
      '进展',
      [
        ['地块编号', '事件', '时间'],
        ['A', '升天', '2020-03-20'],
      ],
      'cell-choice',
    ],
    [
      '进展',
      [
        ['地块编号', '事件', '时间'],
        ['A', '成交', null],
      ],
      'cell-date',
    ],
    [
      '来源',
      [
        ['地块编号', '事实'],
        ['A', 'fields.__proto__.x.y.z'],
      ],
      'fact-unknown',
    ],
    [
      '准入指标',
      [
        ['地块编号', '行业代码'],
        ['A', '汽车'],
      ],
      'cell-industry',
    ],
    [
      '准入指标',
      [
        ['地块编号', '行业代码', '亩均税收(元/㎡)'],
        ['A', '36', 30],
      ],
      'cell-unit',
    ],
  ])('refuses on %s %j', async (sheet, data, rule) => {
    const { findings } = await readSheets({ [sheet]: data });
    expect(findings.map((finding) => finding.rule)).toContain(rule);
  });

  it('warns of a sheet that it does not know', async () => {
    const { findings } = await readSheets({ 地块: [['地块编号'], ['A']], 随想: [['a'], ['b']] });
    expect(findings).toMatchObject([{ rule: 'sheet-unknown', severity: 'warning' }]);
  });
});

describe('files of tables', () => {
  it.each([
    ['GBK with commas', gbk('地块编号,出让面积(亩)\r\nA,"1,500"\r\n')],
    ['UTF-8 with a byte order mark and semicolons', utf8('地块编号;出让面积(亩)\nA;1500\n', true)],
    ['tabs', utf8('地块编号\t出让面积(亩)\nA\t1500\n')],
  ])('reads a CSV in %s', async (_, bytes) => {
    const { drafts, findings } = await readBatch([{ name: '地块.csv', bytes }], options);
    expect(findings).toEqual([]);
    expect(drafts[0]?.fields.offeredAreaM2).toBe(1_000_000);
  });

  it('refuses a CSV with an open quote and names the line', async () => {
    const { findings } = await readBatch([{ name: 'a.csv', bytes: utf8('地块编号\n"A\n') }], options);
    expect(findings).toMatchObject([{ rule: 'csv-unreadable', severity: 'error', file: 'a.csv' }]);
  });

  it.each(['a.xls', 'a.et', 'a.xlsx', 'a.csv'])(
    'recognises an old workbook called %s by its bytes and says what to do',
    async (name) => {
      const bytes = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
      const { findings } = await readBatch([{ name, bytes }], options);
      expect(findings).toMatchObject([
        { rule: 'file-old-office', remedy: expect.stringContaining('另存为 .xlsx') },
      ]);
    },
  );

  it('refuses a workbook that is a bomb, is broken, or declares a document type', async () => {
    const parts = unzipSync((await workbook({ 地块: [['地块编号'], ['A']] })).bytes);
    const repacked = async (changes: Record<string, Uint8Array>) => {
      const bytes = zipSync({ ...parts, ...changes }, { level: 9 });
      return (await readBatch([{ name: 'a.xlsx', bytes }], options)).findings.map(({ rule }) => rule);
    };
    expect(await repacked({})).toEqual([]);
    expect(await repacked({ 'xl/worksheets/sheet2.xml': new Uint8Array(30_000_000) })).toEqual([
      'archive-bomb',
    ]);
    const bombXml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>';
    expect(await repacked({ 'xl/workbook.xml': strToU8(bombXml) })).toEqual(['xml-document-type']);
    expect(await repacked({ 'xl/workbook.xml': strToU8('<workbook') })).toEqual(['workbook-unreadable']);
  });

  it('answers any table of text with drafts or findings, never an exception', async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('地块编号', '容积率', '起始价(万元)', '行业代码', 'A', '≥3', '1-2'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), async (rows) => {
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const { drafts, findings } = await readBatch([{ name: 'a.csv', bytes: utf8(text) }], options);
        expect(drafts.length + findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the template', () => {
  const pack = {
    ...smallPack,
    city: { 'zh-CN': '示例市', en: 'Example' },
    supplyModes: [{ key: 'listing', label: { 'zh-CN': '挂牌', en: 'Listing' }, synonyms: [] }],
  };

  it('is read back without a single finding but that it is empty', async () => {
    const bytes = await spreadsheetTemplate(pack);
    const { findings } = await readBatch([{ name: '模板.xlsx', bytes }], options);
    expect(findings).toMatchObject([{ rule: 'table-empty' }, { rule: 'batch-empty', file: '模板.xlsx' }]);
  });

  it('names every column of every sheet so that it is recognised with its unit', async () => {
    for (const { name, headers } of templateSheets(pack)) {
      const row = headers.map((header) => (header === '地块编号' ? 'A' : null));
      const { findings } = await readSheets({ [name]: [headers, row] });
      expect(findings.filter(({ rule }) => rule.startsWith('column-'))).toEqual([]);
    }
  });
});

describe('dates', () => {
  it('reads back every day in every way of writing it', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
        const [shortMonth, shortDay] = [Number(month), Number(dayOfMonth)];
        const serial = Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
        for (const text of [
          iso,
          `${year}.${shortMonth}.${shortDay}`,
          `${year}/${month}/${dayOfMonth}`,
          `${year}年${shortMonth}月${shortDay}日`,
        ]) {
          expect(readWrittenDate(text)).toEqual({ day: iso, time: undefined });
        }
        expect(readSerialDate(serial)).toEqual({ day: iso, time: undefined });
        expect(readSerialDate(serial + 0.75)).toEqual({ day: iso, time: '18:00:00' });
      }),
    );
  });
});

describe('a sheet longer than is read', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => [`M-${index}`, '地块']);

  it('is refused at the first row that was not read, as CSV and as workbook', async () => {
    const rows = [['地块编号', '地块名称'], ...lines(5001)];
    const csv = { name: 'many.csv', bytes: utf8(rows.map((row) => row.join(',')).join('\n')) };
    for (const file of [csv, await workbook({ 地块: rows }, 'many.xlsx')]) {
      const { findings } = await readBatch([file], options);
      expect(findings).toMatchObject([
        { rule: 'table-too-long', severity: 'error', file: file.name, row: 5002 },
      ]);
    }
  });

  it('is read to its last row when only blank rows follow', async () => {
    const rows = [['地块编号', '地块名称'], ...lines(5000)].map((row) => row.join(','));
    const csv = { name: 'many.csv', bytes: utf8(`${rows.join('\n')}\n${',\n\n'.repeat(300)}`) };
    const { drafts, findings } = await readBatch([csv], options);
    expect(findings).toEqual([]);
    expect(drafts).toHaveLength(5000);
  });
});

describe('what a refused cell says', () => {
  it.each([
    ['地块名称', '长'.repeat(101), 'cell-value', '应不超过 100 个字'],
    ['出让年限', 500, 'cell-value', '应不超过 70'],
    ['出让年限', 0, 'cell-value', '应不小于 1'],
    ['不动产单元号', '123', 'cell-value', '格式不符合要求'],
    ['出让面积(亩)', 0, 'cell-area', '不是正数'],
  ])('names the limit that %s %j breaks', async (...[header, value, rule, words]) => {
    const { findings } = await readParcel(header, value);
    expect(findings).toMatchObject([{ rule, row: 2, message: expect.stringContaining(words) }]);
  });

  it.each([
    ['出让面积(亩)', 0],
    ['出让面积(亩)', -3],
    ['起始价(万元)', -5],
    ['起始价(万元)', '五'],
  ])('speaks of no unit where the unit is right: %s %j', async (header, value) => {
    const { findings } = await readParcel(header, value);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.severity).toBe('error');
    expect(findings[0]?.remedy).not.toContain('单位');
  });

  it('warns of a share of more than the whole, and keeps it', async () => {
    const { limits, findings } = await readParcel('绿地率', '≤120%');
    expect(findings).toMatchObject([
      { rule: 'limit-percent-range', severity: 'warning', row: 2, field: '绿地率' },
    ]);
    expect(Object.values(limits ?? {})).toMatchObject([{ upper: 120 }]);
    expect((await readParcel('绿地率', '≤100%')).findings).toEqual([]);
  });
});
