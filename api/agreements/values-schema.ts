import { z } from 'zod';
import { Phase } from '../city/schema.ts';
import { PublicGeometry, Requirement } from '../parcels/schema.ts';
import { capacities, parties } from './terms.ts';

export const Duration = z.strictObject({
  amount: z.int().positive().max(9999),
  unit: z.enum(['year', 'month', 'day', 'working-day']),
});
export type Duration = z.infer<typeof Duration>;

/**
 * A variable's value by its kind: text; money as integer yuan; area in m²; a date as `2026-12-31`; a duration; a count;
 * a choice as true or false. null: not known yet.
 */
export const VariableValue = z.union([z.string(), z.number(), z.boolean(), Duration]).nullable();
export type VariableValue = z.infer<typeof VariableValue>;

const Registration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('credit-code'), code: z.string() }),
  /** ISO 3166 two letters, and the number in that country's register. */
  z.strictObject({ kind: z.literal('foreign'), country: z.string(), number: z.string() }),
]);
export type Registration = z.infer<typeof Registration>;

const PartyValues = z.strictObject({
  party: z.enum(parties),
  organisation: z.string(),
  /** null: a person (人才), who stands in no register of companies. */
  registration: Registration.nullable(),
  address: z.string().nullable(),
  signatory: z.string(),
  capacity: z.enum(capacities),
});
export type PartyValues = z.infer<typeof PartyValues>;

/** One row of a parcel's table: the city's name for it, and what is asked; null where that is not known. */
const RequirementRow = z.strictObject({
  key: z.string(),
  name: z.string(),
  requirement: Requirement.nullable(),
  /** When it is checked; null for planning limits. */
  phase: Phase.nullable(),
});
export type RequirementRow = z.infer<typeof RequirementRow>;

/** What an agreement takes from one version of a parcel's public record, for one of its industries. */
export const ParcelValues = z.strictObject({
  code: z.string(),
  version: z.int(),
  geometry: PublicGeometry,
  geometrySha256: z.string(),
  indicatorsSha256: z.string(),
  /** By the names that templates give them, without `parcel.`: `location`, `area`, `industry` … */
  variables: z.record(z.string(), VariableValue),
  indicators: z.array(RequirementRow),
  limits: z.array(RequirementRow),
});
export type ParcelValues = z.infer<typeof ParcelValues>;

/** Everything a template is filled with: plain data, kept beside the draft until it is sent. */
export const AgreementValues = z.strictObject({
  number: z.string(),
  parties: z.array(PartyValues),
  /** By name, without `project.`: `name`, `content`, `investmentTotalYuan` … */
  project: z.record(z.string(), VariableValue),
  /** What was agreed for this agreement alone, without `terms.`: `validity`, `publishName` … */
  terms: z.record(z.string(), VariableValue),
  parcels: z.array(ParcelValues),
});
export type AgreementValues = z.infer<typeof AgreementValues>;
