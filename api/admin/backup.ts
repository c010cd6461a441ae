import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { holdsLog, readNewest } from '../audit/store.ts';
import type { ArchiveEnd } from '../backup/archive.ts';
import { readCityName, readSchemaVersion } from '../backup/table-store.ts';
import { archiveText } from '../backup/take.ts';
import { openDatabase, type Tx } from '../db/database.ts';
import { StartError } from '../errors.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** Nobody waits in a browser, and a snapshot holds up nobody on PostgreSQL. */
export const archiveDeadlineMs = 4 * 3_600_000;

/**
 * `backup FILE`: the whole installation as it stands at one instant, of whatever schema, beside a running server too. On the
 * embedded database the server waits meanwhile.
 */
export async function backUp({ env, files }: CommandInput): Promise<CommandResult> {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new StartError('Name one file: backup FILE');
  if ((await stat(file).catch(() => null)) !== null)
    throw new StartError(`${file} is there already: name another one, or remove it.`);
  const { databaseUrl, dataDir, blobDir } = env;
  const database = await openDatabase({ databaseUrl, dataDir, join: true });
  const draft = `${file}.part`;
  try {
    const { end, schemaVersion } = await database.transaction((tx) => writeArchive(tx, draft, blobDir), {
      snapshot: true,
      deadlineMs: archiveDeadlineMs,
    });
    await rename(draft, file);
    return {
      ok: true,
      lines: [
        `已备份 ${end.tables} 张表 ${end.rows} 行、${end.files} 个附件（结构第 ${schemaVersion} 版）到 ${file}。`,
        '文件含个人信息与凭据摘要，仅本账户可读，请加密保管。SECRET_KEY 或 DATA_DIR/secret.key 不在其中，须另行保存。',
      ],
      json: { ok: true, file, schemaVersion, ...end },
    };
  } finally {
    await database.close();
    await rm(draft, { force: true });
  }
}

async function writeArchive(tx: Tx, path: string, blobDir: string) {
  const schemaVersion = await readSchemaVersion(tx);
  if (schemaVersion === null)
    throw new StartError('This database holds nothing yet: there is nothing to back up.');
  const city = await readCityName(tx);
  if (city === null)
    throw new StartError('This database belongs to no city yet: there is nothing to back up.');
  const takenAt = new Date().toISOString();
  const head = { archive: 'zhaotu-backup' as const, format: 1 as const, city, schemaVersion, takenAt };
  const newest = (await holdsLog(tx)) ? await readNewest(tx) : null;
  const audit = newest && { seq: newest.seq, hash: newest.hash.toString('hex') };
  let end: ArchiveEnd | null = null;
  const text = archiveText({ tx, blobDir, head, audit }, (told) => (end = told));
  await pipeline(Readable.from(text), createGzip(), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  const file = await open(path);
  await file.sync().finally(() => file.close());
  if (end === null) throw new Error('the archive has no end');
  return { end: end as ArchiveEnd, schemaVersion };
}
