import { daysBetween } from '../calendar/rules.ts';
import type { Finding } from '../imports/schema.ts';
import type { Check, ShapedSubject, TouchingEvaluation } from './subject.ts';

/** A renewal takes about a quarter of a year. */
const soonDays = 90;

export const evaluationChecks: Check[] = [
  { rules: ['evaluation-expired', 'evaluation-expires'], of: 'shape', find: evaluationFindings },
];

/** 区域评估: of each kind over the parcel the one that is valid longest counts; an older one that was renewed is history. */
function evaluationFindings({ spatial, pack, today }: ShapedSubject): Finding[] {
  return pack.evaluations.flatMap(({ key, label }) => {
    const longest = spatial.evaluations.filter(({ kind }) => kind === key).toSorted(laterFirst)[0];
    const validUntil = longest?.validUntil ?? null;
    if (longest === undefined || validUntil === null) return [];
    const days = daysBetween(today, validUntil);
    if (days > soonDays) return [];
    return [evaluationFinding({ ...longest, validUntil, days, name: label['zh-CN'] })];
  });
}

function laterFirst(one: TouchingEvaluation, other: TouchingEvaluation): number {
  const until = ({ validUntil }: TouchingEvaluation) => validUntil ?? '9999-12-31';
  return until(one) < until(other) ? 1 : -1;
}

type DatedEvaluation = TouchingEvaluation & { validUntil: string; days: number; name: string };

function evaluationFinding({ kind, validUntil, days, name }: DatedEvaluation): Finding {
  const isExpired = days < 0;
  return {
    rule: isExpired ? 'evaluation-expired' : 'evaluation-expires',
    severity: isExpired ? 'warning' : 'notice',
    path: `evaluations.${kind}`,
    values: { evaluation: name, validUntil, days: Math.abs(days) },
    message: isExpired
      ? `${name}已于 ${validUntil} 过期 ${-days} 天。`
      : `${name} ${days === 0 ? '今天' : `${days} 天后`}到期（${validUntil}）。`,
    remedy: '请该片区的评估单位续做；续做前项目须自行评估。',
  };
}
