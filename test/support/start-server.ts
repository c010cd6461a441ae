import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs the built server until it ends by itself, as it does when it refuses to start. */
export async function startServer(
  over: Record<string, string>,
): Promise<{ code: number | null; complaint: string }> {
  const child = spawn(process.execPath, ['dist/api/main.js'], {
    env: { ...process.env, ...over },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, complaint };
}
