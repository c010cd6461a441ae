import type { PublicCity } from '../../../api/city/schema.ts';
import type { DraftContent } from '../../../api/drafts/schema.ts';
import type { Interval } from '../../../api/imports/schema.ts';
import type { Fact, Named, Parcel, PublicGeometry, Requirement } from '../../../api/parcels/schema.ts';
import { daysBetween, shanghaiDay } from '../../../api/calendar/rules.ts';
import { boundsOf, outerRings } from '../../map/outline.ts';
import { industryTable } from '../../parcels/industries.svelte.ts';
import { previewContact } from './preview-contact.ts';

export type PreviewParts = {
  code: string;
  content: DraftContent;
  /** What is public now: evaluations, distances and status are not the draft's to say. */
  standing: Parcel | null;
  city: PublicCity;
  now: Date;
};

const unknownRegion: Named = { code: '', name: '—', nameEn: '—' };

/** The public record that this draft would become; null without a shape, which no public parcel lacks. */
export function previewRecord({ code, content, standing, city, now }: PreviewParts): Parcel | null {
  const { fields, geometry } = content;
  if (geometry === undefined) return null;
  const shape = publicShape(geometry.multiPolygon, city.publicPrecisionM);
  const bbox = boundsOf(outerRings(shape));
  const admissions = content.admissions.map((row) => ({
    industry: industryNamed(row.industry),
    note: row.note,
    indicators: Object.fromEntries(
      Object.entries(row.indicators).map(([key, interval]) => {
        const definition = city.indicators.find((candidate) => candidate.key === key);
        const requirement = requirementOf(interval, definition?.unit['zh-CN'] ?? '');
        const phase = definition?.phase ?? 'full-production';
        return [key, requirement && { ...requirement, phase, basis: row.basis }];
      }),
    ),
  }));
  const limits = Object.fromEntries(
    Object.entries(content.limits).map(([key, interval]) => [
      key,
      requirementOf(interval, city.limits.find((limit) => limit.key === key)?.unit['zh-CN'] ?? ''),
    ]),
  );
  const [first] = admissions;
  const facts = Object.fromEntries(
    Object.entries(content.provenance).map(([path, provenance]) => [path, factOf(provenance, now)]),
  );
  const use = city.uses.find((candidate) => candidate.code === fields.useCode);
  const mode = city.supplyModes.find(({ key }) => key === fields.supplyMode);
  const asOf = now.toISOString();
  return {
    code,
    name: fields.name ?? code,
    nameEn: fields.nameEn ?? fields.name ?? code,
    district: regionNamed(fields.district, city) ?? standing?.district ?? unknownRegion,
    town: regionNamed(fields.town, city) ?? standing?.town ?? null,
    park: regionNamed(fields.park, city) ?? standing?.park ?? unknownRegion,
    ...previewContact(fields.department, standing, city),
    areaM2: fields.landAreaM2 ?? geometry.areaM2,
    offeredAreaM2: fields.offeredAreaM2 ?? geometry.areaM2,
    use: { code: fields.useCode ?? '', name: use?.label['zh-CN'] ?? '—', nameEn: use?.label.en ?? '—' },
    industries: admissions.map(({ industry }) => industry),
    status: standing?.status ?? 'planned',
    onOffer: standing?.onOffer ?? true,
    startPrice: fields.startPriceYuan ?? null,
    noticeDate: fields.noticeAt === undefined ? null : shanghaiDay(new Date(fields.noticeAt)),
    signupEnds: fields.signupEndsAt ?? null,
    listingEnds: fields.listingEndsAt ?? null,
    bbox,
    centroid: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2],
    indicators: Object.fromEntries(
      Object.entries(first?.indicators ?? {}).flatMap(([key, value]) =>
        value === null ? [] : [[key, value]],
      ),
    ),
    indicatorIndustry: first?.industry.code ?? null,
    readyUtilities: content.utilities.filter(({ state }) => state === 'ready').map(({ key }) => key),
    verified: facts[`admissions.${first?.industry.code}`] ?? facts['fields'] ?? unverified,
    footprint: shape,
    version: (standing?.version ?? 0) + 1,
    asOf,
    demo: standing?.demo ?? false,
    locationText: fields.locationText ?? null,
    locationTextEn: fields.locationTextEn ?? null,
    boundsText: fields.boundsText ?? null,
    unitNumber: fields.unitNumber ?? null,
    termYears: fields.termYears ?? null,
    supplyMode:
      mode === undefined ? null : { code: mode.key, name: mode.label['zh-CN'], nameEn: mode.label.en },
    withDesign: fields.withDesign ?? null,
    netLand: fields.netLand ?? null,
    standardLand: fields.standardLand ?? null,
    releasedOn: fields.releasedOn ?? null,
    noticeNumber: fields.noticeNumber ?? null,
    noticeUrl: fields.noticeUrl ?? null,
    admissions,
    limits,
    readiness: Object.fromEntries(content.utilities.map(({ key, ...utility }) => [key, utility])),
    evaluations: standing?.evaluations ?? missingEvaluations(city),
    costs: content.costs.map(({ key, value, note }) => ({
      key,
      value,
      note,
      unit: city.costs.find((cost) => cost.key === key)?.unit['zh-CN'] ?? '',
    })),
    prices: {
      start: fields.startPriceYuan ?? null,
      deposit: fields.depositYuan ?? null,
      ceiling: fields.ceilingPriceYuan ?? null,
      increment:
        fields.incrementYuan === undefined
          ? null
          : { value: fields.incrementYuan, per: fields.incrementPerMu === true ? 'mu' : 'bid' },
      reserve: fields.reservePrice ?? null,
      deal: standing?.prices.deal ?? null,
    },
    dates: {
      notice: fields.noticeAt ?? null,
      signupStarts: fields.signupStartsAt ?? null,
      signupEnds: fields.signupEndsAt ?? null,
      depositEnds: fields.depositEndsAt ?? null,
      listingStarts: fields.listingStartsAt ?? null,
      listingEnds: fields.listingEndsAt ?? null,
      deal: standing?.dates.deal ?? null,
      constructionStartDue: fields.constructionStartDueOn ?? null,
      completionDue: fields.completionDueOn ?? null,
      fullProductionDue: fields.fullProductionDueOn ?? null,
    },
    events: content.events.map(({ kind, at, document }) => ({ kind, at, document })),
    attachments: (content.attachments ?? []).filter(({ visibility }) => visibility === 'public'),
    distances: standing?.distances ?? [],
    geometry: shape,
    geometryPrecisionM: city.publicPrecisionM,
    surveyedOn: geometry.surveyedOn,
    facts,
    publishedAt: asOf,
    suspension: null,
    holds: standing?.holds ?? null,
  };
}

