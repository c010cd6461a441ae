import { z } from 'zod';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';
import { CreditCode, ForeignRegistration } from './agreement-schema.ts';

const Instant = z.iso.datetime({ offset: true });
const Line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, 'one line');

/** `POST /api/parcels/{code}/winner`: as the 成交确认书 says. */
export const NewWinner = z.strictObject({
  company: Line(200),
  /** 统一社会信用代码, of a company registered in China; of one from abroad `foreignRegistration` instead. */
  creditCode: CreditCode.optional(),
  foreignRegistration: ForeignRegistration.optional(),
  confirmationNumber: Line(100),
  confirmedOn: z.iso.date().regex(ourYears, outOfOurYears),
});
export type NewWinner = z.infer<typeof NewWinner>;

/** `POST /api/parcels/{code}/winner/confirm`: the second person's word. */
export const WinnerDecision = z.strictObject({ outcome: z.enum(['confirmed', 'refused']) });

/** `GET /api/parcels/{code}/winner`, for staff alone. */
export const Winner = z.object({
  company: z.string(),
  creditCode: z.string().nullable(),
  /** `DE HRB 12345`. */
  foreignRegistration: z.string().nullable(),
  confirmationNumber: z.string(),
  confirmedOn: z.string(),
  outcome: z.enum(['confirmed', 'refused']).nullable(),
  enteredAt: Instant,
  enteredBy: z.string(),
  /** By who reads it: somebody else has to confirm it. */
  isOwn: z.boolean(),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
});
export type Winner = z.infer<typeof Winner>;
export const WinnerAnswer = z.object({
  /** When the last deal (成交) was; null: there is none, and so no winner. */
  soldAt: Instant.nullable(),
  winner: Winner.nullable(),
});
export type WinnerAnswer = z.infer<typeof WinnerAnswer>;
