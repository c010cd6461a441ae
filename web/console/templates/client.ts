import type { TemplatePreview, TemplateVersions } from '../../../api/agreements/template-desk-schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

export function fetchVersions(): Promise<Reply<TemplateVersions>> {
  return read('/api/templates/versions');
}

/** What a template is shown with; empty: an invented project, no parcel. */
export type PreviewWith = { project: string; parcel: string };

export function fetchPreview(
  { key, version }: { key: string; version: number },
  shown: PreviewWith,
): Promise<Reply<TemplatePreview>> {
  const query = new URLSearchParams();
  if (shown.project !== '') query.set('project', shown.project);
  if (shown.parcel.trim() !== '') query.set('parcel', shown.parcel.trim());
  return read(`/api/templates/${key}/${version}?${query}`);
}

export function approveVersion(key: string, version: number): () => Promise<Reply<void>> {
  const once = idempotencyKey();
  return () => send('POST', `/api/templates/${key}/${version}/approve`, { key: once });
}
