// The production build by itself, for images and for `npm test`.
import { fileURLToPath } from 'node:url';
import { buildSite } from './site.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await buildSite(console.log);
