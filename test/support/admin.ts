import { spawn } from 'node:child_process';
import { once } from 'node:events';

export type AdminAnswer = { code: number | null; output: string; complaint: string };

/** `npm run admin -- …` as a person or a script runs it, with further variables of the environment. */
export async function runAdmin(words: string[], over: Record<string, string>): Promise<AdminAnswer> {
  return await run(['npm', 'run', '--silent', 'admin', '--', ...words], over);
}

/** The same command from its source, without the build that `npm run admin` sees to. */
export async function runAdminSource(words: string[], over: Record<string, string>): Promise<AdminAnswer> {
  return await run([process.execPath, '--import', 'tsx', 'api/admin.ts', ...words], over);
}

async function run([program = '', ...words]: string[], over: Record<string, string>): Promise<AdminAnswer> {
  const child = spawn(program, words, {
    env: { ...process.env, ...over },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, complaint };
}
