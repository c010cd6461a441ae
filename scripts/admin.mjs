// `npm run admin -- <command>`: the same preparation as `npm start`, told on standard error so that --json stays clean.
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';
import { buildSite } from './site.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.error);
await buildSite(console.error);
process.setSourceMapsEnabled(true);
await import('../dist/api/admin.js');
