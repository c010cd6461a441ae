import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readIndustryNames } from '../city/store.ts';
import { batchDeadlineMs } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { openPortal } from '../portal.ts';
import { readFilesInWorker } from '../imports/read-in-worker.ts';
import { parkReferences } from '../imports/references.ts';
import type { Finding } from '../imports/schema.ts';
import { commitDrafts, type CommittedParcel } from '../parcels/commit.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** More bytes than this are not read from disk at all; the reader has finer limits of its own. */
const mostBytes = 64 * 1024 * 1024;

/** Undoes the transaction of a dry run after everything was checked in the database. */
class DryRun extends Error {}

/** `import FILE…`: one batch, all or nothing. With any finding of severity error nothing is written. */
export async function importFiles({ env, files, options }: CommandInput): Promise<CommandResult> {
  if (files.length === 0) throw new StartError('Name at least one file: import FILE…');
  const surveyFiles = await Promise.all(files.map(readSurveyFile));
  const portal = await openPortal(env, { join: true });
  try {
    const { pack } = portal.city;
    const { drafts, findings } = await readFilesInWorker(surveyFiles, {
      pack,
      references: parkReferences(portal.city),
      ...(options.crs !== null && { crs: options.crs }),
    });
    if (hasError(findings)) return report([], findings, options.dryRun);
    const names = surveyFiles.map(({ name }) => name);
    let committed: CommittedParcel[] = [];
    let found: Finding[] = findings;
    const write = portal.database.transaction(
      async (tx) => {
        const outcome = await commitDrafts(tx, drafts, {
          pack,
          industryNames: await readIndustryNames(tx),
          importedBy: 'command line',
          fileNames: names,
          demo: false,
          publicFrom: options.draft ? null : new Date(),
          eventsKnownWhenTheyHappened: false,
        });
        committed = outcome.committed;
        found = [...findings, ...outcome.findings];
        if (options.dryRun) throw new DryRun();
      },
      { deadlineMs: batchDeadlineMs },
    );
    await write.catch((error: unknown) => {
      if (!(error instanceof DryRun)) throw error;
    });
    return report(committed, found, options.dryRun);
  } finally {
    await portal.database.close();
  }
}

async function readSurveyFile(path: string) {
  const size = (await stat(path).catch(() => null))?.size;
  if (size === undefined) throw new StartError(`${path} cannot be read: check the path.`);
  if (size > mostBytes)
    throw new StartError(`${path} is larger than ${mostBytes / 1024 / 1024} MB: split it.`);
  return { name: basename(path), bytes: new Uint8Array(await readFile(path)) };
}

function hasError(findings: Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

const severityWords = { error: '错误', warning: '提醒', notice: '说明' } as const;
const actionWords = { create: '新建', update: '更新', unchanged: '无变化' } as const;

function report(committed: CommittedParcel[], findings: Finding[], dryRun: boolean): CommandResult {
  const ok = !hasError(findings);
  const verdict = ok
    ? `${committed.length} 宗地块${dryRun ? '可以导入（试运行，未写入）' : '已导入'}。`
    : '没有写入任何内容：请按上述提示修改后重新导入。';
  return {
    ok,
    lines: [
      ...findings.map(findingLine),
      ...committed.map(({ code, action, version }) => `${actionWords[action]} ${code} 第 ${version} 版`),
      verdict,
    ],
    json: { ok, dryRun, rows: committed, findings },
  };
}

function findingLine(finding: Finding): string {
  const place = [
    finding.file,
    finding.line === undefined ? null : `第 ${finding.line} 行`,
    finding.row === undefined ? null : `第 ${finding.row} 行`,
    finding.field,
  ].filter(Boolean);
  const where = place.length > 0 ? `${place.join(' ')}：` : '';
  return `${severityWords[finding.severity]} ${where}${finding.message}${finding.remedy}`;
}
