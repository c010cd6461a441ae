/**
 * What an attachment (附件) is: 宗地图 survey plan, 用地红线 boundary plan, 规划条件 planning conditions, 区域评估 evaluation
 * report, 现场照片 site photograph, or something else.
 */
export const attachmentKinds = [
  'survey-plan',
  'boundary-plan',
  'planning-conditions',
  'evaluation-report',
  'site-photograph',
  'other',
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** 公开 or 仅内部: `staff` are its department and those who review. */
export const attachmentVisibilities = ['public', 'staff'] as const;
export type AttachmentVisibility = (typeof attachmentVisibilities)[number];

export const attachmentMediaTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'] as const;
export type AttachmentMediaType = (typeof attachmentMediaTypes)[number];

/** Of one file, before it was read and after. */
export const attachmentBytes = 20 * 1024 * 1024;
/** Of one parcel. */
export const mostAttachments = 30;
export const longestTitle = 100;
/** Checked before an image is decoded. */
export const mostPixels = 40_000_000;

/** Why a file is not taken. */
export const attachmentRefusals = [
  'unknown-format',
  'empty',
  'unreadable',
  'too-large-inside',
  'too-many-pixels',
  'too-slow',
  'pdf-encrypted',
  'pdf-active',
  'pdf-embedded',
  'pdf-form',
] as const;
export type AttachmentRefusal = (typeof attachmentRefusals)[number];
