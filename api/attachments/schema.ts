import { z } from 'zod';
import {
  attachmentBytes,
  attachmentKinds,
  attachmentMediaTypes,
  attachmentVisibilities,
  longestTitle,
  mostAttachments,
} from './terms.ts';

const Title = z
  .string()
  .trim()
  .min(1)
  .max(longestTitle)
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'one line, without control characters');

/** What a department says of a file it has uploaded. */
export const AttachmentChoice = z.strictObject({
  id: z.uuid(),
  kind: z.enum(attachmentKinds),
  title: Title,
  visibility: z.enum(attachmentVisibilities),
});
export type AttachmentChoice = z.infer<typeof AttachmentChoice>;

/** 附件 as a part of a draft or a version: with what the file itself is, which never changes. */
export const Attachment = AttachmentChoice.extend({
  fileName: z.string().min(1).max(120),
  mediaType: z.enum(attachmentMediaTypes),
  bytes: z.int().positive().max(attachmentBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Asia/Shanghai */
  uploadedOn: z.iso.date(),
});
export type Attachment = z.infer<typeof Attachment>;

/** The part of a change: in this order, each file once. */
export const AttachmentChoices = z
  .array(AttachmentChoice)
  .max(mostAttachments)
  .refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length, 'a file stands twice');

/** What the public sees of one. */
export const PublicAttachment = Attachment.omit({ visibility: true, sha256: true });
export type PublicAttachment = z.infer<typeof PublicAttachment>;

/** Beside the file in an upload. */
export const UploadFields = z.strictObject({
  kind: AttachmentChoice.shape.kind,
  /** By default the file's name without its ending. */
  title: Title.optional(),
  visibility: AttachmentChoice.shape.visibility,
});
export type UploadFields = z.infer<typeof UploadFields>;

/** What an upload answers; `revision` is the draft's next If-Match. */
export const AddedAttachment = z.object({
  attachment: Attachment,
  revision: z.int(),
  baseVersion: z.int().nullable(),
  updatedAt: z.iso.datetime({ offset: true }),
});
export type AddedAttachment = z.infer<typeof AddedAttachment>;

export const AttachmentPath = z.strictObject({ id: z.uuid() });
