import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const api = fileURLToPath(new URL('../api', import.meta.url));

/**
 * Digest of everything that says how a question or an answer is written: it changes when a page and a server that were
 * built apart may no longer understand each other, and not with every other change.
 *
 * @param {string} folder
 */
export function wireDigest(folder = api) {
  const digest = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/(^|[/\\])([a-z-]*schema|terms)\.ts$/.test(path))
      digest.update(`\0${path}\0`).update(readFileSync(`${folder}/${path}`));
  return digest.digest('hex').slice(0, 16);
}
