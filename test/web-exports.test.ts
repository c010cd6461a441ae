import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { ParcelAnswer, ParcelRecords } from '../api/parcels/schema.ts';
import type { Locale } from '../api/units/rules.ts';
import { collectAnswer, collectRecords } from '../web/exports/collect.ts';
import { chosenColumns } from '../web/exports/column.ts';
import { writeCsv } from '../web/exports/csv.ts';
import { exportParcels, type ParcelExport } from '../web/exports/export-parcels.ts';
import { writeGeojson } from '../web/exports/geojson.ts';
import { exportNotes } from '../web/exports/notes.ts';
import { exportColumns } from '../web/exports/parcel-columns.ts';
import { fileName } from '../web/exports/save-file.ts';
import { insideWechat } from '../web/ui/wechat.ts';
import { wholeAnswer } from './support/answers.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';

const now = new Date('2026-11-22T10:00:00+08:00');
const unpriced = parcelRecord('JKC-2026-04', {
  startPrice: null,
  prices: { start: null, deposit: null, ceiling: null, increment: null, reserve: null, deal: null },
  signupEnds: null,
});
const records = [parcelRecord('JKC-2026-05'), unpriced];

function columnsIn(locale: Locale) {
  const city = jinhua();
  return exportColumns({ city, locale, named: null, searched: [], now, origin: 'https://portal.example' });
}

function wanted(locale: Locale, over: Partial<ParcelExport> = {}): ParcelExport {
  const columns = columnsIn(locale);
  return { records, columns, locale, title: '金华招商地图', notes: [], ...over };
}

async function csvOf(wantedFile: ParcelExport): Promise<Record<string, string>[]> {
  return parse(await (await exportParcels(wantedFile, 'csv')).text(), { bom: true, columns: true });
}

async function sheetsOf(wantedFile: ParcelExport) {
  const blob = await exportParcels(wantedFile, 'xlsx');
  return readExcelFile(Buffer.from(await blob.arrayBuffer()));
}

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

describe('a workbook of parcels', () => {
  it('has the values under their units, numbers as numbers and days as days', async () => {
    const [data] = await sheetsOf(wanted('zh-CN'));
    const [heads = [], units = [], first = []] = data?.data ?? [];
    const at = (head: string, unit = '') =>
      first[heads.findIndex((value, index) => value === head && (units[index] ?? '') === unit)];
    expect(data?.sheet).toBe('地块');
    expect(at('地块编号')).toBe('JKC-2026-05');
    expect(at('起始价', '万元')).toBe(5820);
    expect(at('出让面积', 'm²')).toBe(80_893.33);
    expect(at('亩均税收', '万元/亩·年')).toBe(21.2);
    expect(at('容积率 上限')).toBe(3);
    expect(at('出让公告')).toEqual(new Date('2026-10-16T00:00:00Z'));
    expect(at('报名截止', '北京时间')).toEqual(new Date('2026-12-05T16:00:00Z'));
    expect(at('单位能耗增加值', '万元/吨标煤')).toBe('未公布');
  });

  it('names for each parcel and value its document, number, who verified it, when, and the badge', async () => {
    const sheets = await sheetsOf(wanted('zh-CN'));
    const rows = sheets[1]?.data ?? [];
    expect(sheets[1]?.sheet).toBe('来源');
    const row = rows.find(
      ([code, , field]) => code === 'JKC-2026-05' && String(field).startsWith('亩均税收'),
    );
    expect(row?.slice(3)).toEqual([
      '标准地控制性指标表',
      '招引〔2026〕6 号',
      '金华开发区投资促进中心',
      new Date('2026-04-22T00:00:00Z'),
      '未注明',
      '待复核 214 天',
    ]);
    const evaluation = rows.find(([, , field]) => field === '区域评估·规划环评');
    expect(evaluation?.at(-1)).toBe('有效');
  });

  it('says on a sheet of its own what was asked, where, as of when, and that the notice prevails', async () => {
    const notes = exportNotes({
      city: { ...jinhua(), demonstration: null },
      locale: 'zh-CN',
      conditions: [{ field: '行业', words: '汽车制造业 36' }],
      link: 'https://portal.example/?industry=36',
      asOf: '2026-11-22T09:30:00+08:00',
      gone: ['JKC-2026-09'],
    });
    const sheets = await sheetsOf(wanted('zh-CN', { notes }));
    const words = Object.fromEntries(
      (sheets[2]?.data ?? []).slice(1).map(([label, value]) => [label, value]),
    );
    expect(words).toMatchObject({
      条件: '行业：汽车制造业 36',
      链接: 'https://portal.example/?industry=36',
      数据截至: '2026-11-22 09:30 北京时间',
      出让公告: '以自然资源和规划局公告为准。土地由自然资源和规划局出让，本表不办理报名。',
      地图: '示意图，非审定地图',
      没有数据的地块: '已不再公开：JKC-2026-09',
    });
  });

  it('holds in English what the Chinese one holds, and no Chinese of ours', async () => {
    const [data] = await sheetsOf(wanted('en'));
    const [heads = [], units = []] = data?.data ?? [];
    expect(data?.sheet).toBe('Parcels');
    expect([...heads, ...units].filter((value) => /\p{Script=Han}/u.test(String(value ?? '')))).toEqual([]);
  });
});

