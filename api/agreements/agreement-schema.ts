import { z } from 'zod';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';
import { Telephone } from '../letters/schema.ts';
import {
  agreementStates,
  capacities,
  eventKinds,
  gates,
  investorClasses,
  parties,
  projectChannels,
  reportedStages,
  signerRoles,
  signerStates,
  templateKeys,
  tiers,
} from './terms.ts';
import { Authorisation, ReadDelegation } from './delegation-schema.ts';
import { Obligation } from './obligation-schema.ts';
import { AgreementText } from './text-schema.ts';

const Instant = z.iso.datetime({ offset: true });
const AskedInstant = Instant.regex(ourYears, outOfOurYears);
export const Line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(
      /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
      '写成一行，不带改变书写方向的符号 · one line, without marks that turn its direction',
    )
    .regex(/[\p{L}\p{N}]/u, '至少一个字、字母或者数字 · at least one letter or digit');
const Yuan = z.int().min(0).max(9_000_000_000_000);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256, 64 hexadecimal digits');
export const ParcelCode = z.string().min(1).max(64);
export const AgreementNumber = z.string().regex(/^(TZ|YL)-\d{4}-\d{4,7}$/, 'a number such as TZ-2026-0031');
/** PostgreSQL's integer: a larger number is no version, rather than an error. */
const mostInteger = 2_147_483_647;
export const NumberPath = z.strictObject({ number: AgreementNumber });
export const ProjectPath = z.strictObject({ id: z.coerce.number().int().positive() });

const Stage = z.enum(reportedStages);

/** Of a company from abroad: its country (ISO 3166) and what it is registered under there. */
export const ForeignRegistration = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  number: Line(60),
});
export type ForeignRegistration = z.infer<typeof ForeignRegistration>;

/** 统一社会信用代码 (GB 32100-2015, 4.1), as people write it: full-width characters, small letters and blanks are mended. */
export const CreditCode = z
  .string()
  .max(60)
  .normalize('NFKC')
  .overwrite((code) => code.replace(/\s/gu, ''))
  .toUpperCase()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '18 digits and letters, none of them I, O, S, V or Z');

/** `POST /api/projects`; money in integer yuan. */
export const NewProject = z.strictObject({
  name: Line(200),
  company: Line(200),
  /** 统一社会信用代码 (GB 32100), of a company registered in China. */
  creditCode: CreditCode.optional(),
  foreignRegistration: ForeignRegistration.optional(),
  investorClass: z.enum(investorClasses),
  channel: z.enum(projectChannels),
  projectCode: Line(40).optional(),
  investmentTotal: Yuan,
  fixedInvestment: Yuan.optional(),
  paidIn: Yuan.optional(),
  parcelCodes: z.array(ParcelCode).max(20).optional(),
  /** The enquiry it came from. */
  enquiry: z
    .string()
    .regex(/^XP-\d{4}-\d{4,7}$/)
    .optional(),
});
export type NewProject = z.infer<typeof NewProject>;

/** `PATCH /api/projects/{id}`, as a whole; where it came from stays. */
export const EditedProject = NewProject.omit({ enquiry: true });
export type EditedProject = z.infer<typeof EditedProject>;

export const NewStage = z.strictObject({
  stage: Stage,
  on: z.iso.date().regex(ourYears, outOfOurYears),
  evidence: Line(500),
});
export type NewStage = z.infer<typeof NewStage>;
/** 更正 of a confirmed stage; `on` null: it was not reached. */
export const StageCorrection = NewStage.omit({ stage: true }).extend({
  on: NewStage.shape.on.nullable(),
  reason: Line(500),
});
export type StageCorrection = z.infer<typeof StageCorrection>;
export const StagePath = ProjectPath.extend({ stage: z.coerce.number().int().positive() });
export const StageDecision = z.strictObject({ outcome: z.enum(['confirmed', 'refused']) });

export const Project = z.object({
  id: z.int(),
  number: z.string(),
  name: z.string(),
  company: z.string(),
  creditCode: z.string().nullable(),
  foreignRegistration: z.string().nullable(),
  investorClass: z.enum(investorClasses),
  channel: z.enum(projectChannels),
  projectCode: z.string().nullable(),
  investmentTotal: z.int(),
  fixedInvestment: z.int().nullable(),
  paidIn: z.int(),
  department: z.string(),
  parcelCodes: z.array(z.string()),
  agreements: z.array(z.object({ number: z.string(), title: z.string(), status: z.enum(agreementStates) })),
  stages: z.array(
    z.object({
      id: z.int(),
      stage: Stage,
      /** Null: a correction that says it was not reached. */
      on: z.string().nullable(),
      /** 更正: the report that it takes the place of once confirmed, and why. */
      corrects: z.int().nullable(),
      reason: z.string().nullable(),
      /** A confirmed correction took its place: it stands, and counts no more. */
      isReplaced: z.boolean(),
      evidence: z.string(),
      outcome: z.enum(['confirmed', 'refused']).nullable(),
      enteredAt: Instant,
      enteredBy: z.string(),
      /** By who reads it: somebody else has to confirm it. */
      isOwn: z.boolean(),
      decidedAt: Instant.nullable(),
      decidedBy: z.string().nullable(),
    }),
  ),
});
export type Project = z.infer<typeof Project>;

