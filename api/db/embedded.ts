import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../errors.ts';
import { lockFolder } from './embedded-lock.ts';
import type { Holder } from './embedded-lock.ts';
import { createSocketFolder, removeSocketFolder, untilListening } from './embedded-socket.ts';
import { superviseEmbedded } from './embedded-supervision.ts';

export interface EmbeddedDatabase {
  /** `owner` has the files open; `joined` talks to the process that has. */
  mode: 'owner' | 'joined';
  socketPath: string;
  close(): Promise<void>;
}

export type EmbeddedConfig = {
  dataDir: string;
  /** Talk to the process that has the database open, if one has, instead of refusing. */
  join: boolean;
  onFailure: (error: unknown) => void;
};

/** Written inside the data folder when its creation, of some ten seconds, came to its end. */
const completionMark = 'zhaotu.created';

/**
 * Opens the embedded database of `dataDir`: PGlite in a thread, reached through a unix socket that only this account
 * can enter. Two processes never open the same files: the second one joins the first, or is refused.
 */
export async function openEmbedded(config: EmbeddedConfig): Promise<EmbeddedDatabase> {
  await mkdir(config.dataDir, { recursive: true });
  const socketPath = await createSocketFolder();
  const outcome = await lockFolder(join(config.dataDir, 'database.lock'), socketPath);
  if (outcome.lock === null) {
    await removeSocketFolder(socketPath);
    return await joinOrRefuse(config, outcome.holder);
  }
  const { lock, dead } = outcome;
  try {
    for (const holder of dead) await removeSocketFolder(holder.socketPath);
    const folder = await prepareFolder(config.dataDir);
    const thread = await superviseEmbedded({ folder, socketPath }, config.onFailure);
    await writeFile(join(folder, completionMark), '');
    return {
      mode: 'owner',
      socketPath,
      async close() {
        await thread.close();
        await removeSocketFolder(socketPath);
        await lock.release();
      },
    };
  } catch (error) {
    await removeSocketFolder(socketPath);
    await lock.release();
    throw error;
  }
}

async function joinOrRefuse(config: EmbeddedConfig, holder: Holder): Promise<EmbeddedDatabase> {
  if (!config.join) {
    throw new StartError(
      `The database in ${config.dataDir} is open in process ${holder.pid} on ${holder.host}. ` +
        'Stop that process first, or give this one another DATA_DIR.',
    );
  }
  await untilListening(holder.socketPath);
  return { mode: 'joined', socketPath: holder.socketPath, close: () => Promise.resolve() };
}

/** A folder whose creation was interrupted holds nothing yet but cannot be opened: it is put aside, not deleted. */
async function prepareFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'database');
  if (existsSync(folder) && !existsSync(join(folder, completionMark))) {
    await rename(folder, `${folder}.incomplete-${Date.now()}`);
  }
  // As PostgreSQL demands of its data folder: everything the portal knows is in there.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return folder;
}
