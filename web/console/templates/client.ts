import type {
  NewTemplateVersion,
  ProposedTemplate,
  TemplateCheck,
  TemplatePreview,
  TemplateSource,
  TemplateVersions,
} from '../../../api/agreements/template-desk-schema.ts';
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

type Version = { key: string; version: number };

export function fetchSource({ key, version }: Version): Promise<Reply<TemplateSource>> {
  return read(`/api/templates/${key}/${version}/source`);
}

export function checkProposal(
  { key, version }: Version,
  body: ProposedTemplate,
): Promise<Reply<TemplateCheck>> {
  return send('POST', `/api/templates/${key}/${version}/check`, { body });
}

/** In the place of `version`. */
export function proposeVersion(
  key: string,
  version: number,
  body: ProposedTemplate,
): () => Promise<Reply<NewTemplateVersion>> {
  const once = idempotencyKey();
  return () => send('POST', `/api/templates/${key}/${version}/propose`, { body, key: once });
}

export function withdrawVersion(key: string, version: number, reason: string): () => Promise<Reply<void>> {
  const once = idempotencyKey();
  return () => send('POST', `/api/templates/${key}/${version}/withdraw`, { body: { reason }, key: once });
}
