// `npm run faults` and `npm run bench`: the long figures. Each appends what it measured to its RESULTS.md. `npm run pictures`:
// every screen in both languages and three sizes, in test/journeys/shots.
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';
import { installPrograms } from './programs.mjs';
import { run } from './run.mjs';
import { buildSite } from './site.mjs';

const [kind = '', ...args] = process.argv.slice(2);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.log);
await installPrograms(console.log);
await buildSite(console.log);

const { code } = await run(['node_modules/.bin/vitest'], ['run', '--project', kind, ...args], {
  live: true,
  env: { FIGURES: 'long' },
});
process.exitCode = code;
