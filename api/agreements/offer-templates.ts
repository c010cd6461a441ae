import type { Database } from '../db/database.ts';
import { offerTemplates } from './template-store.ts';
import { readTemplates } from './templates.ts';

const templatesFolder = 'data/agreements';

/** Lays the templates that came with this version of the portal before the reviewers. */
export async function offerShippedTemplates(database: Database, at: Date): Promise<void> {
  const templates = await readTemplates(templatesFolder);
  await database.transaction((tx) => offerTemplates(tx, templates, at));
}
