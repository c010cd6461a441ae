import { z } from 'zod';
import { HandwritingConsent, SentCode, Sha256, Signature, Signed } from './signing-schema.ts';
import { capacities, parties } from './terms.ts';
import { AgreementText } from './text-schema.ts';

export const mostBatchItems = 20;

/** 可一并签署: what the same person opened in this browser and may sign now. */
export const SigningBatch = z.object({
  items: z.array(
    z.object({
      number: z.string(),
      title: z.string(),
      organisation: z.string(),
      party: z.enum(parties),
      capacity: z.enum(capacities),
      /** What was sent to be signed, and its state with the signatures there are. */
      baseSha256: Sha256,
      headSha256: Sha256,
      contentSha256: Sha256,
      /** He reached its end already. */
      isRead: z.boolean(),
      text: AgreementText,
      deadline: z.iso.datetime({ offset: true }),
      isTest: z.boolean(),
      /** 撤回: parcels whose public record was taken back since. */
      recalledParcels: z.array(z.string()),
    }),
  ),
  /** Of those of the set that have their place at an event. */
  handwriting: HandwritingConsent.nullable(),
  codeChannel: z.enum(['sms', 'mail']),
  codeTo: z.string(),
});
export type SigningBatch = z.infer<typeof SigningBatch>;

const Item = z.strictObject({ number: z.string().max(40), baseSha256: Sha256, headSha256: Sha256 });
const Items = z
  .array(Item)
  .min(2)
  .max(mostBatchItems)
  .refine((items) => new Set(items.map(({ number }) => number)).size === items.length, 'each once');

export const BatchCodeAsked = z.strictObject({ items: Items });
export type BatchCodeAsked = z.infer<typeof BatchCodeAsked>;

export const SentBatchCode = SentCode.extend({
  setSha256: Sha256,
  /** It names every document. */
  /** 签署须知: what is agreed to is `text`; `inEnglish` is for understanding its terms. */
  consent: z.object({ textVersion: z.string(), text: z.string(), inEnglish: z.string() }),
});
export type SentBatchCode = z.infer<typeof SentBatchCode>;

export const BatchSignature = Signature.omit({ baseSha256: true }).extend({ items: Items });
export type BatchSignature = z.infer<typeof BatchSignature>;

/** Each by itself: `refusal` says why one was not signed, `reason` and `about` for a page to say it in its own language. */
export const SignedBatch = z.object({
  setSha256: Sha256,
  items: z.array(
    Signed.extend({
      isSigned: z.boolean(),
      refusal: z.string().nullable(),
      reason: z.string().nullable(),
      about: z.string().nullable(),
    }),
  ),
});
export type SignedBatch = z.infer<typeof SignedBatch>;
