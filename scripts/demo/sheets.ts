import type { CityPack, Region } from '../../api/city/schema.ts';
import type { ParcelFields, Provenance } from '../../api/imports/schema.ts';
import * as columns from '../../api/imports/spreadsheet-columns.ts';
import { daysLater, monthsLater } from './calendar.ts';
import type { Inputs } from './inputs.ts';
import { boundsText, locationText, unitNumber } from './parcel-words.ts';
import { indicatorValues, pricesOf, sizedCapacities } from './parcel-values.ts';
import type { Site } from './site.ts';
import { surveyedOn } from './survey-files.ts';

export type Cell = string | number | null;
export type Sheet = { name: string; rows: Cell[][] };

type Context = { site: Site; parcel: Site['parcels'][number]; pack: CityPack; inputs: Inputs };

const provenanceHeaders = columns.provenanceColumns.map(({ header }) => header);

function provenance(stated: Provenance): Cell[] {
  return columns.provenanceColumns.map(({ field }) => stated[field]);
}

/** Verified so many days before the reference day, valid for a year. */
function verified(
  pack: CityPack,
  daysAgo: number,
  stated: Pick<Provenance, 'source' | 'sourceNumber' | 'verifiedBy'>,
) {
  const verifiedOn = daysLater(referenceDay(pack), -daysAgo);
  return provenance({ ...stated, verifiedOn, validUntil: daysLater(verifiedOn, 365) });
}

function referenceDay({ name, demonstration }: CityPack): string {
  if (demonstration === null) throw new Error(`city pack ${name} has no demonstration`);
  return demonstration.referenceDay;
}

function region({ regions }: CityPack, code: string): Region {
  const found = regions.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`region ${code} is not in the city pack`);
  return found;
}

function yesNo(value: boolean | null): Cell {
  if (value === null) return null;
  return value ? '是' : '否';
}

function bureauOf({ site, pack }: Context): string {
  return `${region(pack, site.park.town.slice(0, 6)).name['zh-CN']}自然资源和规划局（示例）`;
}

function promotionOffice({ site, pack }: Context): CityPack['departments'][number] {
  const district = site.park.town.slice(0, 6);
  const office =
    pack.departments.find(({ regions }) => regions.includes(site.park.code)) ??
    pack.departments.find(({ regions }) => regions.includes(district));
  if (office === undefined) throw new Error(`nobody answers for ${site.park.code}`);
  return office;
}

function noticeNumber({ parcel, site, pack }: Context): string {
  const district = region(pack, site.park.town.slice(0, 6)).name['zh-CN'].slice(0, 2);
  return `${district}土告字〔2020〕示例${parcel.input.code.slice(-2)}号`;
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
    noticeNumber: noticeNumber(context),
    noticeUrl: `https://land.example.org/notice/${input.code}`,
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

function headerWithUnit(label: string, unit: string): string {
  return unit === '' ? label : `${label}(${unit})`;
}

function parcelSheet(contexts: Context[], pack: CityPack): Sheet {
  const header = [
    columns.codeHeaders[0] ?? '',
    ...columns.parcelColumns.map(({ header: name, kind }) => `${name}${headerUnits[kind] ?? ''}`),
    ...pack.limits.map(({ label, unit }) => headerWithUnit(label['zh-CN'], unit['zh-CN'])),
    ...provenanceHeaders,
  ];
  const rows = contexts.map((context) => {
    const fields = parcelFields(context);
    const { input } = context.parcel;
    return [
      input.code,
      ...columns.parcelColumns.map(({ field }) => fields[field]),
      ...limitCells(context, pack),
      ...verified(pack, input.verifiedDaysAgo[0], {
        source: '国有建设用地使用权出让公告（示例）',
        sourceNumber: noticeNumber(context),
        verifiedBy: bureauOf(context),
      }),
    ];
  });
  return { name: columns.parcelSheet, rows: [header, ...rows] };
}

function admissionSheet(contexts: Context[], pack: CityPack): Sheet {
  const { industry, note, basis } = columns.admissionColumns;
  const header = [
    columns.codeHeaders[0] ?? '',
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

function utilitySheet(contexts: Context[], pack: CityPack): Sheet {
  const { utility, state, capacity, capacityEn, readyOn } = columns.utilityColumns;
  const header = [
    columns.codeHeaders[0] ?? '',
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

function costSheet(contexts: Context[], pack: CityPack): Sheet {
  const { cost, value, note } = columns.costColumns;
  const header = [
    columns.codeHeaders[0] ?? '',
    ...[cost, value, note].map((column) => column.header),
    ...provenanceHeaders,
  ];
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

function eventSheet(contexts: Context[]): Sheet {
  const { kind, at, amount, document } = columns.eventColumns;
  const header = [
    columns.codeHeaders[0] ?? '',
    kind.header,
    at.header,
    `${amount.header}(万元)`,
    document.header,
  ];
  const words: Record<string, readonly string[]> = columns.eventWords;
  const rows = contexts.flatMap(({ parcel: { input } }) =>
    input.events.map((event) => [
      input.code,
      words[event.kind]?.[0] ?? null,
      `${event.on} ${event.time}`,
      event.kind === 'sold' ? Math.round((pricesOf(input)?.start ?? 0) * (input.dealRatio ?? 1)) : null,
      event.document,
    ]),
  );
  return { name: columns.eventSheet, rows: [header, ...rows] };
}

/** Facts whose source differs from their row: planning conditions, the survey, and emission limits taken from an older paper. */
function factSheet(contexts: Context[], pack: CityPack): Sheet {
  const header = [columns.codeHeaders[0] ?? '', columns.factColumns.path.header, ...provenanceHeaders];
  const rows = contexts.flatMap((context, index) => {
    const { input } = context.parcel;
    const verifiedBy = bureauOf(context);
    const emission = [
      input.code,
      `admissions.${input.industries[0]}.emission_value_added`,
      ...verified(pack, 190 + ((index * 23) % 60), {
        source: '区域环评附件 5（示例）',
        sourceNumber: null,
        verifiedBy: promotionOffice(context).name['zh-CN'],
      }),
    ];
    return [
      [
        input.code,
        'limits',
        ...verified(pack, 25 + ((index * 37) % 140), {
          source: '规划条件（示例）',
          sourceNumber: `规划条件 2020-示例${String(index + 1).padStart(3, '0')}`,
          verifiedBy,
        }),
      ],
      [
        input.code,
        'geometry',
        ...provenance({
          source: '宗地勘测定界报告（示例）',
          sourceNumber: `勘测 2020-示例${String(index + 1).padStart(3, '0')}`,
          verifiedBy,
          verifiedOn: surveyedOn,
          validUntil: null,
        }),
      ],
      ...(index % 4 === 2 ? [emission] : []),
    ];
  });
  return { name: columns.factSheet, rows: [header, ...rows] };
}

/** All sheets of the demonstration workbook; parcels in the order of their codes as the inputs list them. */
export function sheetsOf(sites: Site[], pack: CityPack, inputs: Inputs): Sheet[] {
  const contexts = sites
    .flatMap((site) => site.parcels.map((parcel): Context => ({ site, parcel, pack, inputs })))
    .sort(
      (first, second) =>
        inputs.parcels.indexOf(first.parcel.input) - inputs.parcels.indexOf(second.parcel.input),
    );
  return [
    parcelSheet(contexts, pack),
    admissionSheet(contexts, pack),
    utilitySheet(contexts, pack),
    costSheet(contexts, pack),
    eventSheet(contexts),
    factSheet(contexts, pack),
  ];
}
