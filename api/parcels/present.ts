import distance from '@turf/distance';
import { shanghaiDay, shanghaiTime } from '../calendar/rules.ts';
import { onOfferStatuses } from '../city/rules.ts';
import type { CityPack, TransportNode } from '../city/schema.ts';
import { ParcelStatus } from '../city/schema.ts';
import type { RecordRow } from './record-store.ts';
import { factsByRecordPath } from './fact-paths.ts';
import { evaluationOn, factOn, requirementOf, roundToPrecision } from './rules.ts';
import type {
  Admission,
  Contact,
  EvaluationResult,
  Named,
  Parcel,
  ParcelSummary,
  Requirement,
} from './schema.ts';
import type { FoundParcel } from './search-store.ts';
import type { SummaryRow } from './summary-store.ts';

/** Nothing farther than this is named as a distance. */
const farthestM = 400_000;

/** A row of the tables as the list shows it, in the words of the city pack. */
export function toSummary(
  row: SummaryRow,
  found: Pick<FoundParcel, 'code' | 'status'>,
  context: { pack: CityPack; at: Date },
): ParcelSummary {
  const { pack, at } = context;
  const status = ParcelStatus.parse(found.status);
  return {
    code: found.code,
    name: row.name,
    nameEn: row.nameEn,
    district: row.district,
    town: row.town,
    park: row.park,
    department: row.department,
    areaM2: row.areaM2,
    offeredAreaM2: row.offeredAreaM2,
    use: useNamed(pack, row.useCode),
    industries: row.industries,
    status,
    onOffer: onOfferStatuses(pack).includes(status),
    startPrice: row.startPrice,
    noticeDate: row.noticeAt && shanghaiDay(row.noticeAt),
    signupEnds: timeOrNull(row.signupEndsAt),
    listingEnds: timeOrNull(row.listingEndsAt),
    bbox: row.bbox,
    centroid: row.centroid,
    indicators: indicatorsOf(pack, row.requirements),
    indicatorIndustry: row.indicatorIndustry,
    readyUtilities: pack.utilities.map(({ key }) => key).filter((key) => row.ready.includes(key)),
    verified: verifiedOn(row, shanghaiDay(at)),
    footprint: row.geometry,
    version: row.version,
    asOf: shanghaiTime(at),
    demo: row.demo,
  };
}

/** The whole public record. `at` decides badges, evaluation states and the status; distances are straight lines. */
export function toParcel(
  rows: { summary: SummaryRow; record: RecordRow; found: FoundParcel },
  context: { pack: CityPack; transport: TransportNode[]; at: Date },
): Parcel {
  const { summary: row, record, found } = rows;
  const { pack, at } = context;
  const today = shanghaiDay(at);
  const summary = toSummary(row, found, context);
  const limits = record.requirements.filter((requirement) => requirement.industryCode === null);
  const deal = record.events.findLast((event) => event.kind === 'sold') ?? null;
  return {
    ...summary,
    locationText: record.locationText,
    locationTextEn: record.locationTextEn,
    boundsText: record.boundsText,
    unitNumber: record.unitNumber,
    termYears: record.termYears,
    supplyMode: supplyModeNamed(pack, record.supplyMode),
    withDesign: record.withDesign,
    netLand: record.netLand,
    standardLand: record.standardLand,
    releasedOn: record.releasedOn,
    noticeNumber: record.noticeNumber,
    noticeUrl: record.noticeUrl,
    admissions: record.admissions.map((admission) => toAdmission(pack, admission, record)),
    limits: Object.fromEntries(limits.map((limit) => [limit.key, requirementOf(limit, limit.unit)])),
    readiness: Object.fromEntries(pack.utilities.map(({ key }) => [key, readinessOf(key, record)])),
    evaluations: pack.evaluations.map(({ key }) => toEvaluation(key, record, today)),
    costs: record.costs,
    prices: {
      start: row.startPrice,
      deposit: record.depositYuan,
      ceiling: record.ceilingPriceYuan,
      increment:
        record.incrementYuan === null
          ? null
          : { value: record.incrementYuan, per: record.incrementPerMu === true ? 'mu' : 'bid' },
      reserve: record.reservePrice,
      deal: deal?.amountYuan ?? null,
    },
    dates: {
      notice: timeOrNull(row.noticeAt),
      signupStarts: timeOrNull(record.signupStartsAt),
      signupEnds: summary.signupEnds,
      depositEnds: timeOrNull(record.depositEndsAt),
      listingStarts: timeOrNull(record.listingStartsAt),
      listingEnds: summary.listingEnds,
      deal: deal && shanghaiTime(new Date(deal.atMs)),
      constructionStartDue: record.constructionStartDueOn,
      completionDue: record.completionDueOn,
      fullProductionDue: record.fullProductionDueOn,
    },
    events: record.events.map(({ kind, atMs, document }) => ({
      kind,
      at: shanghaiTime(new Date(atMs)),
      document,
    })),
    attachments: record.attachments.map(({ uploadedAtMs, ...attachment }) => ({
      ...attachment,
      uploadedOn: shanghaiDay(new Date(uploadedAtMs)),
    })),
    distances: distancesFrom(row.centroid, context.transport, record.publicPrecisionM),
    contact: { ...contactOf(pack, record.departmentCode, row.department), ...dutyOf(record.officer) },
    geometry: row.geometry,
    geometryPrecisionM: record.publicPrecisionM,
    surveyedOn: record.surveyedOn,
    facts: factsByRecordPath(
      record.facts.map(({ path, ...provenance }) => [path, factOn(provenance, today)]),
    ),
    publishedAt: shanghaiTime(new Date(found.publishedAtMs)),
    suspension:
      found.status === 'suspended' && record.expiredOn !== null ? { validUntil: record.expiredOn } : null,
    holds: pack.showHolds && record.heldSince ? { since: shanghaiTime(record.heldSince) } : null,
  };
}

