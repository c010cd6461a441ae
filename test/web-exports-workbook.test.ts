import { describe, expect, it } from 'vitest';
import { exportNotes } from '../web/exports/notes.ts';
import { sheetsOf, wanted } from './support/exported-parcels.ts';
import { jinhua } from './support/map-fixtures.ts';

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
