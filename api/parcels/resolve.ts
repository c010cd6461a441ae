import { findRegion, promotionDepartments } from '../city/rules.ts';
import type { CityPack, IndicatorDefinition, LimitDefinition, Phase, Region } from '../city/schema.ts';
import type { Finding, Interval, ParcelDraft } from '../imports/schema.ts';

/** One requirement as a row: of an industry, or (null) of the parcel as a whole. */
export type RequirementInput = Interval & {
  industryCode: string | null;
  key: string;
  unit: string;
  phase: Phase;
  basis: string | null;
};

/** A draft whose names have become codes of the city pack and whose required fields are all there. */
export type ResolvedParcel = {
  draft: ParcelDraft & { geometry: NonNullable<ParcelDraft['geometry']> };
  districtCode: string;
  townCode: string | null;
  parkCode: string;
  departmentCode: string;
  useCode: string;
  supplyMode: string | null;
  name: string;
  nameEn: string;
  landAreaM2: number;
  offeredAreaM2: number;
  requirements: RequirementInput[];
  costs: { key: string; value: number; unit: string; note: string | null }[];
};

export type Resolution = { parcel: ResolvedParcel | null; findings: Finding[] };

export type ResolveContext = {
  pack: CityPack;
  /** GB/T 4754 codes in the database → names in both languages, for checking and for search. */
  industryNames: ReadonlyMap<string, { name: string; nameEn: string }>;
};

/**
 * Turns what files state into what the tables hold. Names of regions, departments and supply modes are matched with the
 * city pack; nothing is guessed: a name that fits nothing or a missing required field is an error that names its place.
 */
