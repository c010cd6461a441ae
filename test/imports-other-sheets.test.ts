import { describe, expect, it } from 'vitest';
import { readSheets } from './support/parcel-sheets.ts';

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
