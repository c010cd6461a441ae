import { z } from 'zod';
import { Telephone } from '../letters/schema.ts';
import { Line } from './agreement-schema.ts';
import { agreementStates, askedPurposes, capacities, parties, signerRoles, signerStates } from './terms.ts';
import { AgreementText } from './text-schema.ts';

const Instant = z.iso.datetime({ offset: true });
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256, 64 hexadecimal digits');
const Unit = z.number().min(0).max(1);

export const Exchange = z.strictObject({ token: z.string().max(200) });

/**
 * 仪式画面: what is asked of who signs by hand what has its place at an event, or was agreed to there; `text` is what is agreed
 * to, `inEnglish` for understanding it.
 */
export const HandwritingConsent = z.object({
  textVersion: z.string(),
  text: z.string(),
  inEnglish: z.string(),
  /** The event that it is for, and no other. */
  event: z.object({ slug: z.string(), title: z.object({ zh: z.string(), en: z.string() }) }),
  isGiven: z.boolean(),
});
export type HandwritingConsent = z.infer<typeof HandwritingConsent>;

/** What the signer is asked to sign, in full. */
export const Signing = z.object({
  number: z.string(),
  title: z.string(),
  status: z.enum(agreementStates),
  purpose: z.enum(['confirm', 'sign', 'approve', 'witness', 'watch']),
  baseSha256: Sha256.nullable(),
  draftSha256: Sha256,
  contentSha256: Sha256,
  /** Of the PDF. */
  pages: z.int(),
  text: AgreementText,
  /** 联系人: whom to ask, of the department that prepared it; null where its duty list is empty. */
  officer: z.object({ name: z.string(), nameEn: z.string(), phone: z.string() }).nullable(),
  signer: z.object({
    name: z.string(),
    organisation: z.string(),
    party: z.enum(parties),
    role: z.enum(signerRoles),
    capacity: z.enum(capacities),
    state: z.enum(signerStates),
    /** When he signed or approved. */
    doneAt: Instant.nullable(),
    /** By which way the code comes, its address masked. */
    codeChannel: z.enum(['sms', 'mail']),
    codeTo: z.string(),
  }),
  others: z.array(
    z.object({
      name: z.string(),
      organisation: z.string(),
      role: z.enum(signerRoles),
      group: z.int(),
      state: z.enum(signerStates),
      doneAt: Instant.nullable(),
    }),
  ),
  /** When the signer's own side confirmed the draft as it is. */
  confirmedAt: Instant.nullable(),
  /** When this signer reached the end of this text: what he acts on he has read. */
  readAt: Instant.nullable(),
  /** 签署须知: what is agreed to is `text`; `inEnglish` is for understanding its terms. */
  consent: z.object({ textVersion: z.string(), text: z.string(), inEnglish: z.string() }),
  handwriting: HandwritingConsent.nullable(),
  sentAt: Instant.nullable(),
  deadline: Instant,
  /** In force, or over without. */
  endedAt: Instant.nullable(),
  isTest: z.boolean(),
  /** 撤回: parcels whose public record was taken back since; it ends nothing, and is to be asked about. */
  recalledParcels: z.array(z.string()),
  /** All have signed and it is sealed: the file may be had. */
  canDownload: z.boolean(),
  verifyCode: z.string().nullable(),
});
export type Signing = z.infer<typeof Signing>;

/** 通读: the end of this text was reached, of one's own document or of one of a set. */
export const Reading = z.strictObject({ number: z.string().max(40), contentSha256: Sha256 });
export type Reading = z.infer<typeof Reading>;

/** What a code is asked for, other than one's own act. */
export const CodeQuery = z.strictObject({ purpose: z.enum(askedPurposes).optional() });

export const SentCode = z.object({
  channel: z.enum(['sms', 'mail']),
  to: z.string(),
  endsAt: Instant,
  sameChannel: z.boolean(),
});
export type SentCode = z.infer<typeof SentCode>;

const Code = z.string().regex(/^\d{6}$/, 'six digits');
const Consent = z.strictObject({ textVersion: z.string().max(40), accepted: z.literal(true) });

/** Of 500 KB and somewhat more, so that what is too large is told so and not merely refused. */
const mostPictureDigits = 960_000;

/** `strokes`: points of the unit square, from its upper left corner; at most so many that a file stays small. */
export const Signature = z.strictObject({
  otp: Code,
  baseSha256: Sha256,
  strokes: z
    .array(z.array(z.strictObject({ x: Unit, y: Unit })).max(500))
    .max(60)
    .default([]),
  /** 改用打字: the name in print stands for the strokes. */
  typedName: z.string().trim().min(1).max(60).optional(),
  /** 印章图片, PNG or JPEG in base64, of at most 500 KB: a mark that is seen, and nothing more. */
  sealPicture: z.base64().max(mostPictureDigits).optional(),
  consent: Consent,
  /** 仪式画面: agreed to, of `strokes`; where it is not asked for nothing is kept. */
  handwriting: Consent.extend({ event: z.string().max(60) }).optional(),
});
export type Signature = z.infer<typeof Signature>;

export const Approval = z.strictObject({ otp: Code, baseSha256: Sha256 });
/** `otp` of this and the next two: a code that was sent for that purpose to who has the place, since a link may be in other hands. */
export const DraftConfirmation = z.strictObject({ otp: Code, draftSha256: Sha256 });
export const Refusal = z.strictObject({ otp: Code, reason: Line(500) });
export const Delegation = z.strictObject({
  otp: Code,
  name: Line(60),
  email: z.email().max(254),
  phone: Telephone.optional(),
  reason: Line(500),
});
export type Delegation = z.infer<typeof Delegation>;

export const Signed = z.object({
  number: z.string(),
  status: z.enum(agreementStates),
  state: z.enum(signerStates),
});
export type Signed = z.infer<typeof Signed>;
