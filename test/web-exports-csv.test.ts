import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenColumns } from '../web/exports/column.ts';
import { writeCsv } from '../web/exports/csv.ts';
import { exportParcels } from '../web/exports/export-parcels.ts';
import { columnsIn, csvOf, records, wanted } from './support/exported-parcels.ts';
import { parcelRecord } from './support/parcel-records.ts';

describe('a CSV of parcels', () => {
  it('begins with a byte order mark and ends every line with CRLF', async () => {
    const blob = await exportParcels(wanted('zh-CN'), 'csv');
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split('\r\n');
    expect(lines).toHaveLength(records.length + 2);
    expect(lines.at(-1)).toBe('');
  });

  it('writes the numbers of the record, each in the unit of its header', async () => {
    const [row] = await csvOf(wanted('zh-CN'));
    expect(row).toMatchObject({
      地块编号: 'JKC-2026-05',
      '出让面积（m²）': '80893.33',
      '出让面积（亩）': '121.34',
      '起始价（万元）': '5820',
      '单价（万元/亩）': '47.9644',
      '竞买保证金（万元）': '1164',
      '保证金占起始价（%）': '20',
      '亩均税收（万元/亩·年）': '21.2',
      '容积率 要求': '2–3',
      '容积率 下限': '2',
      '容积率 上限': '3',
      '绿地率（%）': '20',
      '绿地率 要求': '≤ 20',
      '报名截止（北京时间）': '2026-12-05 16:00',
      '距报名截止（天）': '13',
      链接: 'https://portal.example/parcels/JKC-2026-05',
    });
  });

  it('writes English money in millions and thousands of yuan, and hectares beside mu', async () => {
    const [row] = await csvOf(wanted('en'));
    expect(row).toMatchObject({
      'Start price (CNY m)': '58.2',
      'Offered area (mu)': '121.34',
      'Offered area (ha)': '8.089333',
      'Tax per mu (CNY k/mu·yr)': '212',
      'Utility: Power': 'Ready, 12,000 kVA, two feeds',
      Officer: 'Chen Xiaolan',
    });
  });

  it.each(['zh-CN', 'en'] as const)('states every price of the record, in %s', async (locale) => {
    const prices = {
      ...parcelRecord('A').prices,
      start: 58_200_000,
      deposit: 11_640_001,
      ceiling: 72_345_678,
    };
    const parcel = parcelRecord('A', { prices, offeredAreaM2: 80_000 });
    const [row] = await csvOf(wanted(locale, { records: [parcel] }));
    expect(row).toMatchObject(
      locale === 'en'
        ? {
            'Start price (CNY m)': '58.2',
            'Unit price (CNY k/mu)': '485',
            'Unit price (CNY/m²)': '727.5',
            'Bid deposit (CNY m)': '11.640001',
            'Deposit share (%)': '20',
            'Ceiling price (CNY m)': '72.345678',
          }
        : {
            '起始价（万元）': '5820',
            '单价（万元/亩）': '48.5',
            '单价（元/m²）': '727.5',
            '竞买保证金（万元）': '1164.0001',
            '保证金占起始价（%）': '20',
            '最高限价（万元）': '7234.5678',
          },
    );
  });

  it('says what is unknown in words, never as zero or nothing', async () => {
    const [priced, row] = await csvOf(wanted('zh-CN'));
    expect(row?.['起始价（万元）']).toBe('待公告');
    expect(row?.['单价（元/m²）']).toBe('待公告');
    expect(priced?.['单位能耗增加值（万元/吨标煤）']).toBe('未公布');
  });

  it('names behind each value its document and the day on which it was verified', async () => {
    const [row] = await csvOf(wanted('zh-CN'));
    expect(row?.['起始价 来源']).toBe('国有建设用地使用权出让公告 婺城土告字〔2026〕5 号');
    expect(row?.['起始价 核实日期']).toBe('2026-11-11');
    expect(row?.['亩均税收 来源']).toBe('标准地控制性指标表 招引〔2026〕6 号');
    expect(row?.['固定资产投资强度 来源']).toBe('标准地控制性指标表 招引〔2026〕5 号');
    expect(row?.['区域评估 来源']).toBe('批文 金华环评〔2026〕23 号');
    expect(row?.['区域评估 批准日期']).toBe('2024-11-14');
    expect(row).not.toHaveProperty('区域评估 核实日期');
  });

  it('has headers of which no two are the same', async () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const text = await (await exportParcels(wanted(locale), 'csv')).text();
      const rows: string[][] = parse(text, { bom: true });
      const heads = rows[0] ?? [];
      expect(heads.filter((head, index) => heads.indexOf(head) !== index)).toEqual([]);
    }
  });

  it('puts the person’s own words behind the name', async () => {
    const extra = [{ label: '备注', value: (code: string) => `${code} 的备注` }];
    const text = await (await exportParcels(wanted('zh-CN', { extra }), 'csv')).text();
    const rows: string[][] = parse(text, { bom: true });
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['地块编号', '地块', '备注'],
      ['JKC-2026-05', 'JKC-2026-05 号地', 'JKC-2026-05 的备注'],
      ['JKC-2026-04', 'JKC-2026-04 号地', 'JKC-2026-04 的备注'],
    ]);
  });

  it('keeps code, name, link, day and sample mark whatever columns are chosen', async () => {
    const columns = chosenColumns(columnsIn('zh-CN'), ['price']);
    expect(columns.map(({ key }) => key)).toEqual(['code', 'name', 'price', 'link', 'asOf', 'sample']);
  });
});

describe('a field of a CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+86 579', "'+86 579"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'\t=1+1"],
    ['＝1+1', "'＝1+1"],
    ['-12.5', '-12.5'],
    ['A,"B"', 'A,"B"'],
  ])('of the text %j is read back as %j', (text, expected) => {
    expect(parse(writeCsv([[text]]), { bom: true })).toEqual([[expected]]);
  });

  it('of a negative number stays a number', () => {
    expect(writeCsv([[-12.5, '-x']])).toBe("\uFEFF-12.5,'-x\r\n");
  });

  it('comes back as it was written, whatever it holds, and never starts a formula', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => !value.includes('\uFEFF'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (row) => {
        const [read = []]: string[][] = parse(writeCsv([row]), { bom: true });
        expect(read.map((value, index) => value === row[index] || value === `'${row[index]}`)).not.toContain(
          false,
        );
        const runs = read.filter((value) => /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value));
        expect(runs).toEqual([]);
      }),
    );
  });
});
