import type { CityPack } from '../../api/city/schema.ts';
import type { ParcelFields } from '../../api/imports/schema.ts';
import * as columns from '../../api/imports/spreadsheet-columns.ts';
import { daysLater, monthsLater } from './calendar.ts';
import { boundsText, locationText, unitNumber } from './parcel-words.ts';
import { pricesOf } from './parcel-values.ts';
import type { Cell, Context, Sheet } from './sheet-context.ts';
import {
  bureauOf,
  codeHeader,
  headerWithUnit,
  noticeNumber,
  promotionOffice,
  provenanceHeaders,
  region,
  verified,
} from './sheet-context.ts';

function yesNo(value: boolean | null): Cell {
  if (value === null) return null;
  return value ? '是' : '否';
}

/** Every field of the sheet 地块, as a land bureau would type it. */
function parcelFields(context: Context): Record<keyof ParcelFields, Cell> {
  const { site, parcel, pack } = context;
  const { input } = parcel;
  const district = site.park.town.slice(0, 6);
  const town = region(pack, site.park.town);
  const location = locationText(input, site.frame, town);
  const prices = pricesOf(input);
  const mode = pack.supplyModes.find(({ key }) => key === input.supplyMode);
  const notice = noticeNumber(context);
  const deadline = `${daysLater(input.listingTo, -2)} 16:00`;
  return {
    name: input.nameZh,
    nameEn: input.nameEn,
    district,
    town: town.name['zh-CN'],
    park: region(pack, site.park.code).name['zh-CN'],
    department: promotionOffice(context).code,
    locationText: location.zh,
    locationTextEn: location.en,
    boundsText: boundsText(input, site.frame),
    unitNumber: unitNumber(input.code, district, site.park.cadastralZone),
    landAreaM2: Number(input.landAreaM2 ?? input.offeredAreaM2),
    offeredAreaM2: Number(input.offeredAreaM2),
    useCode: input.use,
    termYears: input.termYears,
    supplyMode: mode?.label['zh-CN'] ?? null,
    withDesign: yesNo(input.withDesign),
    netLand: yesNo(true),
    standardLand: yesNo(true),
    releasedOn: pack.demonstration?.releasedOn ?? null,
    noticeNumber: notice,
    noticeUrl: notice === null ? null : `https://land.example.org/notice/${input.code}`,
    startPriceYuan: prices?.start ?? null,
    depositYuan: prices?.deposit ?? null,
    ceilingPriceYuan: null,
    incrementYuan: input.incrementWan,
    incrementPerMu: input.incrementWan === null ? null : yesNo(false),
    reservePrice: yesNo(input.reservePrice),
    noticeAt: `${input.noticeOn} 09:00`,
    signupStartsAt: `${input.listingFrom} 09:00`,
    signupEndsAt: deadline,
    depositEndsAt: deadline,
    listingStartsAt: `${input.listingFrom} 09:00`,
    listingEndsAt: `${input.listingTo} 10:00`,
    constructionStartDueOn: monthsLater(input.listingTo, 6),
    completionDueOn: monthsLater(input.listingTo, 30),
    fullProductionDueOn: monthsLater(input.listingTo, 54),
  };
}

const headerUnits: Partial<Record<columns.ParcelColumn['kind'], string>> = {
  area: '(平方米)',
  money: '(万元)',
};

function limitCells({ parcel: { input } }: Context, pack: CityPack): Cell[] {
  const stated: Record<string, string> = {
    far: input.far.map((value) => value.toFixed(1)).join('-'),
    building_density: `${input.densityAtLeast}-60`,
    green_ratio: '≤20',
    height_production: `≤${input.heights[0]}`,
    height_other: `≤${input.heights[1]}`,
    office_share: '≤7',
  };
  return pack.limits.map(({ key }) => stated[key] ?? null);
}

export function parcelSheet(contexts: Context[], pack: CityPack): Sheet {
  const header = [
    codeHeader,
    ...columns.parcelColumns.map(({ header: name, kind }) => `${name}${headerUnits[kind] ?? ''}`),
    ...pack.limits.map(({ label, unit }) => headerWithUnit(label['zh-CN'], unit['zh-CN'])),
    ...provenanceHeaders,
  ];
  const rows = contexts.map((context) => {
    const fields = parcelFields(context);
    const { input } = context.parcel;
    const notice = noticeNumber(context);
    return [
      input.code,
      ...columns.parcelColumns.map(({ field }) => fields[field]),
      ...limitCells(context, pack),
      ...verified(pack, input.verifiedDaysAgo[0], {
        source: notice === null ? '拟出让地块计划（示例）' : '国有建设用地使用权出让公告（示例）',
        sourceNumber: notice,
        verifiedBy: bureauOf(context),
      }),
    ];
  });
  return { name: columns.parcelSheet, rows: [header, ...rows] };
}
