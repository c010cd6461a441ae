import { z } from 'zod';
import { Telephone } from '../letters/schema.ts';
import { channels, enquiryStates, eventKinds, outcomes, spamReasons, receiptWays } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });
const Line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'one line')
    .regex(/^[^\u202a-\u202e\u2066-\u2069]*$/, 'no marks that turn the direction of writing')
    .regex(/[\p{L}\p{N}]/u, 'at least one letter or digit');
const Words = z.string().trim().min(1).max(4000);

export const EnquiryNumber = z.string().regex(/^XP-\d{4}-\d{4,7}$/, 'a number such as XP-2611-0091');
export const NumberPath = z.strictObject({ number: EnquiryNumber });

export const FilePath = NumberPath.extend({ id: z.uuid() });

const Contact = z.strictObject({
  company: Line(120).optional(),
  contactName: Line(60).optional(),
  /** With country code from abroad; a Chinese number may stand without. */
  phone: Telephone.optional(),
  email: z.email().max(254).optional(),
});

const Asked = z.strictObject({
  ...Contact.shape,
  /** None: asked of the city. The first counts when departments share them equally. */
  parcelCodes: z.array(z.string().min(1).max(64)).max(20),
  message: Words,
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
});

const canBeAnswered = ({ phone, email }: { phone?: string | undefined; email?: string | undefined }) =>
  phone !== undefined || email !== undefined;
const noWay = { path: ['email'], message: 'give a telephone number or an e-mail address' };

/** `POST /api/enquiries`: with a code name (代号) neither a company nor a way to answer is needed; the link is the way. */
export const NewEnquiry = z
  .strictObject({
    ...Asked.shape,
    codename: Line(60).optional(),
    consent: z.strictObject({ textVersion: z.string().max(40), accepted: z.literal(true) }),
    /** Not on any page for people: what fills it is a machine, and a person looks at it. */
    homepage: z.string().max(200).optional(),
  })
  .refine(({ codename, company }) => codename !== undefined || company !== undefined, {
    path: ['company'],
    message: 'give the company, or a code name',
  })
  .refine((asked) => asked.codename !== undefined || canBeAnswered(asked), noWay);
export type NewEnquiry = z.infer<typeof NewEnquiry>;

/** 录入电话询盘: `calledAt` when it is entered afterwards; the clock starts there. */
export const NewCall = z
  .strictObject({
    ...Asked.shape,
    company: Line(120),
    calledAt: Instant.optional(),
    /** The caller heard how his data is used, and agreed. */
    consent: z.strictObject({ textVersion: z.string().max(40), accepted: z.literal(true) }),
    /** What was answered in the call itself. */
    answer: Words.optional(),
  })
  .refine(canBeAnswered, noWay);
export type NewCall = z.infer<typeof NewCall>;

/** `link` opens the case without an account; it is told to who asked alone. */
export const ReceivedEnquiry = z.object({
  number: EnquiryNumber,
  link: z.string(),
  receipt: z.enum(receiptWays),
});
export type ReceivedEnquiry = z.infer<typeof ReceivedEnquiry>;

/** `internal`: staff only, who asked never sees it. */
export const Reply = z.strictObject({ message: Words, internal: z.boolean().default(false) });
export const Handover = z.strictObject({
  department: z.string().max(40),
  officerId: z.int().positive().nullable().default(null),
  reason: Words.max(1000),
});
export const Reveal = z.strictObject({ purpose: Line(200) });
export const Close = z.strictObject({ outcome: z.enum(outcomes), reason: Words.max(1000).optional() });
export const MarkSpam = z.strictObject({ reason: z.enum(spamReasons) });

