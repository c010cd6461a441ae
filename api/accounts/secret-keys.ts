import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';

const keyBytes = 32;
const keyPattern = /^[0-9a-f]{64}$/i;

/**
 * The keys of this installation, the newest first: from SECRET_KEY, else from `DATA_DIR/secret.key`, which the first start
 * makes. Several servers on one database need the same ones, so they need SECRET_KEY.
 * @throws StartError when the file is there and holds no key.
 */
export async function readSecretKeys({
  secretKeys,
  dataDir,
}: Pick<Env, 'secretKeys' | 'dataDir'>): Promise<Buffer[]> {
  if (secretKeys.length > 0) return secretKeys.map((key) => Buffer.from(key, 'hex'));
  const file = join(dataDir, 'secret.key');
  await makeOnce(file);
  const keys = (await readFile(file, 'utf8')).trim().split(/\s+/);
  if (!keys.every((key) => keyPattern.test(key)))
    throw new StartError('DATA_DIR/secret.key holds no key: bring it back from the backup.');
  await chmod(file, 0o600);
  return keys.map((key) => Buffer.from(key, 'hex'));
}

async function makeOnce(file: string): Promise<void> {
  const text = `${randomBytes(keyBytes).toString('hex')}\n`;
  // Whoever comes second, another server or the command line, finds the first one's.
  await writeFile(file, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
