import writeExcelFile from 'write-excel-file/node';
import type { CityPack } from '../city/schema.ts';
import type { CellKind } from './spreadsheet-columns.ts';
import {
  admissionColumns,
  admissionSheet,
  codeHeaders,
  costColumns,
  costSheet,
  eventColumns,
  eventSheet,
  eventWords,
  factColumns,
  factSheet,
  parcelColumns,
  parcelSheet,
  provenanceColumns,
  utilityColumns,
  utilitySheet,
  utilityStateWords,
} from './spreadsheet-columns.ts';

type TemplatePack = Pick<CityPack, 'city' | 'limits' | 'indicators' | 'utilities' | 'costs' | 'supplyModes'>;

const units: Partial<Record<CellKind, string>> = { area: '㎡', money: '万元' };
const codeHeader = codeHeaders[0] ?? '地块编号';

/**
 * The empty workbook that staff download: one sheet of headers for each thing a parcel states, in the city's own indicator
 * set, and a page of how to fill it in. What it contains is exactly what the import reads back.
 */
export async function spreadsheetTemplate(pack: TemplatePack): Promise<Uint8Array> {
  const sheets = templateSheets(pack).map(({ name, headers }) => ({
    sheet: name,
    data: [headers.map((value) => ({ value, fontWeight: 'bold' as const }))],
    columns: headers.map((header) => ({ width: Math.max(12, header.length * 2 + 2) })),
    stickyRowsCount: 1,
    stickyColumnsCount: 1,
  }));
  const guide = {
    sheet: '填表说明',
    data: guideLines(pack).map((line) => [line]),
    columns: [{ width: 110 }],
  };
  return new Uint8Array(await writeExcelFile([...sheets, guide]).toBuffer());
}

export function templateSheets(pack: TemplatePack): { name: string; headers: string[] }[] {
  const provenance = provenanceColumns.map(({ header }) => header);
  const headersOf = (columns: Record<string, { header: string }>) =>
    Object.values(columns).map(({ header }) => header);
  const measured = (list: readonly { label: { 'zh-CN': string }; unit: { 'zh-CN': string } }[]) =>
    list.map(({ label, unit }) => withUnit(label['zh-CN'], unit['zh-CN']));
  const { amount, ...eventRest } = eventColumns;
  return [
    {
      name: parcelSheet,
      headers: [
        codeHeader,
        ...parcelColumns.map(({ header, kind }) => withUnit(header, units[kind] ?? '')),
        ...measured(pack.limits),
        ...provenance,
      ],
    },
    {
      name: admissionSheet,
      headers: [codeHeader, ...headersOf(admissionColumns), ...measured(pack.indicators), ...provenance],
    },
    { name: utilitySheet, headers: [codeHeader, ...headersOf(utilityColumns), ...provenance] },
    { name: costSheet, headers: [codeHeader, ...headersOf(costColumns), ...provenance] },
    { name: eventSheet, headers: [codeHeader, ...headersOf(eventRest), withUnit(amount.header, '万元')] },
    { name: factSheet, headers: [codeHeader, ...headersOf(factColumns), ...provenance] },
  ];
}

function withUnit(header: string, unit: string): string {
  return unit === '' ? header : `${header}(${unit})`;
}

function guideLines(pack: TemplatePack): string[] {
  const labels = (list: readonly { label: { 'zh-CN': string } }[]) =>
    list.map(({ label }) => label['zh-CN']).join('、');
  const firstWords = (words: Record<string, readonly string[]>) =>
    Object.values(words)
      .map(([word = '']) => word)
      .join('、');
  return [
    `${pack.city['zh-CN']}地块信息导入模板`,
    '各表以地块编号对应；坐标文件（国土 TXT、ZIP 压缩的 Shapefile、GeoJSON）与本表放在同一批提交，全部通过检查才会写入。',
    '单位写在列名的括号里，可以改：面积用 ㎡、亩或公顷，金额用 元、万元或亿元；单元格里写了单位的，以单元格为准。',
    '空白表示不填报、保持原值；写「待定」表示要求存在而数值未定。',
    '日期写 2026-03-02、2026/3/2、2026.3.2 或 2026年3月2日，时刻写 2026-03-02 16:00，均为北京时间。',
    '指标写 ≥32、≤0.15 或 1.5-2.5；准入指标只写数字时，按城市指标集规定的方向理解；规划条件必须写明方向。',
    '带百分号的指标请写成文字，如 ≥30%，不要用百分比格式的单元格。',
    `必填：${parcelColumns
      .filter(({ required }) => required)
      .map(({ header }) => header)
      .join('、')}。`,
    `供应方式：${labels(pack.supplyModes)}。`,
    `配套：${labels(pack.utilities)}。状态：${firstWords(utilityStateWords)}。`,
    `要素：${labels(pack.costs)}。`,
    `事件：${firstWords(eventWords)}。`,
    '来源表用于个别事实的出处与整行不同时；「事实」写地块表的列名，或 limits.far、admissions.36.tax_per_mu、geometry 这样的路径。',
  ];
}
