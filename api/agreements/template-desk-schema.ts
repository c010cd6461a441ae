import { z } from 'zod';
import { ParcelCode } from './agreement-schema.ts';
import { Template, Variable } from './template-schema.ts';
import { templateFacts } from './template-terms.ts';
import { templateKeys } from './terms.ts';
import { AgreementText } from './text-schema.ts';

const Instant = z.iso.datetime({ offset: true });

const Finding = z.object({ rule: z.string(), message: z.string(), field: z.string(), remedy: z.string() });

const LineChange = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });

/** 与在用版本的差异. */
const TemplateChanges = z.object({
  /** What is not wording. */
  facts: z.array(z.object({ fact: z.enum(templateFacts), before: z.string(), after: z.string() })),
  preamble: z.array(LineChange),
  clauses: z.array(
    z.object({
      kind: z.enum(['same', 'changed', 'added', 'removed']),
      heading: z.string(),
      from: z.int().nullable(),
      to: z.int().nullable(),
      lines: z.array(LineChange),
    }),
  ),
});
export type TemplateChanges = z.infer<typeof TemplateChanges>;

/** One version of a template, as those who keep templates see it. */
const TemplateVersion = z.object({
  key: z.enum(templateKeys),
  version: z.int(),
  title: z.string(),
  exclusive: z.boolean(),
  needsParcel: z.enum(['none', 'optional', 'required']),
  /** 待批准, 在用, 已被新版取代, 已撤回. */
  state: z.enum(['waiting', 'in-force', 'superseded', 'withdrawn']),
  /** null: it came with the portal. */
  writtenBy: z.string().nullable(),
  writtenAt: Instant,
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string().nullable(),
  /** Written by who reads it: somebody else has to approve it. */
  isOwn: z.boolean(),
  /** 文本检查, of the wording itself. */
  findings: z.array(Finding),
});
export const TemplateVersions = z.object({ items: z.array(TemplateVersion) });
export type TemplateVersions = z.infer<typeof TemplateVersions>;

/** What the wording is shown with: a project of one's own, and a public parcel; without either, an invented one and none. */
export const TemplatePreviewQuery = z.strictObject({
  project: z.coerce.number().int().positive().optional(),
  parcel: ParcelCode.optional(),
});
export const TemplatePreview = z.object({
  template: TemplateVersion,
  text: AgreementText,
  /** What these values do not say; the text has 【标签】 in its place. */
  missing: z.array(z.object({ key: z.string(), label: z.string() })),
  /** Of a version that waits, against the one in force; null where there is none. */
  changes: TemplateChanges.nullable(),
});
export type TemplatePreview = z.infer<typeof TemplatePreview>;

/** What a new version says; its number comes when it is laid before the second person. */
export const ProposedTemplate = Template.omit({ key: true, version: true }).extend({
  clauses: Template.shape.clauses.max(99),
});
export type ProposedTemplate = z.infer<typeof ProposedTemplate>;

/** What a new version is written from. */
export const TemplateSource = z.object({
  body: Template,
  /** The version that a new one would take the place of; null: none is in force. */
  inForce: z.int().nullable(),
  /** One that waits already: before it is decided there is no other. */
  waiting: z.int().nullable(),
  /** What can be inserted: its own, then those of the other templates. */
  variables: z.array(Variable),
});
export type TemplateSource = z.infer<typeof TemplateSource>;

export const TemplateCheck = z.object({
  findings: z.array(Finding),
  text: AgreementText,
  missing: z.array(z.object({ key: z.string(), label: z.string() })),
});
export type TemplateCheck = z.infer<typeof TemplateCheck>;

export const NewTemplateVersion = z.object({ version: z.int() });
export type NewTemplateVersion = z.infer<typeof NewTemplateVersion>;

export const TemplateWithdrawal = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, 'one line'),
});
