import { z } from 'zod';
import { AgreementNumber, Signatory } from './agreement-schema.ts';
import { parties, templateKeys } from './terms.ts';
import { variableKinds } from './template-schema.ts';
import { VariableValue } from './values-schema.ts';

/** One thing that can be said for this agreement alone. */
const DraftField = z.object({
  /** As the template calls it: `terms.validity`, `project.content`, `company.address`. */
  key: z.string(),
  /** Where it stands in the body of the change, dotted: `terms.validity`, `details.project.content`. */
  path: z.string(),
  label: z.string(),
  kind: z.enum(variableKinds),
  /** Of a count: 人, 项. */
  unit: z.string().nullable(),
  isOptional: z.boolean(),
  /** What was said; null: nothing. */
  said: VariableValue,
  /** What stands there as long as nothing is said; null: nothing, and it is missed. */
  usual: VariableValue,
});
export type DraftField = z.infer<typeof DraftField>;

/** `GET /api/agreements/{number}/draft`: everything a draft was made of, for whoever changes it. */
export const DraftReading = z.object({
  number: AgreementNumber,
  /** For If-Match of the change. */
  version: z.int(),
  template: z.object({
    key: z.enum(templateKeys),
    title: z.string(),
    version: z.int(),
    needsParcel: z.enum(['none', 'optional', 'required']),
    parties: z.array(z.object({ party: z.enum(parties), label: z.string(), mustSign: z.boolean() })),
  }),
  project: z.object({ id: z.int(), number: z.string(), name: z.string(), company: z.string() }),
  parcelCodes: z.array(z.string()),
  admissionIndustry: z.string().nullable(),
  /** Rows that all of its parcels admit. */
  industries: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Whole, for the department alone that wrote them. */
  parties: z.array(Signatory.required({ party: true })),
  fields: z.array(DraftField),
  /** False: it was drafted before what is said was kept, so that the fields are empty whatever the text says. */
  isSaidKept: z.boolean(),
  missing: z.array(z.object({ key: z.string(), label: z.string() })),
  deadline: z.iso.datetime({ offset: true }),
  publishName: z.boolean(),
  publishAmount: z.boolean(),
});
export type DraftReading = z.infer<typeof DraftReading>;
