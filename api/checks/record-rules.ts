import { daysBetween } from '../calendar/rules.ts';
import type { Finding } from '../imports/schema.ts';
import type { Check, CheckSubject } from './subject.ts';

/** Facts that run out within so many days are worth asking for anew now. */
const soonDays = 30;
/** An office number or a mobile phone has no fewer digits. */
const leastDigits = 7;

/** 记录: what the tables need, who answers, and how old what is said is. */
export const recordChecks: Check[] = [
  {
    rules: [
      'required-field',
      'required-geometry',
      'unknown-name',
      'unknown-indicator',
      'unknown-industry',
      'duplicate-industry',
      'event-repeated',
      'region-mismatch',
      'offered-exceeds-land',
      'date-order',
    ],
    of: 'content',
    find: ({ resolution }) => resolution,
  },
  { rules: ['contact-without-phone'], of: 'content', find: contactFindings },
  { rules: ['fact-expired', 'fact-expires'], of: 'content', find: factFindings },
];

function contactFindings({ phones }: CheckSubject): Finding[] {
  if (phones.some((phone) => phone.replace(/\D/g, '').length >= leastDigits)) return [];
  return [
    {
      rule: 'contact-without-phone',
      severity: 'error',
      field: '招商部门',
      path: 'fields.department',
      message: '负责部门没有可拨打的值班电话。',
      remedy: '请管理员在「部门与人员」中为该部门登记值班人员及电话。',
    },
  ];
}

function factFindings({ content, today }: CheckSubject): Finding[] {
  return Object.entries(content.provenance).flatMap(([path, { validUntil, source }]) => {
    if (validUntil === null) return [];
    const days = daysBetween(today, validUntil);
    if (days > soonDays) return [];
    const isExpired = days < 0;
    const what = source === null ? '' : `「${source}」`;
    return [
      {
        rule: isExpired ? 'fact-expired' : 'fact-expires',
        severity: isExpired ? 'warning' : 'notice',
        path,
        values: { validUntil, days: Math.abs(days), ...(source !== null && { source }) },
        message: isExpired
          ? `来源${what}已于 ${validUntil} 失效 ${-days} 天。`
          : `来源${what}${days === 0 ? '今天' : ` ${days} 天后`}失效（${validUntil}）。`,
        remedy: '重新核实，更新来源和有效期。',
      } satisfies Finding,
    ];
  });
}
