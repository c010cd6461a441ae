// `npm start`: install what is missing, build what changed, serve.
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';
import { buildSite } from './site.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.log);
await buildSite(console.log);
process.setSourceMapsEnabled(true);

// In this process, not in a child: a signal to the process group reaches the server once, and its exit code is ours.
await import('../dist/api/main.js');
