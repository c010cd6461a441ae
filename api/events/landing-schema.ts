import { projectStages } from '../agreements/terms.ts';
import { z } from 'zod';
import { Title } from './event-schema.ts';
import { signingForms } from './terms.ts';

const Day = z.iso.date();
const Count = z.object({ count: z.int(), amount: z.number() });

/** 落地成绩单: what became of everything that an event signed, from confirmed reports alone. */
export const Landing = z.object({
  slug: z.string(),
  title: Title,
  /** 活动当日, and until when is counted. */
  eventOn: Day,
  today: Day,
  /** 满 30, 90, 180, 365 天; those that are still to come have no counts. */
  marks: z.array(z.object({ days: z.int(), on: Day, isReached: z.boolean() })),
  /**
   * For each form what was signed and which stages were reached until each mark; null: it is still to come. `amount` in whole yuan,
   * of those whose amount may be public; `undisclosed`: how many others there are. `onPaper`: how many of the signed two people
   * noted as signed on paper, with no seal.
   */
  forms: z.array(
    z.object({
      form: z.enum(signingForms),
      signed: Count,
      undisclosed: z.int(),
      onPaper: z.int(),
      stages: z.array(z.object({ stage: z.enum(projectStages), at: z.array(Count.nullable()) })),
    }),
  ),
  /** What was released that day, as it stands today; areas in square metres. */
  parcels: z.array(
    z.object({
      standing: z.enum(['supplied', 'offered', 'gone']),
      count: z.int(),
      areaM2: z.number(),
    }),
  ),
  /** Those alone who agreed to being named; `stage` is the last that was confirmed. */
  named: z.array(
    z.object({
      project: z.string(),
      company: z.string(),
      form: z.enum(signingForms),
      amount: z.number().nullable(),
      stage: z.enum(projectStages),
      on: Day,
    }),
  ),
  /** Of the log at the end, which says what was signed. */
  logSha256: z.string(),
});
export type Landing = z.infer<typeof Landing>;
