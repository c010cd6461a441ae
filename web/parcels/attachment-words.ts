import type { AttachmentKind, AttachmentVisibility } from '../../api/attachments/terms.ts';
import { formatNumber, type Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';

const kinds: Record<AttachmentKind, () => string> = {
  'survey-plan': m.attachment_survey_plan,
  'boundary-plan': m.attachment_boundary_plan,
  'planning-conditions': m.attachment_planning_conditions,
  'evaluation-report': m.attachment_evaluation_report,
  'site-photograph': m.attachment_site_photograph,
  other: m.attachment_other,
};

export function attachmentKindWord(kind: AttachmentKind): string {
  return kinds[kind]();
}

export function visibilityWord(visibility: AttachmentVisibility): string {
  return visibility === 'public' ? m.attachment_public() : m.attachment_staff();
}

const kibibyte = 1024;

/** `840 kB`, `2.1 MB`; never 0. */
export function fileSizeText(bytes: number, locale: Locale): string {
  const kilobytes = Math.max(1, Math.round(bytes / kibibyte));
  if (kilobytes < kibibyte) return `${formatNumber(kilobytes, { locale })} kB`;
  return `${formatNumber(bytes / kibibyte / kibibyte, { locale, decimals: 1 })} MB`;
}

const formats: Record<string, string> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
};

export function fileFormatWord(mediaType: string): string {
  return formats[mediaType] ?? mediaType;
}

export function attachmentHref(id: string): string {
  return `/api/attachments/${id}`;
}
