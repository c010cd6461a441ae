import { z } from 'zod';
import { AgreementNumber } from '../agreements/agreement-schema.ts';
import { agreementStates, parties, signerRoles } from '../agreements/terms.ts';
import { SlugPath } from './event-schema.ts';
import { ceremonies, signingForms } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });
const Item = z.int().positive();

export const ItemPath = SlugPath.extend({ id: z.coerce.number().int().positive().max(2_147_483_647) });

/** `PUT …/items/{id}/signing`: what an item is about. What is signed, and for how much, is in the records of the project. */
export const ItemSigning = z.strictObject({
  project: z.string().regex(/^(XM|YX)-\d{4}-\d{4,7}$/, 'a number such as XM-2026-0031'),
  agreement: AgreementNumber.nullable().default(null),
  ceremony: z.enum(ceremonies),
  /** 人才（团队） of a signing of people. */
  talents: z.int().nonnegative().max(100_000).default(0),
});
export type ItemSigning = z.infer<typeof ItemSigning>;

/** `POST …/items/{id}/paper`: signed on paper, since the portal could not. */
export const PaperPress = z.strictObject({
  expectedSeq: z.int().nonnegative(),
  reason: z.string().trim().min(1).max(200),
});

/** 就绪: how far a signer is, bound to the document as it is. Who it is, is not said. */
const SignerReadiness = z.strictObject({
  position: z.int(),
  party: z.enum(parties),
  role: z.enum(signerRoles),
  /** 签署, 审批 or 见证 is done. */
  isDone: z.boolean(),
  /** His turn; who signs later waits for those before. */
  isAsked: z.boolean(),
  /** He opened his link. */
  hasOpened: z.boolean(),
  /** 通读到末尾, of this very text. */
  hasRead: z.boolean(),
  /** Until when a code that he was sent for this document counts; null: he has none. */
  codeUntil: Instant.nullable(),
  /** The same of a code for a set that this document is of in its present state (批量签署). */
  batchUntil: Instant.nullable(),
});

/** A signing item as its hosts see it. */
export const StaffSigning = z.strictObject({
  item: Item,
  ceremony: z.enum(ceremonies),
  talents: z.int(),
  project: z.strictObject({
    number: z.string(),
    name: z.string(),
    company: z.string(),
    /** In whole yuan, whether or not it may be public. */
    amount: z.int(),
  }),
  agreement: z
    .strictObject({
      number: z.string(),
      state: z.enum(agreementStates),
      form: z.enum(signingForms).nullable(),
      isTest: z.boolean(),
      mayName: z.boolean(),
      mayShowAmount: z.boolean(),
    })
    .nullable(),
  signers: z.array(SignerReadiness),
  /** The first of the two who say that it was signed on paper; `isMine`: another person has to confirm. */
  paperAsked: z
    .strictObject({ reason: z.string(), name: z.string(), isMine: z.boolean(), at: Instant })
    .nullable(),
});
export type StaffSigning = z.infer<typeof StaffSigning>;
