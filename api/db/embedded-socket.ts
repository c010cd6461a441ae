import { once } from 'node:events';
import { chmod, lstat, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const folderPrefix = 'zhaotu-';
const socketName = 'db.sock';

/** sockaddr_un.sun_path: 108 bytes with the closing zero on Linux, 104 on macOS. */
const longestSocketPathBytes = 103;

/** A server that is just being started, with its first database, takes its time. */
const joinDeadlineMs = 60_000;

/** A new folder that only this account can enter, for the socket of a database that has no password. */
export async function createSocketFolder(): Promise<string> {
  const parent =
    Buffer.byteLength(join(tmpdir(), `${folderPrefix}XXXXXX`, socketName)) > longestSocketPathBytes
      ? '/tmp'
      : tmpdir();
  const folder = await mkdtemp(join(parent, folderPrefix));
  await chmod(folder, 0o700);
  return join(folder, socketName);
}

/** Removes our socket's folder; leaves alone whatever is not one, as the path may come from an old lock file. */
export async function removeSocketFolder(socketPath: string): Promise<void> {
  const folder = dirname(socketPath);
  const isOurs = basename(folder).startsWith(folderPrefix) && basename(socketPath) === socketName;
  if (isOurs && (await isPrivate(folder))) await rm(folder, { recursive: true, force: true });
}

/** Waits until the database of another process answers behind this socket. */
export async function untilListening(socketPath: string): Promise<void> {
  const deadline = Date.now() + joinDeadlineMs;
  while (!(await isPrivate(dirname(socketPath))) || !(await accepts(socketPath))) {
    if (Date.now() > deadline) {
      throw new Error(`The process that has the database open does not answer at ${socketPath}.`);
    }
    await wait(200);
  }
}

/** A folder, not a link, of this account and closed to all others. Root may look into everybody's. */
async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  const account = process.getuid?.();
  const isOwn = account === 0 || found?.uid === account;
  return found !== null && found.isDirectory() && isOwn && (found.mode & 0o077) === 0;
}

async function accepts(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
