import { z } from 'zod';
import { countedSteps, termUnits } from './terms.ts';

/** 履约事项: what a sealed agreement promises. Days as `2027-06-30`, in Asia/Shanghai. */
export const Obligation = z.object({
  kind: z.string(),
  figure: z.string(),
  /** Its last day: named, or derived of the day of the step that it counts from; null while neither is known. */
  dueOn: z.string().nullable(),
  /** So long from a step on; null where a day is named, or neither. */
  term: z.object({ amount: z.int(), unit: z.enum(termUnits), from: z.enum(countedSteps) }).nullable(),
  /** The day of that step, confirmed by a second person. */
  countsFromOn: z.string().nullable(),
  /** That step is entered, and waits for its second person. */
  isStepWaiting: z.boolean(),
  /** 预计: its last day if the step before it is reached on its own; no due day. */
  expectedOn: z.string().nullable(),
  /** When what was promised was reached, where a stage of the project tells. */
  doneOn: z.string().nullable(),
  /** 已到期: the last day is over, and it is not known to be done. */
  isPast: z.boolean(),
});
export type Obligation = z.infer<typeof Obligation>;