/** `GET /api/projects`; `q`: part of its number, name, company or 项目代码. */
export const ProjectQuery = z.strictObject({
  q: z.string().trim().min(1).max(100).optional(),
  before: z.coerce.number().int().positive().optional(),
});
export const ProjectPage = z.object({ items: z.array(Project), next: z.int().nullable() });
export type ProjectPage = z.infer<typeof ProjectPage>;

/** `GET /api/projects/{id}`: besides, what its agreements promise. */
export const ProjectDetail = Project.extend({
  /** For If-Match of a change. */
  version: z.int(),
  obligations: z.array(Obligation.extend({ agreement: AgreementNumber })),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;

export const Signatory = z.strictObject({
  role: z.enum(signerRoles),
  /** 组: those of one sign side by side, the next after all of them. */
  group: z.int().min(1).max(20),
  name: Line(60),
  organisation: Line(120),
  email: z.email().max(254),
  phone: Telephone.optional(),
  /** For whom; without it whoever names the project's company is the company's, the others the city's. */
  party: z.enum(parties).optional(),
  capacity: z.enum(capacities).default('legal-representative'),
  /** Of who signs as authorised; it may be said later, but before the sending. */
  authorisation: Authorisation.optional(),
});
export type Signatory = z.infer<typeof Signatory>;

const VariableValue = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  z.strictObject({
    amount: z.int().positive().max(9999),
    unit: z.enum(['year', 'month', 'day', 'working-day']),
  }),
]);

const Prepared = {
  parcelCodes: z.array(ParcelCode).max(20).default([]),
  /** GB/T 4754 code of the parcel's row whose requirements are agreed on; without it the first row. */
  admissionIndustry: z.string().max(8).optional(),
  parties: z.array(Signatory).min(1).max(20),
  /** What was agreed for this agreement alone: `validity`, `venue` …; what is missing stands in the answer. */
  terms: z.record(z.string().regex(/^[a-z][A-Za-z]{1,40}$/), VariableValue).default({}),
  /** What the template asks of project and company beyond what the project holds: `project.content`, `company.address` … */
  details: z
    .record(z.string().regex(/^(project|government|company|talent)\.[a-z][A-Za-z]{1,40}$/), VariableValue)
    .default({}),
  deadline: AskedInstant.optional(),
  publishName: z.boolean().default(false),
  publishAmount: z.boolean().default(false),
};

/** `POST /api/agreements`. */
export const NewAgreement = z.strictObject({
  template: z.enum(templateKeys),
  projectId: z.int().positive(),
  ...Prepared,
});
export type NewAgreement = z.infer<typeof NewAgreement>;

/** `PATCH /api/agreements/{number}`, a draft as a whole; what it passed before counts no more. */
export const EditedAgreement = z.strictObject(Prepared);
export type EditedAgreement = z.infer<typeof EditedAgreement>;

export const PreparedAgreement = z.object({
  number: AgreementNumber,
  status: z.enum(agreementStates),
  /** What the template needs and nobody said yet; the draft shows the places. */
  missing: z.array(z.object({ key: z.string(), label: z.string() })),
});
export type PreparedAgreement = z.infer<typeof PreparedAgreement>;

export const GateDecision = z.strictObject({
  gate: z.enum(gates),
  outcome: z.enum(['passed', 'refused']),
  /** 意见书文号, or what stands in the way. */
  note: Line(500).optional(),
  /** The draft that was read, by its digest: where it is another by now, nothing is decided. Absent: the only one there was; refused once it was altered. */
  draftSha256: Sha256.optional(),
});
export type GateDecision = z.infer<typeof GateDecision>;

/** The draft that was read, by its digest. */
export const Confirmation = z.strictObject({ draftSha256: Sha256 });
export const Reason = z.strictObject({ reason: Line(500) });
export const Extension = z.strictObject({ deadline: AskedInstant });
/** 催签: all whose turn it is, or one of them; `reason` is told to them and kept with the act. */
export const SignerChoice = z.strictObject({
  position: z.int().min(0).max(19).optional(),
  reason: Line(500).optional(),
});

const Masked = z.object({
  position: z.int(),
  party: z.enum(parties),
  role: z.enum(signerRoles),
  group: z.int(),
  /** False: it does not open under the keys there are; name, organisation and e-mail are empty then. */
  isContactReadable: z.boolean(),
  name: z.string(),
  organisation: z.string(),
  /** Masked, but for a draft of one's own department. */
  email: z.string(),
  phone: z.string().nullable(),
  capacity: z.enum(capacities),
  authorisation: z.string().nullable(),
  state: z.enum(signerStates),
  remindedAt: Instant.nullable(),
  /** 停用: codes were guessed at his place; no more are sent until he is reminded. */
  isLocked: z.boolean(),
  delegation: ReadDelegation.nullable(),
  /** 本人: whoever reads it is named here by the e-mail of his account. */
  isYou: z.boolean(),
});