export const EnquiryQuery = z.strictObject({
  state: z.enum(['open', 'ended']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(200).optional(),
});

/**
 * The clock of a case, to its first answer. `usedMinutes` of working time; null, as `dueAt`, while the holidays of a year on
 * the way are not announced. `changesAt`: when it next pauses or goes on.
 */
export const Clock = z.object({
  phase: z.enum(['running', 'paused', 'undetermined', 'stopped']),
  usedMinutes: z.number().nullable(),
  promisedMinutes: z.number(),
  dueAt: Instant.nullable(),
  changesAt: Instant.nullable(),
});
export type Clock = z.infer<typeof Clock>;

/**
 * A span in which the clock of a case did not run, since no working time did: noon, the night, a weekend, a holiday. Nothing
 * else stops it before the first answer. `to` is null while it lasts.
 */
const Pause = z.object({ from: Instant, to: Instant.nullable() });
export type Pause = z.infer<typeof Pause>;

const Named = z.object({ code: z.string(), name: z.string(), nameEn: z.string() });
const Officer = z.object({ id: z.number(), name: z.string() });

/** Whoever enters a call of another department does not see its case: told is who has it. */
export const EnteredCall = z.object({ number: EnquiryNumber, department: Named });
export type EnteredCall = z.infer<typeof EnteredCall>;

export const EnquirySummary = z.object({
  number: EnquiryNumber,
  channel: z.enum(channels),
  state: z.enum(enquiryStates),
  receivedAt: Instant,
  /** Of a call that was entered afterwards, when it came; of all else `receivedAt`. */
  clockFrom: Instant,
  /** Of a call, who entered it; told to staff alone. */
  enteredBy: Officer.nullable(),
  /** Company or code name; null when erased. */
  who: z.string().nullable(),
  codenamed: z.boolean(),
  /** Made up for the demonstration. */
  demo: z.boolean(),
  excerpt: z.string(),
  parcelCodes: z.array(z.string()),
  department: Named,
  officer: Officer.nullable(),
  firstAnswerAt: Instant.nullable(),
  waitingSince: Instant.nullable(),
  lastAt: Instant,
  clock: Clock,
});
export type EnquirySummary = z.infer<typeof EnquirySummary>;

export const EnquiryPage = z.object({
  total: z.number(),
  items: z.array(EnquirySummary),
  next: z.string().nullable(),
  asOf: Instant,
});
export type EnquiryPage = z.infer<typeof EnquiryPage>;

const EnquiryFile = z.object({
  id: z.uuid(),
  /** Null when erased. */
  name: z.string().nullable(),
  mediaType: z.string(),
  bytes: z.number(),
});

export const EnquiryEntry = z.object({
  seq: z.number(),
  at: Instant,
  kind: z.enum(eventKinds),
  /** Who of the staff; null for the portal and for who asked. */
  by: Officer.nullable(),
  department: Named.nullable(),
  officer: Officer.nullable(),
  detail: z.string().nullable(),
  /** Null without words, or when they are erased. */
  message: z.string().nullable(),
  files: z.array(EnquiryFile),
});
export type EnquiryEntry = z.infer<typeof EnquiryEntry>;

export const Enquiry = EnquirySummary.omit({ excerpt: true }).extend({
  locale: z.enum(['zh-CN', 'en']),
  person: z.object({
    company: z.string().nullable(),
    contactName: z.string().nullable(),
    codename: z.string().nullable(),
    /** Masked for staff (`138****2217`), whole for who asked. */
    phone: z.string().nullable(),
    email: z.string().nullable(),
    erasedAt: Instant.nullable(),
  }),
  consent: z.object({ textVersion: z.string(), at: Instant }),
  /** From the clock's start to the first answer, else to `asOf`: the last 20, in order. */
  pauses: z.array(Pause),
  /** With the public version that was looked at. */
  parcels: z.array(z.object({ code: z.string(), version: z.number() })),
  entries: z.array(EnquiryEntry),
  /** Cases of the same company, telephone or address in the same department; staff only. */
  related: z.array(z.object({ number: EnquiryNumber, state: z.enum(enquiryStates), receivedAt: Instant })),
  asOf: Instant,
});
export type Enquiry = z.infer<typeof Enquiry>;

export const Revealed = z.object({ phone: z.string().nullable(), email: z.string().nullable() });

/** 个人信息处理告知: what is agreed to. */
export const ConsentText = z.object({
  version: z.string(),
  sections: z.array(z.object({ title: z.string(), text: z.string() })),
  sectionsEn: z.array(z.object({ title: z.string(), text: z.string() })),
});
export type ConsentText = z.infer<typeof ConsentText>;