export function resolveDraft(draft: ParcelDraft, context: ResolveContext): Resolution {
  const { pack } = context;
  const findings: Finding[] = [];
  const report: Report = (part, finding) => {
    findings.push({ severity: 'error', ...finding, ...draft.places[part] });
  };
  const fields = draft.fields;
  const missing = (field: string, header: string) =>
    report('fields', {
      rule: 'required-field',
      field: header,
      path: `fields.${field}`,
      message: `地块 ${draft.code} 没有「${header}」。`,
      remedy: `在「地块」表中填写 ${draft.code} 的「${header}」（${field}）。`,
    });
  const unknown = ({ key, header }: Column, written: string, known: string[]) =>
    report('fields', {
      rule: 'unknown-name',
      field: header,
      path: `fields.${key}`,
      values: { written },
      message: `地块 ${draft.code} 的「${header}」写作「${written}」，城市配置中没有。`,
      remedy: `改为以下之一：${known.slice(0, 12).join('、')}${known.length > 12 ? ' 等' : ''}。`,
    });
  const region = (level: 'district' | 'town' | 'park', header: string, required: boolean) => {
    const written = fields[level];
    if (written === undefined) {
      if (required) missing(level, header);
      return null;
    }
    const found = findRegion(pack, level, written);
    const known = pack.regions.filter((candidate) => candidate.level === level);
    if (found === null)
      unknown(
        { key: level, header },
        written,
        known.map((candidate) => candidate.name['zh-CN']),
      );
    return found;
  };
  const pick = <T extends { code: string; names: string[] }>(
    written: string | undefined,
    column: Column,
    known: T[],
  ) => {
    if (written === undefined) return null;
    const found = known.find((candidate) => candidate.code === written || candidate.names.includes(written));
    if (found === undefined)
      unknown(
        column,
        written,
        known.map((candidate) => candidate.names[0] ?? candidate.code),
      );
    return found ?? null;
  };

  const district = region('district', '县(市、区)', true);
  const town = region('town', '镇街', false);
  const park = region('park', '园区', true);
  if (fields.department === undefined) missing('department', '招商部门');
  const department = pick(
    fields.department,
    { key: 'department', header: '招商部门' },
    promotionDepartments(pack).map(({ code, name }) => ({ code, names: [name['zh-CN'], name.en] })),
  );
  if (fields.useCode === undefined) missing('useCode', '用途代码');
  const use = pick(
    fields.useCode,
    { key: 'useCode', header: '用途代码' },
    pack.uses.map(({ code, label }) => ({ code, names: [label['zh-CN'], label.en] })),
  );
  const supplyMode = pick(
    fields.supplyMode,
    { key: 'supplyMode', header: '供应方式' },
    pack.supplyModes.map(({ key, label, synonyms }) => ({
      code: key,
      names: [label['zh-CN'], label.en, ...synonyms],
    })),
  );
  if (fields.name === undefined) missing('name', '地块名称');
  if (fields.offeredAreaM2 === undefined) missing('offeredAreaM2', '出让面积');
  if (draft.geometry === undefined) {
    report('fields', {
      rule: 'required-geometry',
      path: 'geometry',
      message: `地块 ${draft.code} 没有图形，库中也没有这宗地块。`,
      remedy: `把 ${draft.code} 的坐标文件（国土 TXT、压缩的 shapefile 或 GeoJSON）放进同一批。`,
    });
  }
  const requirements = collectRequirements(draft, context, report);
  reportRepeatedEvents(draft, report);
  const costs = draft.costs.flatMap((cost) => {
    const definition = pack.costs.find(({ key }) => key === cost.key);
    if (definition === undefined) reportUnknownKey(draft, cost.key, report);
    return definition ? [{ ...cost, unit: definition.unit['zh-CN'] }] : [];
  });
  if (park && district && districtOf(pack, park) !== district.code) {
    report('fields', {
      rule: 'region-mismatch',
      field: '园区',
      path: 'fields.park',
      values: { region: park.code, district: district.code },
      message: `地块 ${draft.code} 的园区「${park.name['zh-CN']}」不在「${district.name['zh-CN']}」。`,
      remedy: '核对园区和县(市、区)。',
    });
  }
  if (town && district && districtOf(pack, town) !== district.code) {
    report('fields', {
      rule: 'region-mismatch',
      field: '镇街',
      path: 'fields.town',
      values: { region: town.code, district: district.code },
      message: `地块 ${draft.code} 的镇街「${town.name['zh-CN']}」不在「${district.name['zh-CN']}」。`,
      remedy: '核对镇街和县(市、区)。',
    });
  }
  for (const [earlier, later] of datesInOrder) {
    const [first, second] = [fields[earlier.field], fields[later.field]];
    if (first === undefined || second === undefined || Date.parse(first) < Date.parse(second)) continue;
    report('fields', {
      rule: 'date-order',
      field: later.header,
      path: `fields.${later.field}`,
      values: { earlierField: earlier.field, laterField: later.field },
      message: `地块 ${draft.code} 的「${later.header}」不晚于「${earlier.header}」。`,
      remedy: '核对两个时间的年月日。',
    });
  }
  const { geometry } = draft;
  const { name, offeredAreaM2 } = fields;
  if (
    findings.length > 0 ||
    !district ||
    !park ||
    !department ||
    !use ||
    !geometry ||
    !name ||
    !offeredAreaM2
  ) {
    return { parcel: null, findings };
  }
  if (fields.landAreaM2 !== undefined && fields.landAreaM2 < offeredAreaM2) {
    report('fields', {
      rule: 'offered-exceeds-land',
      field: '出让面积',
      path: 'fields.offeredAreaM2',
      values: { offeredAreaM2, landAreaM2: fields.landAreaM2 },
      message: `地块 ${draft.code} 的出让面积大于土地面积。`,
      remedy: '核对两个面积及其单位。',
    });
    return { parcel: null, findings };
  }
  return {
    findings,
    parcel: {
      draft: { ...draft, geometry },
      districtCode: district.code,
      townCode: town?.code ?? null,
      parkCode: park.code,
      departmentCode: department.code,
      useCode: use.code,
      supplyMode: supplyMode?.code ?? null,
      name,
      nameEn: fields.nameEn ?? name,
      landAreaM2: fields.landAreaM2 ?? offeredAreaM2,
      offeredAreaM2,
      requirements,
      costs,
    },
  };
}

