import { z } from 'zod';

const position = z.int().min(0).max(19);

/** 授权委托书 that was seen: its number and date. */
export const Authorisation = z
  .string()
  .trim()
  .min(2)
  .max(120)
  .regex(/^\P{Cc}*$/u, 'one line');

/** 核准转交: with the letter of authorisation (授权委托书) that was seen, by its number and date. */
export const DelegationDecision = z.discriminatedUnion('outcome', [
  z.strictObject({
    position,
    outcome: z.literal('admitted'),
    authorisation: Authorisation,
  }),
  z.strictObject({ position, outcome: z.literal('refused') }),
]);
export type DelegationDecision = z.infer<typeof DelegationDecision>;

/** The last time that a signer handed his part on, as the office reads it; addresses masked. */
export const ReadDelegation = z.object({
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  /** In the words of who asked. */
  reason: z.string(),
  askedAt: z.iso.datetime({ offset: true }),
  /** null: the office has not said yet. */
  outcome: z.enum(['admitted', 'refused']).nullable(),
  authorisation: z.string().nullable(),
});