export const Agreement = z.object({
  number: AgreementNumber,
  title: z.string(),
  template: z.enum(templateKeys),
  templateVersion: z.int(),
  exclusive: z.boolean(),
  status: z.enum(agreementStates),
  department: z.string(),
  project: z.object({ id: z.int(), number: z.string(), name: z.string(), company: z.string() }),
  admissionIndustry: z.string().nullable(),
  /** Raised by every change of the draft. */
  version: z.int(),
  contentSha256: Sha256,
  draftSha256: Sha256,
  /** Of what was sent; null before. */
  baseSha256: Sha256.nullable(),
  text: AgreementText,
  /** False: it is not the text of `contentSha256`; somebody changed it past the portal, and nobody signs it. */
  isTextWhole: z.boolean(),
  missing: z.array(z.object({ key: z.string(), label: z.string() })),
  findings: z.array(
    z.object({ rule: z.string(), severity: z.string(), message: z.string(), remedy: z.string() }),
  ),
  signers: z.array(Masked),
  gates: z.array(
    z.object({
      gate: z.enum(gates),
      outcome: z.enum(['passed', 'refused']).nullable(),
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: Instant.nullable(),
    }),
  ),
  confirmations: z.array(z.object({ party: z.enum(parties), at: Instant.nullable() })),
  /** What still stands before the sending, in words; empty: it may be sent. */
  blockers: z.array(z.string()),
  deadline: Instant,
  publishName: z.boolean(),
  publishAmount: z.boolean(),
  parcels: z.array(
    z.object({
      code: z.string(),
      version: z.int(),
      heldUntil: Instant.nullable(),
      recalledAt: Instant.nullable(),
    }),
  ),
  revisions: z.array(
    z.object({
      number: z.int(),
      kind: z.enum(['base', 'signature', 'seal', 'archive']),
      sha256: Sha256,
      bytes: z.int(),
      at: Instant,
    }),
  ),
  events: z.array(
    z.object({
      seq: z.int(),
      at: Instant,
      kind: z.enum(eventKinds),
      position: z.int().nullable(),
      by: z.string().nullable(),
      /** Of one that was not delivered: which letter, by its cause. */
      letter: z.string().nullable(),
      /** Of a reminder: why, in the words of the office; null where none was given. */
      reason: z.string().nullable(),
      /** Of a word of a reviewer: on which gate, and which. */
      gate: z.object({ gate: z.enum(gates), outcome: z.enum(['passed', 'refused']) }).nullable(),
      /** Of a code: that it confirms a draft, and signs nothing. */
      isOfDraft: z.boolean(),
    }),
  ),
  obligations: z.array(Obligation),
  tier: z.enum(tiers).nullable(),
  isTest: z.boolean(),
  /** 查验码, for the verify page. */
  verifyCode: z.string(),
  endReason: z.string().nullable(),
  sealing: z.object({ attempts: z.int(), failure: z.string().nullable(), nextAt: Instant.nullable() }),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type Agreement = z.infer<typeof Agreement>;

export const AgreementRow = z.object({
  number: AgreementNumber,
  title: z.string(),
  status: z.enum(agreementStates),
  exclusive: z.boolean(),
  project: z.string(),
  company: z.string(),
  parcelCodes: z.array(z.string()),
  /** 撤回: those of them whose public record was taken back since. */
  recalledParcels: z.array(z.string()),
  signed: z.int(),
  signers: z.int(),
  /** 本人, where whoever reads the list is named; empty for the office. */
  own: z.array(z.object({ role: z.enum(signerRoles), state: z.enum(signerStates) })),
  deadline: Instant,
  createdAt: Instant,
});
export type AgreementRow = z.infer<typeof AgreementRow>;
export const AgreementQuery = z.strictObject({
  status: z.enum(agreementStates).optional(),
  before: z.coerce.number().int().positive().optional(),
});
export const AgreementPage = z.object({ items: z.array(AgreementRow), next: z.int().nullable() });
export type AgreementPage = z.infer<typeof AgreementPage>;

export const TemplateList = z.object({
  items: z.array(
    z.object({
      key: z.enum(templateKeys),
      title: z.string(),
      version: z.int(),
      exclusive: z.boolean(),
      needsParcel: z.enum(['none', 'optional', 'required']),
      parcelStages: z.array(z.string()),
    }),
  ),
});
export type TemplateList = z.infer<typeof TemplateList>;

export const TemplatePath = z.strictObject({
  key: z.enum(templateKeys),
  version: z.coerce.number().int().positive().max(mostInteger),
});
export const WaitingTemplates = z.object({
  items: z.array(z.object({ key: z.enum(templateKeys), version: z.int(), title: z.string() })),
});
