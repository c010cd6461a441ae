import { stat } from 'node:fs/promises';
import { appendAudit } from '../audit/store.ts';
import { readArchive, type ArchiveHead } from '../backup/archive.ts';
import { restoreArchive } from '../backup/restore.ts';
import { fillTables, findContent, listTables, readSchemaVersion } from '../backup/table-store.ts';
import { batchDeadlineMs, openDatabase, type Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';
import { renewEpochs } from '../events/event-store.ts';
import { migrationsFolder, openPortal } from '../portal.ts';
import { archiveDeadlineMs } from './backup.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/**
 * `restore FILE`: into an empty installation, one transaction, everything or nothing. An archive of an older schema is written into
 * that schema and then migrated, which needs a database that was never started with the newer one.
 */
export async function restore({ env, files }: CommandInput): Promise<CommandResult> {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new StartError('Name one file: restore FILE');
  if (!(await stat(file).catch(() => null))?.isFile())
    throw new StartError(`${file} cannot be read: check the path.`);
  const head = await readHead(file);
  if (head.city !== env.city)
    throw new StartError(`The archive holds the city "${head.city}", but CITY is "${env.city}".`);
  const end = await restoreInto(env, { file, head });
  await noteRestore(env, head);
  return {
    ok: true,
    lines: [
      `已恢复 ${end.tables} 张表 ${end.rows} 行、${end.files} 个附件（备份于 ${head.takenAt}，结构第 ${head.schemaVersion} 版）。`,
      '核对无误：每张表的行数与摘要、每个附件的摘要、审计日志全链。',
      '请确认 SECRET_KEY 或 DATA_DIR/secret.key 与备份时相同，否则动态验证码须重新设置。',
    ],
    json: { ok: true, takenAt: head.takenAt, schemaVersion: head.schemaVersion, ...end },
  };
}

async function readHead(file: string): Promise<ArchiveHead> {
  for await (const line of readArchive(file)) {
    if ('mark' in line && 'archive' in line.mark) return line.mark;
    break;
  }
  throw new StartError(`${file} is no archive of the portal.`);
}

type Archive = { file: string; head: ArchiveHead };

/** By whoever owns the tables: what guards them stands back for this one transaction. Not beside a server on the embedded database. */
async function restoreInto(env: Env, { file, head }: Archive) {
  const { dataDir, blobDir } = env;
  const databaseUrl = env.databaseMigrateUrl ?? env.databaseUrl;
  const database = await openDatabase({ databaseUrl, dataDir });
  try {
    await prepareSchema(database, head.schemaVersion);
    return await database.transaction(
      async (tx) => {
        const tables = await listTables(tx);
        const content = await findContent(tx, tables);
        if (content !== null)
          throw new StartError(`This installation is not empty (${content}): restore into an empty one.`);
        return await fillTables(tx, tables, () => restoreArchive({ tx, blobDir, path: file, tables }));
      },
      { deadlineMs: archiveDeadlineMs },
    );
  } finally {
    await database.close();
  }
}

async function prepareSchema(database: Database, wanted: number): Promise<void> {
  const present = await readSchemaVersion(database.sql);
  if (present !== null && present > wanted)
    throw new StartError(
      `The archive has schema ${wanted}, this database ${present} already: restore into a new, untouched one.`,
    );
  const { schemaVersion } = await migrate(database, migrationsFolder, { upTo: wanted });
  if (schemaVersion < wanted)
    throw new StartError(`The archive has schema ${wanted}, newer than this program: install the newer one.`);
}

/** Opening migrates what is older, gives the server its rights, and in closing anchors the log. Who follows an event begins anew. */
async function noteRestore(env: Env, { takenAt, schemaVersion }: ArchiveHead): Promise<void> {
  const { database } = await openPortal(env, { join: true });
  try {
    await database.transaction(
      async (tx) => {
        await renewEpochs(tx);
        await appendAudit(tx, {
          actor: { accountId: null, role: 'command-line' },
          action: 'installation.restore',
          subject: `city:${env.city}`,
          details: { takenAt, schemaVersion },
          at: new Date(),
        });
      },
      { deadlineMs: batchDeadlineMs },
    );
  } finally {
    await database.close();
  }
}
