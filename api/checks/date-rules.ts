import { daysBetween, shanghaiDay, shiftDay } from '../calendar/rules.ts';
import type { Finding, ParcelFields } from '../imports/schema.ts';
import type { Check, CheckSubject } from './subject.ts';

/** 招标拍卖挂牌出让国有建设用地使用权规定 (国土资源部令第 39 号): 第八条 (notice), 第十八条 (listing). */
const noticeDays = 20;
const listingDays = 10;

/** 日期: the order and the spans that the law asks of a sale. Whole days in Asia/Shanghai. */
export const dateChecks: Check[] = [
  { rules: ['notice-missing'], of: 'content', find: noticeMissing },
  { rules: ['notice-too-short'], of: 'content', find: noticeTooShort },
  { rules: ['listing-too-short'], of: 'content', find: listingTooShort },
  { rules: ['sale-date-order'], of: 'content', find: saleOrder },
  { rules: ['due-date-order'], of: 'content', find: dueOrder },
];

const dayOf = (time: string) => shanghaiDay(new Date(time));

function noticeMissing({ content: { fields } }: CheckSubject): Finding[] {
  if (fields.listingStartsAt === undefined || fields.noticeAt !== undefined) return [];
  return [
    {
      rule: 'notice-missing',
      severity: 'error',
      field: '公告时间',
      path: 'fields.noticeAt',
      values: { listingStarts: dayOf(fields.listingStartsAt) },
      message: `有挂牌开始（${dayOf(fields.listingStartsAt)}）而没有公告时间。`,
      remedy: '填写官方公告发布的时间。',
    },
  ];
}

function noticeTooShort({ content: { fields } }: CheckSubject): Finding[] {
  if (fields.noticeAt === undefined || fields.listingStartsAt === undefined) return [];
  const [notice, start] = [dayOf(fields.noticeAt), dayOf(fields.listingStartsAt)];
  const days = daysBetween(notice, start);
  if (days >= noticeDays) return [];
  const earliest = shiftDay(notice, noticeDays);
  return [
    {
      rule: 'notice-too-short',
      severity: 'error',
      field: '挂牌开始',
      path: 'fields.listingStartsAt',
      values: { days, limitDays: noticeDays, notice, listingStarts: start, earliest },
      message: `公告到挂牌只有 ${days} 天，须满 ${noticeDays} 天：${notice} 公告，${start} 挂牌。`,
      remedy: `把挂牌开始改为 ${earliest} 或以后。`,
    },
  ];
}

function listingTooShort({ content: { fields } }: CheckSubject): Finding[] {
  const { listingStartsAt, listingEndsAt } = fields;
  if (listingStartsAt === undefined || listingEndsAt === undefined) return [];
  const [start, end] = [dayOf(listingStartsAt), dayOf(listingEndsAt)];
  const days = daysBetween(start, end);
  // The other way round it is no span at all, which is another rule's.
  if (days >= listingDays || Date.parse(listingEndsAt) <= Date.parse(listingStartsAt)) return [];
  const earliest = shiftDay(start, listingDays);
  return [
    {
      rule: 'listing-too-short',
      severity: 'error',
      field: '挂牌截止',
      path: 'fields.listingEndsAt',
      values: { days, limitDays: listingDays, listingStarts: start, listingEnds: end, earliest },
      message: `挂牌只有 ${days} 天，须满 ${listingDays} 天：${start} 至 ${end}。`,
      remedy: `把挂牌截止改为 ${earliest} 或以后。`,
    },
  ];
}

type Step = { field: keyof ParcelFields; header: string };

const steps = {
  notice: { field: 'noticeAt', header: '公告时间' },
  signupStarts: { field: 'signupStartsAt', header: '报名开始' },
  signupEnds: { field: 'signupEndsAt', header: '报名截止' },
  depositEnds: { field: 'depositEndsAt', header: '保证金截止' },
  listingEnds: { field: 'listingEndsAt', header: '挂牌截止' },
  constructionStart: { field: 'constructionStartDueOn', header: '开工时限' },
  completion: { field: 'completionDueOn', header: '竣工时限' },
  fullProduction: { field: 'fullProductionDueOn', header: '达产时限' },
} as const satisfies Record<string, Step>;

/** Of each pair the second is not before the first. */
function saleOrder({ content: { fields } }: CheckSubject): Finding[] {
  return orderFindings('sale-date-order', fields, [
    [steps.notice, steps.signupStarts],
    [steps.signupEnds, steps.listingEnds],
    [steps.depositEnds, steps.listingEnds],
  ]);
}

function dueOrder({ content: { fields } }: CheckSubject): Finding[] {
  return orderFindings('due-date-order', fields, [
    [steps.listingEnds, steps.constructionStart],
    [steps.constructionStart, steps.completion],
    [steps.completion, steps.fullProduction],
  ]);
}

function orderFindings(rule: string, fields: ParcelFields, pairs: readonly [Step, Step][]): Finding[] {
  return pairs.flatMap(([earlier, later]) => {
    const [first, second] = [fields[earlier.field], fields[later.field]];
    if (typeof first !== 'string' || typeof second !== 'string' || instantOf(first) <= instantOf(second))
      return [];
    return [
      {
        rule,
        severity: 'error',
        field: later.header,
        path: `fields.${later.field}`,
        values: {
          earlier: earlier.header,
          later: later.header,
          earlierField: earlier.field,
          laterField: later.field,
          first,
          second,
        },
        message: `${later.header}（${dayText(second)}）早于${earlier.header}（${dayText(first)}）。`,
        remedy: '核对两个时间的年月日。',
      } satisfies Finding,
    ];
  });
}

/** A calendar day ends when it ends in Shanghai. */
function instantOf(written: string): number {
  return Date.parse(written.length === 10 ? `${written}T23:59:59+08:00` : written);
}

function dayText(written: string): string {
  return written.length === 10 ? written : dayOf(written);
}
