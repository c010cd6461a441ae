import writeExcelFile from 'write-excel-file/node';
import { toLonLat, type EastNorth } from '../../api/imports/crs.ts';
import type { LonLat } from '../../api/imports/crs.ts';
import { txt, utf8, zone40 } from './survey-files.ts';

/** A parcel that is not in the demonstration, on the west side of its JKC-2020-02. */
export const adjoining = {
  code: 'JKC-2020-21',
  name: '汽车大道北侧 21 号地',
  nameEn: 'Plot 21, north of Qiche Avenue',
};

/** Where the two parcels touch: J1 and J4 of JKC-2020-02, as surveyed. */
const northEast: EastNorth = { eastM: 40_460_062.505, northM: 3_214_418.784 };
const southEast: EastNorth = { eastM: 40_460_121.25, northM: 3_214_142.38 };
const westwards: EastNorth = { eastM: -182.879, northM: -38.872 };
/** By so much of its width the survey file falls short at the south-east corner: 8 % of the area. */
const shortfall = 1 / 6;

function moved({ eastM, northM }: EastNorth, share: number): EastNorth {
  return { eastM: eastM + westwards.eastM * share, northM: northM + westwards.northM * share };
}

const wrongCorner = moved(southEast, shortfall);
const northWest = moved(northEast, 1);
const southWest = moved(southEast, 1);

/** The four corners as they are drawn in the file, from the north-east against the clock; the last is the wrong one. */
export const drawnCorners: LonLat[] = [northEast, northWest, southWest, wrongCorner].map((corner) =>
  toLonLat(zone40, corner),
);
/** Where the wrong corner belongs: on the neighbour's. */
export const rightCorner: LonLat = toLonLat(zone40, southEast);

/** A parallelogram's, m². */
const declaredAreaM2 = Math.abs(
  (southEast.eastM - northEast.eastM) * westwards.northM -
    (southEast.northM - northEast.northM) * westwards.eastM,
);

type SentFile = { name: string; mimeType: string; buffer: Buffer };

/** 勘测定界 TXT with the boundary, and a workbook with everything else that is to be said of the parcel. */
export async function adjoiningFiles(): Promise<SentFile[]> {
  const ring = [northEast, northWest, southWest, wrongCorner, northEast];
  const survey = utf8(txt([{ code: adjoining.code, name: adjoining.name, rings: [ring] }]));
  const workbook = await writeExcelFile(
    Object.entries(sheets()).map(([sheet, data]) => ({ sheet, data })),
  ).toBuffer();
  return [
    { name: 'survey.txt', mimeType: 'text/plain', buffer: Buffer.from(survey) },
    { name: 'parcels.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(workbook) },
  ];
}

function sheets(): Record<string, (string | number | null)[][]> {
  const { code, name, nameEn } = adjoining;
  return {
    地块: [
      [
        '地块编号',
        '地块名称',
        '英文名称',
        '县(市、区)',
        '园区',
        '招商部门',
        '坐落',
        '四至',
        '出让面积(平方米)',
        '用途代码',
        '出让年限',
        '供应方式',
        '标准地',
        '起始价(万元)',
        '保证金(万元)',
        '容积率',
        '建筑密度(%)',
        '绿地率(%)',
        '数据来源',
        '核实单位',
        '核实日期',
      ],
      [
        code,
        name,
        nameEn,
        '330702',
        '新能源汽车产业园',
        'jkc-manufacturing',
        '秋滨街道，汽车大道以北',
        '东至 JKC-2020-02，南至汽车大道，西至经三路，北至纬三路',
        Number(declaredAreaM2.toFixed(2)),
        '100102',
        50,
        '挂牌',
        '是',
        3960,
        792,
        '1.6-2.8',
        '35-60',
        '≤20',
        '宗地勘测定界报告（试验）',
        '婺城区自然资源和规划局（试验）',
        '2026-06-12',
      ],
    ],
    准入指标: [
      [
        '地块编号',
        '行业代码',
        '固定资产投资强度(万元/亩)',
        '亩均税收(万元/亩·年)',
        '亩均增加值(万元/亩·年)',
        '单位能耗增加值(万元/吨标煤)',
        '单位排放增加值(万元/吨)',
        '全员劳动生产率(万元/人·年)',
        '研发投入占主营收入(%)',
        '依据',
      ],
      [code, '36', 280, 23.7, 109.5, 4, 9012, 23.8, 3.3, '招引〔2026〕试验 1 号'],
    ],
    配套: [
      ['地块编号', '配套', '状态', '容量'],
      [code, '供电', '就绪', '13,000 kVA，10 kV 双回路'],
    ],
  };
}
