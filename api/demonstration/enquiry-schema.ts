import { z } from 'zod';
import { channels, outcomes, spamReasons } from '../enquiries/terms.ts';

/** What happened next, so many minutes of working time after what stands before it. */
const after = z.int().min(0).max(6000);
const words = z.string().min(1).max(2000);

export const InventedAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['answered', 'noted', 'asked', 'revealed']), after, words }),
  z.strictObject({ kind: z.literal('handed-over'), after, to: z.string(), words }),
  z.strictObject({
    kind: z.literal('closed'),
    after,
    detail: z.enum(outcomes),
    words: words.optional(),
  }),
  z.strictObject({ kind: z.literal('spam'), after, detail: z.enum(spamReasons) }),
  z.strictObject({ kind: z.literal('withdrawn'), after }),
]);
export type InventedAct = z.infer<typeof InventedAct>;

/** Numbers that a test network would never reach somebody by, and mailboxes of a domain that nobody can own (RFC 2606). */
const Telephone = z.string().regex(/^138000000\d\d$/);
const Mailbox = z.string().regex(/^[\w.-]+@[\w-]+\.example$/);

/**
 * 示例询盘: one case as it is written down. It came in so many days before the first start, or has waited so many minutes of
 * working time at it.
 */
export const InventedEnquiry = z
  .strictObject({
    daysAgo: z.int().min(1).max(100).optional(),
    at: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    waitedMinutes: z.int().min(1).max(900).optional(),
    channel: z.enum(channels).default('web'),
    /** Of a call, how long before it was entered. */
    calledMinutesBefore: z.int().min(0).max(60).default(0),
    locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
    company: z.string().nullable().default(null),
    contactName: z.string().nullable().default(null),
    codename: z.string().nullable().default(null),
    phone: Telephone.nullable().default(null),
    email: Mailbox.nullable().default(null),
    parcels: z.array(z.string()).max(20).default([]),
    suspect: z.boolean().default(false),
    words,
    acts: z.array(InventedAct).default([]),
  })
  .refine(({ daysAgo, at, waitedMinutes }) =>
    waitedMinutes === undefined ? daysAgo !== undefined && at !== undefined : daysAgo === undefined,
  );
export type InventedEnquiry = z.infer<typeof InventedEnquiry>;

/** `data/<demonstration>/enquiries.json`. */
export const InventedEnquiries = z.strictObject({ cases: z.array(InventedEnquiry) });
