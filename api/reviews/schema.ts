import { z } from 'zod';
import { competences } from '../accounts/terms.ts';
import { ourYears, outOfOurYears } from '../calendar/terms.ts';

const Instant = z.iso.datetime({ offset: true });
const Competences = z.array(z.enum(competences));
const Reason = z.string().trim().min(1).max(1000);
const SubmissionId = z.int().positive();

/** `POST /api/parcels/{code}/submit`. Warnings of the health check need a note. */
export const Submit = z.strictObject({
  note: z.string().trim().max(1000).optional(),
  /** The revision that was looked at; a newer one is refused with 412. */
  revision: z.int().positive().optional(),
});
export type Submit = z.infer<typeof Submit>;

export const Submitted = z.object({ submission: z.int(), needs: Competences });
export type Submitted = z.infer<typeof Submitted>;

/**
 * `POST /api/parcels/{code}/approve`: for every competence the caller holds that is still open. Needs a recent proof.
 * `submission`: the one that was looked at; only of a parcel's first it may be left out. `seen`: paths of the differences that
 * were looked at; when given, none of the caller's own may be missing. `publicFrom`: not before this instant; the latest asked
 * for counts.
 */
export const Approve = z.strictObject({
  submission: SubmissionId.optional(),
  seen: z.array(z.string().max(200)).max(1000).optional(),
  publicFrom: Instant.regex(ourYears, outOfOurYears).optional(),
});
export type Approve = z.infer<typeof Approve>;

export const Approved = z.object({
  submission: z.int(),
  approved: Competences,
  /** Competences it still waits for; empty: published. */
  waitsFor: Competences,
  published: z.object({ version: z.int(), publicFrom: Instant }).nullable(),
});
export type Approved = z.infer<typeof Approved>;

/** `POST /api/parcels/{code}/reject`: back to its department, each reason with the fact it is about; `submission` as above. */
export const Reject = z.strictObject({
  submission: SubmissionId.optional(),
  reasons: z
    .array(z.strictObject({ path: z.string().max(200).default(''), reason: Reason }))
    .min(1)
    .max(100),
});
export type Reject = z.infer<typeof Reject>;

/** `POST /api/parcels/{code}/withdraw`: a publisher asks and says why; a reviewer decides, or acts unasked and says why. */
export const Withdraw = z.strictObject({
  reason: Reason.optional(),
  outcome: z.enum(['withdrawn', 'refused']).default('withdrawn'),
});
export type Withdraw = z.infer<typeof Withdraw>;

export const Withdrawn = z.object({ outcome: z.enum(['requested', 'withdrawn', 'refused']) });
export type Withdrawn = z.infer<typeof Withdrawn>;

/** `POST /api/parcels/{code}/recall` 紧急撤回, by one reviewer alone. Needs a recent proof. */
export const Recall = z.strictObject({ cause: z.enum(['secrecy', 'gross-error']), reason: Reason });
export type Recall = z.infer<typeof Recall>;

/** `POST /api/parcels/{code}/recall-review`: the second person's word. `lifted`: public again, past instants included. */
export const RecallReview = z.strictObject({
  outcome: z.enum(['confirmed', 'lifted']),
  note: z.string().trim().max(1000).optional(),
});
export type RecallReview = z.infer<typeof RecallReview>;
