import type { Fact, Parcel } from '../../api/parcels/schema.ts';
import { rectangleParcel } from './map-fixtures.ts';

export const noticeFact: Fact = {
  source: '国有建设用地使用权出让公告',
  sourceNumber: '婺城土告字〔2026〕5 号',
  verifiedBy: '婺城区自然资源和规划局',
  verifiedOn: '2026-11-11',
  validUntil: '2027-11-11',
  badge: 'fresh',
  ageDays: 11,
};

export const indicatorFact: Fact = {
  source: '标准地控制性指标表',
  sourceNumber: '招引〔2026〕5 号',
  verifiedBy: '金华开发区投资促进中心',
  verifiedOn: '2026-04-22',
  validUntil: null,
  badge: 'due',
  ageDays: 214,
};

const phase = { phase: 'full-production', basis: '附表 2' } as const;
const atLeast = { op: '>=', upperOp: null, upper: null } as const;

/** The whole public record of a parcel that states most of what a record can; what a test is about is given over it. */
export function parcelRecord(code: string, over: Partial<Parcel> = {}): Parcel {
  const { bbox, geometry, properties } = rectangleParcel({ code, corner: [119.58, 29.04] });
  return {
    ...properties,
    bbox,
    footprint: geometry,
    geometry,
    geometryPrecisionM: 10,
    surveyedOn: '2026-07-24',
    offeredAreaM2: 80_893.33,
    town: { code: '330702008', name: '秋滨街道', nameEn: 'Qiubin Subdistrict' },
    industries: [
      { code: '367', name: '汽车零部件及配件制造', nameEn: 'Manufacture of vehicle parts and accessories' },
    ],
    startPrice: 58_200_000,
    signupEnds: '2026-12-05T16:00:00+08:00',
    locationText: null,
    locationTextEn: null,
    boundsText: null,
    unitNumber: null,
    termYears: 50,
    supplyMode: { code: 'listing', name: '挂牌', nameEn: 'Listing' },
    withDesign: false,
    netLand: true,
    standardLand: true,
    releasedOn: '2026-08-03',
    noticeNumber: '婺城土告字〔2026〕5 号',
    noticeUrl: null,
    admissions: [
      {
        industry: {
          code: '367',
          name: '汽车零部件及配件制造',
          nameEn: 'Manufacture of vehicle parts and accessories',
        },
        note: null,
        indicators: {
          fixed_invest_intensity: { ...atLeast, ...phase, value: 250, unit: '万元/亩' },
          tax_per_mu: { ...atLeast, ...phase, value: 21.2, unit: '万元/亩·年' },
          energy_value_added: null,
        },
      },
    ],
    limits: {
      far: { op: '>=', value: 2, upperOp: '<=', upper: 3, unit: '' },
      green_ratio: { op: '<=', value: 20, upperOp: null, upper: null, unit: '%' },
    },
    readiness: {
      power: {
        state: 'ready',
        capacity: '12,000 kVA，双回路',
        capacityEn: '12,000 kVA, two feeds',
        readyOn: null,
      },
      heat: { state: 'planned', capacity: '20 t/h', capacityEn: '20 t/h', readyOn: '2028-03-02' },
    },
    evaluations: [
      {
        kind: 'plan_eia',
        reportNumber: '金华环评〔2026〕23 号',
        approvedBy: '金华市生态环境局',
        approvedOn: '2024-11-14',
        validUntil: '2028-11-14',
        state: 'valid',
        daysLeft: 723,
        coversWhole: true,
      },
    ],
    costs: [],
    prices: {
      start: 58_200_000,
      deposit: 11_640_000,
      ceiling: null,
      increment: null,
      reserve: false,
      deal: null,
    },
    dates: {
      notice: '2026-10-16T09:00:00+08:00',
      signupStarts: '2026-11-06T09:00:00+08:00',
      signupEnds: '2026-12-05T16:00:00+08:00',
      depositEnds: '2026-12-05T16:00:00+08:00',
      listingStarts: '2026-11-06T09:00:00+08:00',
      listingEnds: '2026-12-07T10:00:00+08:00',
      deal: null,
      constructionStartDue: '2027-06-09',
      completionDue: null,
      fullProductionDue: null,
    },
    events: [],
    attachments: [],
    distances: [],
    contact: {
      organisation: '金华开发区投资促进中心',
      organisationEn: 'Jinhua Development Zone Investment Promotion Centre',
      group: null,
      groupEn: null,
      officer: '陈晓岚',
      officerEn: 'Chen Xiaolan',
      phone: '+86 579-0000 0107',
      hours: '工作日 9:00–17:30',
      hoursEn: 'Working days 9:00–17:30',
      address: '示例路 1 号',
      addressEn: '1 Sample Road',
    },
    facts: {
      fields: noticeFact,
      prices: noticeFact,
      dates: noticeFact,
      'admissions.367': indicatorFact,
      'admissions.367.tax_per_mu': { ...indicatorFact, sourceNumber: '招引〔2026〕6 号' },
    },
    publishedAt: '2026-11-20T08:00:00+08:00',
    holds: null,
    suspension: null,
    ...over,
  };
}
