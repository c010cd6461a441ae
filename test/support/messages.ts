import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Vitest set-up: components and formatters import the compiled texts, which are not committed. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/messages.mjs']);
}
