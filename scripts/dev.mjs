// `npm run dev`: the server restarted and the pages reloaded as the sources change, pages on Vite's address.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';
import { run, runOrExplain } from './run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.log);

const compileMessages = [process.execPath, 'scripts/messages.mjs'];
await runOrExplain(compileMessages, []);
watch('web/messages', () => void run(compileMessages, [], { live: true }));

spawn('node_modules/.bin/tsx', ['watch', 'api/main.ts'], { stdio: 'inherit' });
spawn('node_modules/.bin/vite', [], { stdio: 'inherit' });
