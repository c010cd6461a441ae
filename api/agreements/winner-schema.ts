import { z } from 'zod';

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
  creditCode: z.string().trim().toUpperCase().length(18),
  confirmationNumber: Line(100),
  confirmedOn: z.iso.date(),
});
export type NewWinner = z.infer<typeof NewWinner>;

/** `POST /api/parcels/{code}/winner/confirm`: the second person's word. */
export const WinnerDecision = z.strictObject({ outcome: z.enum(['confirmed', 'refused']) });

/** `GET /api/parcels/{code}/winner`, for staff alone. */
export const Winner = z.object({
  company: z.string(),
  creditCode: z.string(),
  confirmationNumber: z.string(),
  confirmedOn: z.string(),
  outcome: z.enum(['confirmed', 'refused']).nullable(),
  enteredAt: Instant,
  enteredBy: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
});
export type Winner = z.infer<typeof Winner>;
export const WinnerAnswer = z.object({ winner: Winner.nullable() });
