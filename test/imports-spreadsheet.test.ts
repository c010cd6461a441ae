import { describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { readParcel, readSheets, workbook } from './support/parcel-sheets.ts';
import { smallPack } from './support/small-pack.ts';
import { utf8 } from './support/survey-files.ts';

const options = { pack: smallPack };

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
