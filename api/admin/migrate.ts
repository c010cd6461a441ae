import { openPortal } from '../portal.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `migrate`: opening the portal migrates; this says how far. */
export async function migrateDatabase({ env }: CommandInput): Promise<CommandResult> {
  const portal = await openPortal(env, { join: true });
  try {
    const { schemaVersion } = portal;
    return {
      ok: true,
      lines: [`${await portal.database.version()}, schema ${schemaVersion}`],
      json: { ok: true, schemaVersion },
    };
  } finally {
    await portal.database.close();
  }
}
