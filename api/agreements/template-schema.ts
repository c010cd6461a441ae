import { z } from 'zod';
import { parcelStatuses } from '../city/terms.ts';
import { parties, templateKeys } from './terms.ts';

/** How a variable is written: money, areas and numbers stand twice, in figures and in 大写. */
export const variableKinds = ['text', 'money', 'area', 'date', 'duration', 'count', 'choice'] as const;
export type VariableKind = (typeof variableKinds)[number];

/** `project.name`, `company.address`, `terms.validity`; `parcel.…` within what is said of each parcel. */
const VariableKey = z
  .string()
  .regex(/^(agreement|project|government|company|talent|terms|parcel)\.[a-z][A-Za-z]{1,40}$/);

export const Variable = z.strictObject({
  key: VariableKey,
  kind: z.enum(variableKinds),
  label: z.string().min(1).max(40),
  /** Of a count: 人, 项. */
  unit: z.string().max(10).optional(),
  /** Its row of a table is left out where nobody has said it. */
  optional: z.boolean().optional(),
});
export type Variable = z.infer<typeof Variable>;

/** Wording with `{variables}`; what stands between `**` is printed bold. */
const Wording = z.string().min(1).max(2000);

/** Where something is said only when parcels are named, or only when none is. */
const When = z.enum(['parcels', 'no-parcels']);

const Paragraph = z.strictObject({ paragraph: Wording, when: When.optional() });

/** A table with a row for each variable: name, figure, 大写. */
const VariableTable = z.strictObject({ table: z.array(VariableKey).min(1) });

/**
 * What the parcel asks of the chosen industry, or its planning limits. Of what is asked for but not known, `notice` says
 * that the notice will tell; `refuse` makes no agreement of it.
 */
const ParcelTable = z.strictObject({
  parcelTable: z.enum(['indicators', 'limits']),
  unknown: z.enum(['notice', 'refuse']),
});

const EachParcel = z.strictObject({ eachParcel: z.array(z.union([Paragraph, ParcelTable])).min(1) });

const TemplateBlock = z.union([Paragraph, VariableTable, EachParcel]);
export type TemplateBlock = z.infer<typeof TemplateBlock>;
export type ParcelBlock = z.infer<typeof EachParcel>['eachParcel'][number];

const TemplateClause = z.strictObject({
  heading: z.string().min(1).max(40),
  when: When.optional(),
  blocks: z.array(TemplateBlock).min(1),
});

const TemplateParty = z.strictObject({
  party: z.enum(parties),
  label: z.string().min(1).max(10),
  /** Without the signature of who must sign the agreement does not come about. */
  mustSign: z.boolean(),
  /** A company may be named before anybody has told by what it is registered. */
  mayBeUnregistered: z.boolean().optional(),
});

/** 协议模板 as it lies in `data/agreements/<key>.json`: our own wording, versioned. Clauses are numbered where they are shown. */
export const Template = z.strictObject({
  key: z.enum(templateKeys),
  version: z.int().positive(),
  title: z.string().min(1).max(40),
  /** Whether it holds its parcels (招商协调) while it is being signed, so that no second one is made for them. */
  exclusive: z.boolean(),
  needsParcel: z.enum(['none', 'optional', 'required']),
  /**
   * Where a parcel must stand to be named in it. None allows a parcel with a running notice (announced, listed, awaiting its
   * result, suspended): there the notice alone speaks, to everybody alike.
   */
  parcelStages: z.array(z.enum(parcelStatuses)),
  parties: z.array(TemplateParty).min(1),
  variables: z.array(Variable),
  preamble: z.array(Paragraph),
  clauses: z.array(TemplateClause).min(1),
});
export type Template = z.infer<typeof Template>;