/** Times of a sale of which the second must be later than the first. */
const datesInOrder = [
  [
    { field: 'signupStartsAt', header: '报名开始' },
    { field: 'signupEndsAt', header: '报名截止' },
  ],
  [
    { field: 'listingStartsAt', header: '挂牌开始' },
    { field: 'listingEndsAt', header: '挂牌截止' },
  ],
  [
    { field: 'noticeAt', header: '公告时间' },
    { field: 'listingEndsAt', header: '挂牌截止' },
  ],
] as const;

/** The district a town or park lies in, also through a town. */
function districtOf(pack: CityPack, region: Region): string | null {
  if (region.level === 'district') return region.code;
  const parent = pack.regions.find(({ code }) => code === region.parent);
  return parent ? districtOf(pack, parent) : null;
}

type Said = Pick<Finding, 'rule' | 'message' | 'remedy' | 'field' | 'path' | 'values'>;

type Report = (part: string, finding: Said) => void;

/** Key of a field and the header of its column in the sheet 地块. */
type Column = { key: string; header: string };

/** Of one kind at one instant there is one event, however often it is told. */
function reportRepeatedEvents({ code, events }: ParcelDraft, report: Report): void {
  const seen = new Set<string>();
  for (const { kind, at } of events) {
    const event = `${kind} ${Date.parse(at)}`;
    if (seen.has(event))
      report('events', {
        rule: 'event-repeated',
        path: `events.${kind}.${new Date(at).toISOString()}`,
        values: { kind, at },
        message: `地块 ${code} 在 ${at} 的同一进展写了两次。`,
        remedy: '同一时间的同一进展只留一条。',
      });
    seen.add(event);
  }
}

function collectRequirements(
  draft: ParcelDraft,
  context: ResolveContext,
  report: Report,
): RequirementInput[] {
  const { pack, industryNames } = context;
  const limits = Object.entries(draft.limits).flatMap(([key, interval]) => {
    const definition = pack.limits.find((limit) => limit.key === key);
    if (definition === undefined) reportUnknownKey(draft, key, report);
    return definition ? [limitRow(definition, interval)] : [];
  });
  const seen = new Set<string>();
  const admitted = draft.admissions.flatMap((admission) => {
    if (!industryNames.has(admission.industry)) {
      report('admissions', {
        rule: 'unknown-industry',
        field: '行业代码',
        path: `admissions.${admission.industry}`,
        values: { industry: admission.industry },
        message: `地块 ${draft.code} 的行业代码 ${admission.industry} 不在 GB/T 4754-2017 已载入的层级中。`,
        remedy: '核对代码；四位小类须先由城市载入（npm run admin -- industries FILE）。',
      });
    }
    if (seen.has(admission.industry)) {
      report('admissions', {
        rule: 'duplicate-industry',
        field: '行业代码',
        path: `admissions.${admission.industry}`,
        values: { industry: admission.industry },
        message: `地块 ${draft.code} 的行业 ${admission.industry} 出现两次。`,
        remedy: '每个行业只留一行。',
      });
    }
    seen.add(admission.industry);
    return Object.entries(admission.indicators).flatMap(([key, interval]) => {
      const definition = pack.indicators.find((indicator) => indicator.key === key);
      if (definition === undefined) reportUnknownKey(draft, key, report);
      return definition ? [indicatorRow(definition, interval, admission)] : [];
    });
  });
  return [...limits, ...admitted];
}

function reportUnknownKey(draft: ParcelDraft, key: string, report: Report): void {
  report('admissions', {
    rule: 'unknown-indicator',
    field: key,
    values: { key },
    message: `地块 ${draft.code} 的指标 ${key} 不在城市的指标集中。`,
    remedy: '改用城市配置中的指标，或先在城市配置中加入。',
  });
}

function limitRow(definition: LimitDefinition, interval: Interval): RequirementInput {
  const unit = definition.unit['zh-CN'];
  return { ...interval, industryCode: null, key: definition.key, unit, phase: 'planning', basis: null };
}

function indicatorRow(
  definition: IndicatorDefinition,
  interval: Interval,
  admission: ParcelDraft['admissions'][number],
): RequirementInput {
  return {
    ...interval,
    industryCode: admission.industry,
    key: definition.key,
    unit: definition.unit['zh-CN'],
    phase: definition.phase,
    basis: admission.basis,
  };
}
