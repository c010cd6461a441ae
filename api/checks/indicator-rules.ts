import type { Finding } from '../imports/schema.ts';
import type { Check, CheckSubject } from './subject.ts';

/** 准入条件: what makes land 标准地 is that every industry admitted knows what it is held to. */
export const indicatorChecks: Check[] = [
  { rules: ['no-admission'], of: 'content', find: admissionFindings },
  { rules: ['missing-indicator'], of: 'content', find: indicatorFindings },
  { rules: ['missing-limit'], of: 'content', find: limitFindings },
];

function admissionFindings({ content }: CheckSubject): Finding[] {
  if (content.admissions.length > 0) return [];
  return [
    {
      rule: 'no-admission',
      severity: severityOf(content),
      field: '行业代码',
      path: 'admissions',
      message: '没有任何准入行业。',
      remedy: '至少加一个准入行业及其指标。',
    },
  ];
}

/** The city's basic indicators, each industry for itself; one that is asked for without a number says nothing either. */
function indicatorFindings({ content, pack, industryNames }: CheckSubject): Finding[] {
  const basic = pack.indicators.filter((indicator) => indicator.basic);
  return content.admissions.flatMap(({ industry, indicators }) =>
    basic
      .filter(({ key }) => isUnstated(indicators[key]))
      .map(({ key, label }): Finding => {
        const name = industryNames.get(industry)?.['zh-CN'] ?? '';
        return {
          rule: 'missing-indicator',
          severity: severityOf(content),
          field: label['zh-CN'],
          path: `admissions.${industry}.${key}`,
          values: { industry, industryName: name, indicator: label['zh-CN'] },
          message: `${industry} ${name}缺「${label['zh-CN']}」。`,
          remedy: '补上数值；不作标准地出让的，把「标准地」改为否。',
        };
      }),
  );
}

function limitFindings({ content, pack }: CheckSubject): Finding[] {
  return pack.limits
    .filter(({ basic, key }) => basic && isUnstated(content.limits[key]))
    .map(({ key, label }) => ({
      rule: 'missing-limit',
      severity: severityOf(content),
      field: label['zh-CN'],
      path: `limits.${key}`,
      values: { limit: label['zh-CN'] },
      message: `规划限值缺「${label['zh-CN']}」。`,
      remedy: '按规划条件补上数值。',
    }));
}

function isUnstated(interval: { lower: number | null; upper: number | null } | undefined): boolean {
  return interval === undefined || (interval.lower === null && interval.upper === null);
}

/** Land that is called 标准地 without what makes it so is a false statement; of other land it is a gap. */
function severityOf({ fields }: CheckSubject['content']): Finding['severity'] {
  return fields.standardLand === true ? 'error' : 'warning';
}