function verifiedOn({ provenance }: SummaryRow, today: string): ParcelSummary['verified'] {
  if (provenance === null) return { badge: 'unverified', ageDays: null, verifiedOn: null };
  const { badge, ageDays, verifiedOn } = factOn(provenance, today);
  return { badge, ageDays, verifiedOn };
}

function timeOrNull(instant: Date | null): string | null {
  return instant && shanghaiTime(instant);
}

/** A use the pack no longer knows keeps its code as its name. */
function useNamed(pack: CityPack, code: string): Named {
  const use = pack.uses.find((known) => known.code === code);
  return { code, name: use?.label['zh-CN'] ?? code, nameEn: use?.label.en ?? code };
}

function supplyModeNamed(pack: CityPack, key: string | null): Named | null {
  if (key === null) return null;
  const mode = pack.supplyModes.find((known) => known.key === key);
  return { code: key, name: mode?.label['zh-CN'] ?? key, nameEn: mode?.label.en ?? key };
}

/** The indicators of the chosen row, and the planning limits that count as indicators (容积率). */
function indicatorsOf(pack: CityPack, requirements: SummaryRow['requirements']): Record<string, Requirement> {
  const keys = new Set([
    ...pack.indicators.map(({ key }) => key),
    ...pack.limits.filter(({ basic }) => basic).map(({ key }) => key),
  ]);
  const stated = requirements.flatMap((requirement) => {
    const value = requirementOf(requirement, requirement.unit);
    return keys.has(requirement.key) && value !== null ? [[requirement.key, value] as const] : [];
  });
  return Object.fromEntries(stated);
}

function toAdmission(
  pack: CityPack,
  admission: RecordRow['admissions'][number],
  record: RecordRow,
): Admission {
  const own = record.requirements.filter(({ industryCode }) => industryCode === admission.industry.code);
  const indicators = Object.fromEntries(
    pack.indicators.map(({ key }) => {
      const row = own.find((requirement) => requirement.key === key);
      const value = row ? requirementOf(row, row.unit) : null;
      return [key, row && value ? { ...value, phase: row.phase, basis: row.basis } : null] as const;
    }),
  );
  return { industry: admission.industry, note: admission.note, indicators };
}

function readinessOf(key: string, record: RecordRow): Parcel['readiness'][string] {
  const utility = record.utilities.find((candidate) => candidate.key === key);
  if (utility === undefined) return { state: null, capacity: null, capacityEn: null, readyOn: null };
  const { state, capacity, capacityEn, readyOn } = utility;
  return { state, capacity, capacityEn, readyOn };
}

/** Of several evaluations of one kind the one that covers the parcel wholly and lasts longest speaks. */
function toEvaluation(kind: string, record: RecordRow, today: string): EvaluationResult {
  const ofKind = record.evaluations.filter((evaluation) => evaluation.kind === kind);
  const best = ofKind.find((evaluation) => evaluation.coversWhole) ?? ofKind[0];
  if (best === undefined) {
    const nothing = {
      reportNumber: null,
      approvedBy: null,
      approvedOn: null,
      validUntil: null,
      coversWhole: null,
    };
    return { kind, ...nothing, state: 'missing', daysLeft: null };
  }
  return { ...best, ...evaluationOn(best.validUntil, today) };
}

function distancesFrom(
  [lon, lat]: [number, number],
  transport: TransportNode[],
  precisionM: number,
): Parcel['distances'] {
  const measured = transport.map((node) => ({
    kind: node.kind,
    name: node.name,
    nameEn: node.nameEn,
    distanceM: roundToPrecision(distance([lon, lat], node.position, { units: 'meters' }), precisionM),
  }));
  const nearestFirst = measured
    .filter(({ distanceM }) => distanceM <= farthestM)
    .sort((a, b) => a.distanceM - b.distanceM);
  const kinds = [...new Set(transport.map(({ kind }) => kind))];
  return kinds
    .flatMap((kind) => nearestFirst.filter((node) => node.kind === kind).slice(0, 1))
    .sort((a, b) => a.distanceM - b.distanceM);
}

/** Whoever administrators put on duty answers, else whom the pack names. */
function dutyOf(officer: RecordRow['officer']): Partial<Contact> {
  return officer === null ? {} : { officer: officer.name, officerEn: officer.nameEn, phone: officer.phone };
}

/** The department's officer; a department the pack no longer knows is answered for by the city's hotline. */
function contactOf(pack: CityPack, departmentCode: string, stored: Named): Contact {
  const department = pack.departments.find(({ code }) => code === departmentCode);
  if (department === undefined) {
    return {
      organisation: stored.name,
      organisationEn: stored.nameEn,
      group: null,
      groupEn: null,
      officer: pack.footer.host['zh-CN'],
      officerEn: pack.footer.host.en,
      phone: pack.hotline.phone,
      hours: pack.hotline.hours['zh-CN'],
      hoursEn: pack.hotline.hours.en,
      address: '',
      addressEn: '',
    };
  }
  return {
    organisation: department.name['zh-CN'],
    organisationEn: department.name.en,
    group: department.group?.['zh-CN'] ?? null,
    groupEn: department.group?.en ?? null,
    officer: department.officer['zh-CN'],
    officerEn: department.officer.en,
    phone: department.phone,
    hours: department.hours['zh-CN'],
    hoursEn: department.hours.en,
    address: department.address['zh-CN'],
    addressEn: department.address.en,
  };
}
