import type { Attachment } from '../attachments/schema.ts';
import type { ParcelDraft } from '../imports/schema.ts';
import { emptyContent } from './difference-rules.ts';
import type { ContentChange, DraftContent } from './schema.ts';

export type PlacedChange = Omit<ContentChange, 'geometry' | 'attachments'> & {
  /** With its area; null takes the shape away. */
  geometry?: NonNullable<DraftContent['geometry']> | null;
  /** With what the files are. */
  attachments?: Attachment[] | null;
};

/** A content after a change: parts that are given replace those that stood, null empties them. */
export function applyChange(content: DraftContent, change: PlacedChange): DraftContent {
  const shape = partAfter(change.geometry, content.geometry ?? null, null);
  const attachments = partAfter(change.attachments, content.attachments ?? [], []);
  return {
    ...(shape && { geometry: shape }),
    fields: partAfter(change.fields, content.fields, emptyContent.fields),
    limits: partAfter(change.limits, content.limits, emptyContent.limits),
    admissions: partAfter(change.admissions, content.admissions, emptyContent.admissions),
    utilities: partAfter(change.utilities, content.utilities, emptyContent.utilities),
    costs: partAfter(change.costs, content.costs, emptyContent.costs),
    events: partAfter(change.events, content.events, emptyContent.events),
    ...(attachments.length > 0 && { attachments }),
    provenance: partAfter(change.provenance, content.provenance, emptyContent.provenance),
  };
}

function partAfter<Part>(given: Part | null | undefined, stood: Part, empty: Part): Part {
  return given === undefined ? stood : (given ?? empty);
}

export function contentOf({ code, places, ...content }: ParcelDraft): DraftContent {
  void code;
  void places;
  return content;
}

export function parcelOf(code: string, content: DraftContent): ParcelDraft {
  return { ...content, code, places: {} };
}

/** A draft's department is not written but known: files name it in words, and nobody writes for another. */
export function ofDepartment(content: DraftContent, departmentCode: string): DraftContent {
  return { ...content, fields: { ...content.fields, department: departmentCode } };
}
