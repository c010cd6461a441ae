import type { Attachment, AttachmentChoice } from '../../../api/attachments/schema.ts';
import { comparableText } from '../../../api/parcels/comparable-rules.ts';
import type { DraftChange, DraftContent } from '../../../api/drafts/schema.ts';

const parts = ['fields', 'limits', 'admissions', 'utilities', 'costs', 'events', 'provenance'] as const;

/** The parts that differ, whole, as PATCH takes them; null where nothing does. */
export function draftChange(saved: DraftContent, content: DraftContent): DraftChange | null {
  const changed = parts.filter((part) => comparableText(saved[part]) !== comparableText(content[part]));
  const change: DraftChange = Object.fromEntries(changed.map((part) => [part, content[part]]));
  if (comparableText(saved.geometry) !== comparableText(content.geometry)) change.geometry = shapeOf(content);
  if (comparableText(saved.attachments ?? []) !== comparableText(content.attachments ?? []))
    change.attachments = (content.attachments ?? []).map(choiceOf);
  return Object.keys(change).length === 0 ? null : change;
}

/** What the file itself is, the server knows. */
function choiceOf({ id, kind, title, visibility }: Attachment): AttachmentChoice {
  return { id, kind, title, visibility };
}

/** The server measures the area itself. */
function shapeOf({ geometry }: DraftContent): DraftChange['geometry'] {
  if (geometry === undefined) return null;
  const { multiPolygon, sourceCrs, format, file, surveyedOn } = geometry;
  return { multiPolygon, sourceCrs, format, file, surveyedOn };
}
