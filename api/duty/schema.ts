import { z } from 'zod';

const Day = z.iso.date().refine((day) => day >= '2020-01-01' && day < '2101-01-01', 'a day of this century');

/** 值班缺勤: from the first to the last day, both included. */
export const Absence = z.object({
  id: z.number(),
  accountId: z.number(),
  name: z.string(),
  department: z.string(),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
});
export type Absence = z.infer<typeof Absence>;
export const Absences = z.object({ items: z.array(Absence) });

/** 承办人: somebody who may have a case. */
export const Officer = z.object({
  id: z.number(),
  name: z.string(),
  department: z.string(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  isYou: z.boolean(),
  /** Place among those on duty, the first first; null for who is not. */
  duty: z.number().nullable(),
  isHead: z.boolean(),
  /** Today. */
  isAway: z.boolean(),
});
export type Officer = z.infer<typeof Officer>;
export const Officers = z.object({ items: z.array(Officer) });

const mostDays = 366;

export const NewAbsence = z
  .strictObject({ accountId: z.int().positive(), firstDay: Day, lastDay: Day })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, {
    path: ['lastDay'],
    message: 'the last day is not before the first',
  })
  .refine(({ firstDay, lastDay }) => Date.parse(lastDay) - Date.parse(firstDay) < mostDays * 86_400_000, {
    path: ['lastDay'],
    message: 'at most a year',
  });
export type NewAbsence = z.infer<typeof NewAbsence>;

export const AbsencePath = z.strictObject({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});
