import { prefillValues } from '../../api/agreements/prefill.ts';
import type { AgreementValues, PartyValues } from '../../api/agreements/values-schema.ts';
import type { Parcel } from '../../api/parcels/schema.ts';
import { parcelRecord } from './parcel-records.ts';

const indicator = (key: string, label: string) => ({ key, label: { 'zh-CN': label, en: key } });

/** The part of a city pack that agreements read: names, in its order. */
export const packNames = {
  indicators: [
    indicator('fixed_invest_intensity', '固定资产投资强度'),
    indicator('tax_per_mu', '亩均税收'),
    indicator('energy_value_added', '单位能耗增加值'),
  ],
  limits: [indicator('far', '容积率'), indicator('green_ratio', '绿地率')],
};

/** What an investment agreement is asked with that promises every step within its time. */
export const promisedSteps = {
  details: {
    'company.address': '宁波市北仑区',
    'project.content': '电驱动总成',
    'project.annualOutputYuan': 3_000_000_000,
    'project.annualTaxYuan': 90_000_000,
    'project.jobs': 800,
  },
  terms: {
    registerWithin: { amount: 2, unit: 'month' },
    startWithin: { amount: 1, unit: 'month' },
    completeWithin: { amount: 24, unit: 'month' },
    fullProductionWithin: { amount: 1, unit: 'year' },
  },
};

/** A parcel whose every indicator and date is known, so that any template can be filled from it. */
export function statedParcel(code: string): Parcel {
  const parcel = parcelRecord(code);
  const [admission] = parcel.admissions;
  if (admission === undefined) throw new Error('the parcel admits nothing');
  const { fixed_invest_intensity: intensity } = admission.indicators;
  if (!intensity) throw new Error('the parcel states no intensity');
  const energy = { ...intensity, value: 3.5, unit: '万元/吨标煤' };
  return {
    ...parcel,
    locationText: '秋滨片区石城街以南',
    admissions: [{ ...admission, indicators: { ...admission.indicators, energy_value_added: energy } }],
    dates: {
      ...parcel.dates,
      deal: '2026-12-18T00:30:00+08:00',
      constructionStartDue: '2027-06-30',
      completionDue: '2029-06-30',
      fullProductionDue: '2031-06-30',
    },
  };
}

const company: PartyValues = {
  party: 'company',
  organisation: '示例汽车零部件有限公司',
  registration: { kind: 'credit-code', code: '91440300708461136T' },
  address: '示例省示例市示例路 8 号',
  signatory: '林国栋',
  capacity: 'legal-representative',
};

export const partyValues: PartyValues[] = [
  {
    party: 'government',
    organisation: '示例经济技术开发区管理委员会',
    registration: { kind: 'credit-code', code: '914403001922038216' },
    address: '示例路 1 号',
    signatory: '陈立',
    capacity: 'authorised',
  },
  company,
];

export const talentValues: PartyValues = {
  party: 'talent',
  organisation: '周明远团队',
  registration: null,
  address: '示例路 66 号',
  signatory: '周明远',
  capacity: 'authorised',
};

/** Values for every template: what one does not ask for does no harm. */
export function agreementValues(parcels: Parcel[] = [statedParcel('JK-2026-014')]): AgreementValues {
  return {
    number: 'TZ-2026-0031',
    parties: partyValues,
    project: {
      name: '年产 60 万套电驱动总成',
      content: '电驱动总成及核心零部件生产线',
      investmentTotalYuan: 1_680_000_000,
      fixedInvestmentYuan: 1_210_000_000,
      annualOutputYuan: 2_400_000_000,
      annualTaxYuan: 96_505_000,
      jobs: 620,
    },
    terms: {
      validity: { amount: 6, unit: 'month' },
      confidentiality: { amount: 2, unit: 'year' },
      publishName: true,
      publishAmount: false,
      publishTalent: true,
      holdTerm: { amount: 60, unit: 'day' },
      cooperation: '新能源汽车零部件产业',
      meetings: { amount: 3, unit: 'month' },
      notice: { amount: 30, unit: 'day' },
      registerWithin: { amount: 20, unit: 'working-day' },
      startWithin: { amount: 6, unit: 'month' },
      completeWithin: { amount: 24, unit: 'month' },
      fullProductionWithin: { amount: 24, unit: 'month' },
      fullProductionCheckWithin: { amount: 3, unit: 'month' },
      cureWithin: { amount: 6, unit: 'month' },
      damagesBaseYuan: 3_000_000,
      dealConfirmation: '示例成交〔2026〕18 号',
      landContract: '示例出让〔2026〕18 号',
      research: '高速电机绝缘材料',
      goals: '两年内完成中试',
      members: 6,
      supportYuan: 12_000_000,
    },
    parcels: parcels.map((parcel) => prefillValues(parcel, '367', packNames)),
  };
}