/** The public never sees the survey's own points: 1 m is 0.00001°. */
function publicShape(shape: PublicGeometry, precisionM: number): PublicGeometry {
  const step = precisionM / 100_000;
  const round = (degrees: number) => Number((Math.round(degrees / step) * step).toFixed(5));
  return {
    type: 'MultiPolygon',
    coordinates: shape.coordinates.map((rings) =>
      rings.map((ring) => ring.map(([lon, lat]): [number, number] => [round(lon), round(lat)])),
    ),
  };
}

function requirementOf({ lower, lowerOp, upper, upperOp }: Interval, unit: string): Requirement | null {
  if (lower !== null) {
    const above = upper === null ? { upperOp: null, upper: null } : { upperOp: upperOp ?? '<=', upper };
    return { op: lowerOp ?? '>=', value: lower, ...above, unit };
  }
  return upper === null ? null : { op: upperOp ?? '<=', value: upper, upperOp: null, upper: null, unit };
}

const unverified = { badge: 'unverified', ageDays: null, verifiedOn: null } as const;

/** 核实徽标: fresh to 30 days, ageing to 180, then due; past its validity at once. */
function factOf(provenance: DraftContent['provenance'][string], now: Date): Fact {
  const { verifiedOn, validUntil } = provenance;
  if (verifiedOn === null) return { ...provenance, ...unverified };
  const today = shanghaiDay(now);
  const ageDays = daysBetween(verifiedOn, today);
  const isOver = validUntil !== null && validUntil < today;
  const badge = isOver || ageDays > 180 ? 'due' : ageDays > 30 ? 'ageing' : 'fresh';
  return { ...provenance, badge, ageDays };
}

function regionNamed(written: string | undefined, { regions }: PublicCity): Named | null {
  if (written === undefined) return null;
  const region = regions.find(({ code, name }) => code === written || name['zh-CN'] === written);
  return region === undefined
    ? { code: '', name: written, nameEn: written }
    : { code: region.code, name: region.name['zh-CN'], nameEn: region.name.en };
}

function industryNamed(code: string): Named {
  const industry = industryTable.of(code);
  return { code, name: industry?.name ?? code, nameEn: industry?.nameEn ?? code };
}

function missingEvaluations({ evaluations }: PublicCity): Parcel['evaluations'] {
  return evaluations.map(({ key }) => ({
    kind: key,
    reportNumber: null,
    approvedBy: null,
    approvedOn: null,
    validUntil: null,
    state: 'missing',
    daysLeft: null,
    coversWhole: null,
  }));
}
