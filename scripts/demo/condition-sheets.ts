import type { CityPack } from '../../api/city/schema.ts';
import * as columns from '../../api/imports/spreadsheet-columns.ts';
import { indicatorValues, sizedCapacities } from './parcel-values.ts';
import type { Context, Sheet } from './sheet-context.ts';
import { codeHeader, headerWithUnit, promotionOffice, provenanceHeaders, verified } from './sheet-context.ts';

export function admissionSheet(contexts: Context[], pack: CityPack): Sheet {
  const { industry, note, basis } = columns.admissionColumns;
  const header = [
    codeHeader,
    industry.header,
    note.header,
    ...pack.indicators.map(({ label, unit }) => headerWithUnit(label['zh-CN'], unit['zh-CN'])),
    basis.header,
    ...provenanceHeaders,
  ];
  const rows = contexts.flatMap((context) => {
    const { input } = context.parcel;
    const number = `招引〔2020〕示例${input.code.slice(-2)}号`;
    return input.industries.map((code) => [
      input.code,
      code,
      null,
      ...indicatorValues(input, code, context),
      `${number} 附表 2`,
      ...verified(pack, input.verifiedDaysAgo[1], {
        source: '标准地控制性指标表（示例）',
        sourceNumber: number,
        verifiedBy: promotionOffice(context).name['zh-CN'],
      }),
    ]);
  });
  return { name: columns.admissionSheet, rows: [header, ...rows] };
}

export function utilitySheet(contexts: Context[], pack: CityPack): Sheet {
  const { utility, state, capacity, capacityEn, readyOn } = columns.utilityColumns;
  const header = [
    codeHeader,
    ...[utility, state, capacity, capacityEn, readyOn].map((column) => column.header),
    ...provenanceHeaders,
  ];
  const rows = contexts.flatMap((context) => {
    const { input } = context.parcel;
    const { park } = context.site;
    const capacities: Record<string, [string, string]> = {
      ...park.services,
      ...sizedCapacities(Number(input.offeredAreaM2)),
      levelling: [`设计标高 ${park.elevationM.toFixed(1)} m`, `Design level ${park.elevationM.toFixed(1)} m`],
    };
    return pack.utilities.map(({ key, label }) => {
      const [pendingState, pendingDay] = input.pending[key] ?? ['ready', null];
      const known = pendingState === 'none' ? null : capacities[key];
      return [
        input.code,
        label['zh-CN'],
        columns.utilityStateWords[pendingState][0],
        known?.[0] ?? null,
        known?.[1] ?? null,
        pendingDay,
        ...verified(pack, input.verifiedDaysAgo[2], {
          source: '园区配套核查表（示例）',
          sourceNumber: null,
          verifiedBy: promotionOffice(context).name['zh-CN'],
        }),
      ];
    });
  });
  return { name: columns.utilitySheet, rows: [header, ...rows] };
}

export function costSheet(contexts: Context[], pack: CityPack): Sheet {
  const { cost, value, note } = columns.costColumns;
  const header = [codeHeader, ...[cost, value, note].map((column) => column.header), ...provenanceHeaders];
  const rows = contexts.flatMap((context) => {
    const { input } = context.parcel;
    return pack.costs.map(({ label }, index) => [
      input.code,
      label['zh-CN'],
      context.site.park.costs[index] ?? null,
      null,
      ...verified(pack, input.verifiedDaysAgo[3], {
        source: '要素成本表（示例）',
        sourceNumber: null,
        verifiedBy: promotionOffice(context).name['zh-CN'],
      }),
    ]);
  });
  return { name: columns.costSheet, rows: [header, ...rows] };
}
