import { shiftDay, shiftMonths } from '../calendar/rules.ts';
import type { WorkingDays } from '../calendar/working-days.ts';
import type { CountedStep, TermUnit } from './terms.ts';

/** 履约期限: so long from a step of the project on. */
export type Term = { amount: number; unit: TermUnit; from: CountedStep };

const spans = /(\d+|[零〇一二两三四五六七八九十百半]+)\s*个?\s*(工作日|季度|年|月|日|天|周)/g;
const since = /(?:之?次日|之日|当日)?(?:起|[以之]?后)的?\s*$/;

/** With what the words of a step end; 竣工验收合格 is the day of 竣工. */
const stepEnds: readonly [RegExp, CountedStep][] = [
  [/(?:取得|获得).{0,20}(?:用地|土地|使用权|生产场所)$|(?:供地|交地|土地交付|用地交付)$/, 'supplied'],
  [/(?:开工|动工|开始建设)$/, 'construction-started'],
  [/(?:竣工|建成)(?:验收)?(?:合格)?$/, 'completed'],
  [/(?:生效|签订|签约|订立|签署)$/, 'effective'],
];
/** What is in force or signed there is another paper, or only sent. */
const ofAnother = /出让|备案|《|发出/;

const units: Record<string, { times: number; unit: TermUnit; most: number }> = {
  年: { times: 1, unit: 'year', most: 100 },
  季度: { times: 3, unit: 'month', most: 1200 },
  月: { times: 1, unit: 'month', most: 1200 },
  周: { times: 7, unit: 'day', most: 36_500 },
  日: { times: 1, unit: 'day', most: 36_500 },
  天: { times: 1, unit: 'day', most: 36_500 },
  工作日: { times: 1, unit: 'working-day', most: 9999 },
};

/**
 * What a filled-in span and the words before it say: `自取得项目用地之日起 ` and `6 个月`, or `取得用地之日起二十四个月` alone.
 * Null where it counts from nothing that a project reports, or is written as more than one span.
 */
export function termIn(before: string, filled: string): Term | null {
  const text = filled.normalize('NFKC');
  const [span, second] = [...text.matchAll(spans)];
  if (span === undefined || second !== undefined) return null;
  const from = stepBefore(`${before.normalize('NFKC')}${text.slice(0, span.index)}`);
  const [, written = '', word = ''] = span;
  if (from === null) return null;
  if (text.includes('半'))
    return written === '半' && word === '年' ? { amount: 6, unit: 'month', from } : null;
  const { times, unit, most } = units[word] ?? { times: 0, unit: 'day', most: 0 };
  const amount = numberIn(written) * times;
  return amount >= 1 && amount <= most ? { amount, unit, from } : null;
}

/**
 * The last day of a term: the day from which it counts is not one of it (民法典第二百零一条、第二百零二条). Null for working
 * days that reach into a year whose holidays are not announced yet.
 */
export function lastDayOf(
  from: string,
  { amount, unit }: Pick<Term, 'amount' | 'unit'>,
  isWorked: WorkingDays,
): string | null {
  if (unit === 'working-day') return lastWorkedDay(from, amount, isWorked);
  if (unit === 'day') return shiftDay(from, amount);
  return shiftMonths(from, unit === 'year' ? amount * 12 : amount);
}

function lastWorkedDay(from: string, amount: number, isWorked: WorkingDays): string | null {
  let day = from;
  for (let left = amount; left > 0;) {
    day = shiftDay(day, 1);
    const worked = isWorked(day);
    if (worked === null) return null;
    if (worked) left -= 1;
  }
  return day;
}

function stepBefore(words: string): CountedStep | null {
  const lead = words.slice(Math.max(...[...'，。；：,;:'].map((mark) => words.lastIndexOf(mark))) + 1);
  if (!since.test(lead)) return null;
  const said = lead.replace(since, '').trim();
  const [, step = null] = stepEnds.find(([pattern]) => pattern.test(said)) ?? [];
  return step === 'effective' && ofAnother.test(said) ? null : step;
}

const numerals = '零一二三四五六七八九';

/** `24`, `二十四`, `一百零八`; up to 999, and 0 for what is none. */
function numberIn(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const plain = written.replaceAll('〇', '零').replaceAll('两', '二');
  const parts =
    /^(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(plain);
  if (parts === null) return 0;
  const [, hundreds = '零', tens, ten, ones = '零'] = parts;
  const digit = (numeral: string) => numerals.indexOf(numeral);
  return digit(hundreds) * 100 + (ten === undefined ? 0 : digit(tens ?? '一') * 10) + digit(ones);
}
