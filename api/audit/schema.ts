import { z } from 'zod';
import { roles } from '../accounts/terms.ts';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';

const Whole = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'write a whole number')
  .transform(Number);

export const AuditQuery = z.strictObject({
  /** What was done to, as it stands in the log: `parcel:JK-01`. */
  subject: z.string().min(1).max(200).optional(),
  /** `parcel.publish`, or `parcel` for everything that is done to parcels. */
  action: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)*$/)
    .max(80)
    .optional(),
  account: Whole.optional(),
  /** A calendar day in Asia/Shanghai. */
  day: z.iso.date().regex(ourYears, outOfOurYears).optional(),
  /** `next` of the page before. */
  cursor: Whole.optional(),
  limit: Whole.pipe(z.number().max(200)).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** 审计记录. Accounts stand in it as numbers: it says nothing of a person. */
const AuditEntry = z.object({
  seq: z.int(),
  at: z.iso.datetime({ offset: true }),
  /** null: the system itself or the command line. */
  accountId: z.int().nullable(),
  role: z.enum([...roles, 'system', 'command-line', 'visitor']),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  /** SHA-256 of the row and of the row before it, hexadecimal. */
  hash: z.string(),
});

export const AuditPage = z.object({ items: z.array(AuditEntry), next: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;
