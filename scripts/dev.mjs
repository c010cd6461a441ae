// `npm run dev`: the server restarted and the pages reloaded as the sources change, pages on Vite's address.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.log);

const bin = 'node_modules/.bin';
const project = ['--project', 'web/messages/project.inlang', '--outdir', 'web/paraglide'];
const commands = [
  [`${bin}/paraglide-js`, 'compile', '--watch', ...project],
  [`${bin}/tsx`, 'watch', 'api/main.ts'],
  [`${bin}/vite`],
];
for (const [command = '', ...args] of commands) spawn(command, args, { stdio: 'inherit' });
