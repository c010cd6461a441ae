import { z } from 'zod';
import { parties } from '../agreements/terms.ts';
import { ceremonies, signingForms } from './terms.ts';

/**
 * What a signing item is about, as everybody may know it. `form` null: of people, or not known yet; `project` and `company`
 * null: not agreed to be named. `isTest`: made with certificates that prove nothing.
 */
export const StageSigning = z.strictObject({
  item: z.int().positive(),
  ceremony: z.enum(ceremonies),
  form: z.enum(signingForms).nullable(),
  project: z.string().nullable(),
  company: z.string().nullable(),
  isTest: z.boolean(),
  /** 仪式画面: so many signers agreed to their handwriting being shown, once it is in force. */
  hands: z.int().nonnegative(),
});
export type StageSigning = z.infer<typeof StageSigning>;

/** 仪式画面: strokes of points of the unit square, x to the right and y downwards, by who wrote them, in their order. */
export const CeremonyHands = z.strictObject({
  hands: z.array(
    z.strictObject({
      party: z.enum(parties),
      strokes: z.array(z.array(z.strictObject({ x: z.number(), y: z.number() }))),
    }),
  ),
});
export type CeremonyHands = z.infer<typeof CeremonyHands>;
