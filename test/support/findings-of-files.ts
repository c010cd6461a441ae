import { readBatch } from '../../api/imports/batch.ts';
import type { Finding } from '../../api/imports/schema.ts';
import { otherDepartment, otherRegion, waitsForReview } from '../../api/intakes/row-rules.ts';
import { smallPack } from './small-pack.ts';
import { ringAt, square, txt, utf8, type TxtPlot } from './survey-files.ts';

const plot: TxtPlot = { code: 'JK-01', name: '一号', hectares: '1.0000', rings: [square(100)] };
const survey = (over: Partial<TxtPlot>, attributes: Record<string, string> = {}) =>
  txt([{ ...plot, ...over }], { attributes });
const sound = survey({});
const crossing = ringAt([
  [0, 0],
  [100, 100],
  [100, 0],
  [0, 100],
]);
const flat = ringAt([
  [0, 0],
  [50, 50],
  [100, 100],
]);

/** Survey files, each with something that its reader has to say of it. */
const surveys = [
  '没有地块的文件',
  survey({ figure: '线' }),
  survey({ hectares: '许多' }),
  survey({ hectares: '15.0000' }),
  survey({ hectares: '1.0300' }),
  survey({ code: '' }),
  survey({ code: 'JK-01.geojson' }),
  survey({}, { 坐标系: '1980西安坐标系' }),
  survey({}, { 坐标系: '某某坐标系' }),
  survey({}, { 坐标系: '' }),
  survey({}, { 计量单位: '千米' }),
  survey({}, { 投影类型: '墨卡托' }),
  survey({}, { 带号: '99' }),
  survey({}, { 带号: '39' }),
  survey({}, { 转换参数: '1,2,3,4,5,6,7' }),
  survey({ rings: [crossing] }),
  survey({ rings: [flat] }),
  survey({ rings: [square(100), square(100)] }),
  survey({ rings: [square(100), square(100, [50, 50])] }),
  survey({ rings: [square(100, [900_000, 900_000])] }),
  txt([plot], { eastFirst: true }),
  txt([plot], { dropPrefix: true, attributes: { 带号: '', 几度分带: '' } }),
  sound.replace('J1,', 'J1，甲，'),
  sound.replace(',@', ''),
  sound.replace('格式版本号=', '格式版本号'),
  sound.replace(/^4,/m, '7,').replace(/^5,/m, '7,'),
  txt([plot, { ...plot, code: 'jk-01' }, plot]),
];

/** Tables, each with something that its reader has to say of it. */
const tables = [
  '地块编号,出让面积,起始价(万元),带方案,公告日期,竞买报名截止\nA,一大片,十元,也许,不久,2026-03-02\n',
  '地块编号,起始价(万元/亩),出让年限,不动产单元号\nA,20,200,12\n',
  '地块编号,容积率,建筑密度(%),绿地率(%)\nA,大约一,0.3,120\n',
  '地块编号,地块编号,别的,地块名称,名称\nA,A,1,一,二\nA,A,1,一,二\n,,,,\n',
  '地块编号,地块名称\n,无编号\nA,一\nA,二\n',
  '名称\n甲\n',
  '地块编号,行业,亩均税收\nA,很多,三十\n',
];

/** Findings of real readers over files with many kinds of defect, and what a department may not bring in. */
export async function findingsOfFiles(): Promise<Finding[]> {
  const options = { pack: smallPack };
  const named = [
    ...surveys.map((text) => ({ name: 'a.txt', bytes: utf8(text) })),
    ...tables.map((text) => ({ name: '地块.csv', bytes: utf8(text) })),
    { name: '行业准入.csv', bytes: utf8('地块编号,行业代码\nA,很多\n') },
    { name: '配套.csv', bytes: utf8('地块编号,配套,状态\nA,钟楼,也许\n') },
    { name: '事件.csv', bytes: utf8('地块编号,事件,时间\nA,典礼,\n') },
    { name: '高德导出.txt', bytes: utf8(sound) },
  ];
  const batches = await Promise.all(named.map((file) => readBatch([file], options)));
  return [
    ...batches.flatMap(({ findings }) => findings),
    ...[otherDepartment, otherRegion, waitsForReview].map((say) => say('JK-01')),
  ];
}
