import { daysBetween, shanghaiDay, shiftMonths } from '../calendar/rules.ts';
import type { VariableValue } from './values-schema.ts';

/** 招商协调期限: at most so long, whatever becomes of the agreement. */
export const holdTermDays = 180;
/** In months at most so many: from whatever day they run, they are no more than those days. */
const holdTermMonths = 5;

/** Why a parcel is not held; behind its code. */
export const holdRefusals = {
  held: '已在另一份协议的招商协调中，不能再发出排他的协议。',
  notice: '的出让公告已经开始，此后只以公告为准，不再作招商协调。请修改草稿，去掉或更换这宗地块。',
  term: `的招商协调期限写得过长，最长 ${holdTermDays} 日。请修改草稿。`,
} as const;

/** What is wrong with a term (招商协调最长期限) that a draft is to say; null for one that the portal keeps, or where nothing was said. */
export function holdTermFault(said: VariableValue | undefined): string | null {
  if (said === undefined || termOf(said) !== null) return null;
  return `招商协调期限请按日或月填写，最长 ${holdTermDays} 日（按月填写的，最长 ${holdTermMonths} 个月）。`;
}

/** Until when a parcel is held from an instant on: as long as the text says, which is never more than is kept. */
export function holdEnd(from: Date, said: VariableValue | undefined): Date {
  const { amount, unit } = termOf(said) ?? usual;
  if (unit === 'day') return new Date(from.getTime() + amount * dayMs);
  const day = shanghaiDay(from);
  // Five months from 30 September end on the last day of February.
  const days = daysBetween(day, shiftMonths(day, amount));
  return new Date(from.getTime() + days * dayMs);
}

const dayMs = 86_400_000;
const usual = { amount: holdTermDays, unit: 'day' } as const;

function termOf(said: VariableValue | undefined): { amount: number; unit: 'day' | 'month' } | null {
  if (typeof said !== 'object' || said === null) return null;
  const { amount, unit } = said;
  if (unit === 'day') return amount <= holdTermDays ? { amount, unit } : null;
  return unit === 'month' && amount <= holdTermMonths ? { amount, unit } : null;
}
