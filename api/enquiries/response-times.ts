import { shanghaiDay, shanghaiTime, shiftDay } from '../calendar/rules.ts';
import type { WorkingTime } from '../calendar/working-time.ts';
import type { LocalText } from '../city/schema.ts';
import { workingTimeOf } from '../city/working-time.ts';
import type { EnquiryParts } from './parts.ts';
import { readDepartmentNames } from './department-store.ts';
import {
  answerableFor,
  countAs,
  fewestCases,
  figuresOf,
  type Counted,
  type TimedCase,
} from './response-rules.ts';
import type { ResponseTimes } from './response-schema.ts';
import { readDemonstrationMark, readEventMark, readTimedCases } from './response-store.ts';
import { channels, promisedWorkingHours, spamReasons } from './terms.ts';

const monthsShown = 12;

/** With the department whose figures it is in. */
export type CountedCase = TimedCase & { department: string; counted: Counted };
/** `cases`: those of the figures, and before them those of the year before. */
export type Responses = { times: ResponseTimes; cases: CountedCase[] };
type Parts = Pick<EnquiryParts, 'database' | 'city' | 'now'>;

/** The figures of the last twelve months beside those of the year before, counted anew when anything happened or a minute went by. */
export function createResponseTimes(parts: Parts): () => Promise<Responses> {
  let kept: { mark: string; responses: Promise<Responses> } | undefined;
  return async () => {
    const at = parts.now();
    const minute = Math.floor(at.getTime() / 60_000);
    const mark = `${minute} ${await readEventMark(parts.database.sql)}`;
    if (kept?.mark !== mark) {
      const responses = countResponses(parts, at);
      kept = { mark, responses };
      responses.catch(() => (kept = undefined));
    }
    return kept.responses;
  };
}

async function countResponses({ database, city }: Parts, at: Date): Promise<Responses> {
  const { sql } = database;
  const { pack } = city;
  const months = monthsUpTo(shanghaiDay(at).slice(0, 7));
  const from = `${months[0] ?? ''}-01`;
  const yearBefore = { from: aYearBefore(from), to: aYearBefore(shanghaiDay(at)) };
  const time = workingTimeOf(pack);
  const [timed, departments, demo] = await Promise.all([
    readTimedCases(sql, new Date(`${yearBefore.from}T00:00:00+08:00`)),
    readDepartmentNames(sql, pack),
    readDemonstrationMark(sql),
  ]);
  const all = timed.map((one) => ({
    ...one,
    department: answerableFor(one, time),
    counted: countAs(one, at, time),
  }));
  const cases = all.filter(({ clockFrom }) => shanghaiDay(clockFrom) >= from);
  const before = all.filter(({ clockFrom }) => {
    const day = shanghaiDay(clockFrom);
    return day >= yearBefore.from && day <= yearBefore.to;
  });
  const figures = (isOne: (one: CountedCase) => boolean) =>
    figuresOf(cases.filter(isOne).map(({ counted }) => counted));
  const howMany = (as: Counted['as']) => cases.filter(({ counted }) => counted.as === as).length;
  const parks = pack.regions.filter(({ level }) => level === 'park');
  return {
    cases: all,
    times: {
      asOf: shanghaiTime(at),
      from,
      promisedHours: promisedWorkingHours,
      fewestCases,
      demo,
      total: figures(() => true),
      yearBefore:
        before.length === 0 ? null : { ...yearBefore, ...figuresOf(before.map(({ counted }) => counted)) },
      excluded: {
        spam: howMany('spam'),
        spamLate: howMany('spam-late'),
        withdrawn: howMany('withdrawn'),
        pending: howMany('pending'),
        undetermined: howMany('undetermined'),
      },
      spamReasons: spamReasons.map((reason) => {
        const isTold = ({ counted }: CountedCase) => counted.as !== 'undetermined';
        const marked = cases.filter((one) => one.marked?.reason === reason && isTold(one));
        const late = marked.filter(({ counted }) => counted.as === 'spam-late').length;
        return { reason, cases: marked.length, late };
      }),
      channels: channels.map((channel) => ({ channel, ...figures((one) => one.channel === channel) })),
      departments: departments.map((named) => ({
        ...named,
        ...figures(({ department }) => department === named.code),
      })),
      parks: parks.map(({ code, name }) => ({
        ...namedBy(code, name),
        ...figures(({ park }) => park === code),
      })),
      months: months.map((month) => ({
        month,
        ...figures(({ clockFrom }) => shanghaiDay(clockFrom).startsWith(month)),
      })),
      calendar: calendarOf({ from: yearBefore.from, to: shanghaiDay(at) }, time),
    },
  };
}

function namedBy(code: string, name: LocalText) {
  return { code, name: name['zh-CN'], nameEn: name.en };
}

/** `2026-11` and the eleven months before it, the earliest first. */
function monthsUpTo(last: string): string[] {
  const number = Number(last.slice(0, 4)) * 12 + Number(last.slice(5)) - 1;
  return Array.from({ length: monthsShown }, (_, index) => {
    const month = number - monthsShown + 1 + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** The same day of the year before; of 29 February the 28th. */
function aYearBefore(day: string): string {
  const rest = day.slice(4) === '-02-29' ? '-02-28' : day.slice(4);
  return `${Number(day.slice(0, 4)) - 1}${rest}`;
}

/** Where the days of work differ from Monday to Friday, and the days that cannot be told. */
function calendarOf({ from, to }: { from: string; to: string }, { hours, isWorked }: WorkingTime) {
  const daysOff: string[] = [];
  const workedWeekends: string[] = [];
  const untold: string[] = [];
  for (let day = from; day <= to; day = shiftDay(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    if (isWorked(day) === null) untold.push(day);
    if (isWeekend && isWorked(day) === true) workedWeekends.push(day);
    if (!isWeekend && isWorked(day) === false) daysOff.push(day);
  }
  return {
    hours: hours.map(({ from: begin, to: end }) => ({ from: begin, to: end })),
    daysOff,
    workedWeekends,
    untold,
  };
}
