import type { DraftContent } from '../../../api/drafts/schema.ts';
import type { FieldKey } from '../parcels/field-terms.ts';

/** A field whatever its kind; the kind of input that writes it knows what it holds. */
export function fieldValue({ fields }: DraftContent, field: FieldKey): string | number | boolean | undefined {
  return fields[field];
}

/** `content` with a field as its input gives it: text, number or yes/no; undefined takes it out. */
export function withWritten(
  content: DraftContent,
  field: FieldKey,
  value: string | number | boolean | undefined,
): DraftContent {
  const rest = Object.fromEntries(Object.entries(content.fields).filter(([key]) => key !== field));
  return { ...content, fields: value === undefined ? rest : { ...rest, [field]: value } };
}
