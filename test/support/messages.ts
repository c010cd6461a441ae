import { compileMessages } from '../../scripts/messages.mjs';

/** Vitest set-up: components and formatters import the compiled texts, which are not committed. */
export async function setup(): Promise<void> {
  await compileMessages();
}
