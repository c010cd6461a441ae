import { z } from 'zod';
import { capacities, parties, templateKeys } from './terms.ts';

/** A piece of a line. `filled`: it came from the parcel, the company or the project and not from the template. */
export const Run = z.object({ text: z.string(), filled: z.boolean(), strong: z.boolean() });
export type Run = z.infer<typeof Run>;

/** A paragraph, or a table of indicators: what, the figure with operator and unit, and the same in capitals (大写). */
export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), runs: z.array(Run) }),
  z.object({
    kind: z.literal('figures'),
    rows: z.array(z.object({ name: z.string(), figure: z.string(), capitals: z.string() })),
  }),
]);
export type Block = z.infer<typeof Block>;

/** 条: the number is written by whoever shows it. */
export const Clause = z.object({ heading: z.string(), blocks: z.array(Block) });
export type Clause = z.infer<typeof Clause>;

/** One party as the head of the agreement names it, and who signs for it. */
export const TextParty = z.object({
  party: z.enum(parties),
  /** 甲方, 乙方, … */
  label: z.string(),
  organisation: z.string(),
  /** 统一社会信用代码 (GB 32100); null for who has none. */
  creditCode: z.string().nullable(),
  /** Of a company from abroad, its country (ISO 3166) and number there: `DE HRB 12345`. Absent in texts of who has none. */
  foreignRegistration: z.string().exactOptional(),
  signatory: z.string(),
  capacity: z.enum(capacities),
});
export type TextParty = z.infer<typeof TextParty>;

/** A parcel as the agreement's plan draws it: rings of [longitude, latitude] in degrees (EPSG:4490), holes after their shell. */
export const TextParcel = z.object({
  code: z.string(),
  version: z.int(),
  polygons: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))),
  /** SHA-256, hexadecimal, of the public geometry and of the chosen industry's indicators: what is signed is bound to them. */
  geometrySha256: z.string(),
  indicatorsSha256: z.string(),
});
export type TextParcel = z.infer<typeof TextParcel>;

/**
 * 协议文本: everything the parties sign, before it is drawn. The page and the PDF are both made of it, and its SHA-256
 * (文本摘要) stands in both.
 */
export const AgreementText = z.object({
  number: z.string(),
  template: z.object({ key: z.enum(templateKeys), version: z.int(), title: z.string() }),
  /** Whose title stands above: 投资意向书. */
  title: z.string(),
  parties: z.array(TextParty),
  preamble: z.array(Block),
  clauses: z.array(Clause),
  parcels: z.array(TextParcel),
});
export type AgreementText = z.infer<typeof AgreementText>;
