import { z } from 'zod';
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
});
export type StageSigning = z.infer<typeof StageSigning>;
