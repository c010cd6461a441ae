// Writes web/paraglide, one function a text, from web/messages/{zh-CN,en}.json.
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

await compile({
  project: fileURLToPath(new URL('../web/messages/project.inlang', import.meta.url)),
  outdir: fileURLToPath(new URL('../web/paraglide', import.meta.url)),
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
});
