import type { TemplatePreview, TemplateVersions } from '../../../api/agreements/template-desk-schema.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { fetchPreview, fetchVersions, type PreviewWith } from './client.ts';

/** Every version of every template. */
export class TemplateList extends Reading<TemplateVersions> {
  readonly load = (): Promise<void> => this.take(fetchVersions);
}

/** One version as it reads with the values chosen. */
export class OpenTemplate extends Reading<TemplatePreview> {
  async open(which: { key: string; version: number }, shown: PreviewWith): Promise<void> {
    const last = this.value?.template;
    if (last?.key !== which.key || last.version !== which.version) this.value = null;
    await this.take(() => fetchPreview(which, shown));
  }
}
