import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateFaults } from './template-faults-rules.ts';
import { Template } from './template-schema.ts';
import { templateKeys, type TemplateKey } from './terms.ts';

/** A template that cannot be used; the message names the file and what is wrong in it. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/**
 * Reads `<folder>/<key>.json` of every template, in the order of `templateKeys`.
 * @throws TemplateError naming file and fault.
 */
export async function readTemplates(folder: string): Promise<Template[]> {
  return Promise.all(templateKeys.map((key) => readTemplate(folder, key)));
}

async function readTemplate(folder: string, key: TemplateKey): Promise<Template> {
  const path = join(folder, `${key}.json`);
  const template = await parsedFile(path);
  const faults = [
    ...(template.key === key ? [] : [`its key is ${template.key}`]),
    ...templateFaults(template),
  ];
  if (faults.length > 0) throw new TemplateError(`${path}: ${faults.join('; ')}`);
  return template;
}

async function parsedFile(path: string): Promise<Template> {
  try {
    return Template.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TemplateError(`${path}: ${why}`, { cause });
  }
}
