import { z } from 'zod';
import { channels, spamReasons } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });
const Day = z.iso.date();

/**
 * Of `cases`: `within` the promise + `late` + `overdue` (no answer so far). Both figures are null below ten cases. `spamLate` are
 * none of them: marked as spam only after the promise had lapsed.
 */
const Figures = z.object({
  cases: z.number(),
  within: z.number(),
  late: z.number(),
  overdue: z.number(),
  spamLate: z.number(),
  medianMinutes: z.number().nullable(),
  shareWithin: z.number().nullable(),
});

const Named = z.object({ code: z.string(), name: z.string(), nameEn: z.string() });

/** 响应时间: how long the first answer of a person takes, in working time; recomputable from the cases. */
export const ResponseTimes = z.object({
  asOf: Instant,
  /** Cases whose clock began from `from` on. */
  from: Day,
  promisedHours: z.number(),
  fewestCases: z.number(),
  /** Some of what was asked was made up for the demonstration. */
  demo: z.boolean(),
  total: Figures,
  /** The same days a year before, both included; null where nothing was asked on them. */
  yearBefore: Figures.extend({ from: Day, to: Day }).nullable(),
  /** Not among the cases above, and why. */
  excluded: z.object({
    /** Marked within the promise, and only after it had lapsed. */
    spam: z.number(),
    spamLate: z.number(),
    withdrawn: z.number(),
    pending: z.number(),
    undetermined: z.number(),
  }),
  /** Every spam, by why it is none. */
  spamReasons: z.array(z.object({ reason: z.enum(spamReasons), cases: z.number(), late: z.number() })),
  channels: z.array(Figures.extend({ channel: z.enum(channels) })),
  departments: z.array(Figures.extend(Named.shape)),
  parks: z.array(Figures.extend(Named.shape)),
  /** `2026-11`, every month of the time, the earliest first. */
  months: z.array(Figures.extend({ month: z.string() })),
  /** What the working time was counted by, for the days of the time up to now. */
  calendar: z.object({
    hours: z.array(z.object({ from: z.string(), to: z.string() })),
    /** Weekdays that were off, and weekend days that were worked. */
    daysOff: z.array(Day),
    workedWeekends: z.array(Day),
    /** Days nobody can tell yet, their year not being announced. */
    untold: z.array(Day),
  }),
});
export type ResponseTimes = z.infer<typeof ResponseTimes>;
