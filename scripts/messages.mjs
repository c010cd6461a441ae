import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

/**
 * Where the texts of web/messages are and how the compiled functions choose a language. One set of options for the
 * build, the tests and the type check.
 *
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const messageOptions = {
  project: fileURLToPath(new URL('../web/messages/project.inlang', import.meta.url)),
  outdir: fileURLToPath(new URL('../web/paraglide', import.meta.url)),
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
};

/** Writes web/paraglide from web/messages. */
export async function compileMessages() {
  await compile(messageOptions);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileMessages();
