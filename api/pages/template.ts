import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headMarkup } from './head-markup.ts';
import type { PageHead } from './head-rules.ts';

const language = '<html lang="zh-CN">';
const title = /<title>[^<]*<\/title>/;

/**
 * The built page as a function of its head.
 * @throws Error when the page has not the two places that a head is written to.
 */
export async function readTemplate(
  folder: string,
): Promise<(head: PageHead, origin: string) => Promise<string>> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [before, after, ...more] = page.split(title);
  if (before === undefined || after === undefined || more.length > 0 || !before.includes(language))
    throw new Error(`index.html needs ${language} and one <title>`);
  return async (head, origin) => {
    const markup = await headMarkup(head, origin);
    return `${before.replace(language, `<html lang="${head.locale}">`)}${markup.toString()}${after}`;
  };
}