describe('both files', () => {
  it('agree in every number with the record and with each other', async () => {
    const [rows, [data]] = await Promise.all([csvOf(wanted('zh-CN')), sheetsOf(wanted('zh-CN'))]);
    const [heads = [], units = [], ...values] = data?.data ?? [];
    heads.forEach((head, column) => {
      const unit = units[column];
      const name = unit ? `${String(head)}（${String(unit)}）` : String(head);
      const numbers = values.map((row) => row[column]);
      numbers.forEach((value, row) => {
        if (typeof value === 'number') expect([name, rows[row]?.[name]]).toEqual([name, String(value)]);
      });
    });
    expect(heads.length).toBeGreaterThan(50);
  });

  it('have a row for a parcel without a record, with its name, why, and one’s own words', async () => {
    const missing = [{ code: 'JKC-2026-09', name: '撤回的地块', state: '已撤回' }];
    const extra = [{ label: '备注', value: (code: string) => `记 ${code}` }];
    const asked = wanted('zh-CN', { missing, extra });
    const [rows, [data]] = await Promise.all([csvOf(asked), sheetsOf(asked)]);
    const last = rows.at(-1) ?? {};
    expect(Object.fromEntries(Object.entries(last).filter(([, value]) => value !== ''))).toEqual({
      地块编号: 'JKC-2026-09',
      地块: '撤回的地块',
      备注: '记 JKC-2026-09',
      状态: '已撤回',
    });
    expect(rows).toHaveLength(records.length + 1);
    const written = (data?.data.at(-1) ?? []).filter((value) => value !== null && value !== '');
    expect(written).toEqual(['JKC-2026-09', '撤回的地块', '记 JKC-2026-09', '已撤回']);
  });

  it('are named by the day in Shanghai on which they are made', () => {
    const lateInLondon = new Date('2026-11-21T18:00:00Z');
    expect(fileName('xlsx', 'zh-CN', lateInLondon)).toBe('招商地块-2026-11-22.xlsx');
    expect(fileName('csv', 'en', lateInLondon)).toBe('parcels-2026-11-22.csv');
  });
});

describe('a GeoJSON of parcels', () => {
  it('holds every parcel once and says which datum it is in', async () => {
    const notes = [{ label: 'CRS', words: 'CGCS2000' }];
    const text = await writeGeojson(records, '2026-11-22T09:30:00+08:00', notes).text();
    const collection: { features: { id: string }[]; notes: unknown } = JSON.parse(text);
    expect(collection.features.map(({ id }) => id)).toEqual(['JKC-2026-05', 'JKC-2026-04']);
    expect(collection.notes).toEqual({ CRS: 'CGCS2000' });
  });
});

/** Answers a question in pages of `size`, as the API does. */
function pagedAnswer(codes: string[], size: number) {
  return (query: URLSearchParams): Promise<{ ok: true; value: ParcelAnswer }> => {
    const start = Number(query.get('cursor') ?? 0);
    const items = codes.slice(start, start + size).map((code) => parcelRecord(code));
    const next = start + size < codes.length ? String(start + size) : null;
    return Promise.resolve({ ok: true, value: { ...wholeAnswer(items), total: codes.length, next } });
  };
}

function recordsOf(gone: string[] = []) {
  return (codes: readonly string[]): Promise<{ ok: true; value: ParcelRecords }> =>
    Promise.resolve({
      ok: true,
      value: {
        items: codes.filter((code) => !gone.includes(code)).map((code) => parcelRecord(code)),
        gone: codes.filter((code) => gone.includes(code)).map((code) => ({ code, why: 'recalled' })),
        asOf: '2026-11-22T09:30:00+08:00',
      },
    });
}

describe('collecting an answer for a file', () => {
  const codes = Array.from({ length: 250 }, (_, index) => `P-${String(index).padStart(3, '0')}`);
  const collecting = () => {
    const steps: string[] = [];
    const cancel = new AbortController();
    return {
      steps,
      cancel,
      signal: cancel.signal,
      onprogress: ({ done, total }: { done: number; total: number }) => steps.push(`${done}/${total}`),
    };
  };

  it('takes every page, in order, and tells how far it is', async () => {
    const { steps, ...rest } = collecting();
    const collected = await collectAnswer(new URLSearchParams('q=a'), pagedAnswer(codes, 100), rest);
    expect(collected.ok && collected.value.items.map(({ code }) => code)).toEqual(codes);
    expect(steps).toEqual(['100/250', '200/250', '250/250']);
  });

  it('asks for records by the hundred and names those recalled meanwhile', async () => {
    const { steps, ...rest } = collecting();
    const collected = await collectRecords(codes, recordsOf(['P-101']), rest);
    expect(collected.ok && collected.value.records).toHaveLength(249);
    expect(collected.ok && collected.value.gone).toEqual(['P-101']);
    expect(steps).toEqual(['0/250', '100/250', '200/250', '250/250']);
  });

  it('keeps nothing of an answer that failed half way', async () => {
    const { steps: _steps, ...rest } = collecting();
    let asked = 0;
    const failing = (some: readonly string[]) => {
      asked += 1;
      if (asked === 1) return recordsOf()(some);
      return Promise.resolve({ ok: false, failure: { kind: 'offline' } } as const);
    };
    expect(await collectRecords(codes, failing, rest)).toEqual({ ok: false, failure: { kind: 'offline' } });
    expect(asked).toBe(2);
  });

  it('stops when the person cancels', async () => {
    const { steps: _steps, cancel, ...rest } = collecting();
    let asked = 0;
    const cancelled = collectRecords(
      codes,
      (some) => {
        asked += 1;
        cancel.abort();
        return recordsOf()(some);
      },
      rest,
    );
    await expect(cancelled).rejects.toThrow();
    expect(asked).toBe(1);
  });
});

describe('a browser inside WeChat', () => {
  it.each([
    ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49(0x1800312b) NetType/WIFI', true],
    ['Mozilla/5.0 (Linux) wxwork/4.1.6 MicroMessenger/7.0.1 Language/zh', true],
    ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1', false],
  ])('is known by its name: %s', (userAgent, inside) => {
    expect(insideWechat(userAgent)).toBe(inside);
  });
});
