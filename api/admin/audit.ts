import { mkdir } from 'node:fs/promises';
import { readSecretKeys } from '../accounts/secret-keys.ts';
import { databasePlace, readAnchors } from '../audit/anchors.ts';
import { holdsLog } from '../audit/store.ts';
import { verifyAudit, type TamperingKind } from '../audit/verify.ts';
import { openDatabase } from '../db/database.ts';
import { StartError } from '../errors.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `audit verify`: changes nothing, also not in a database that somebody tampered with. */
export async function verifyLog({ env }: CommandInput): Promise<CommandResult> {
  const { dataDir, databaseUrl } = env;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Before the rows: what is anchored meanwhile may stand behind the last row that is read.
  const { anchored, forgedLine } = await readAnchors({
    dataDir,
    database: databasePlace(databaseUrl),
    keys: await readSecretKeys(env),
  });
  const database = await openDatabase({ databaseUrl, dataDir, join: true });
  try {
    if (!(await holdsLog(database.sql)))
      throw new StartError('This database holds no log yet: start the portal once, or run migrate.');
    const verification = await verifyAudit(database.sql, anchored);
    const { tampering, rows, head, anchoredTo } = verification;
    const ok = tampering === null && forgedLine === null;
    return {
      ok,
      lines: [
        ...(tampering ? [`第 ${tampering.seq} 行：${kindWords[tampering.kind]}`] : []),
        ...(forgedLine === null ? [] : [forgedWords(forgedLine)]),
        `${rows} 行核对无误，末行摘要 ${head}。`,
        anchoredWords(rows, anchoredTo),
        ok ? '审计日志完整。' : '审计日志被改动过：请保全数据库与锚点文件，不要继续写入。',
      ],
      json: { ok, rows, head, anchoredTo, tampering, forgedAnchorLine: forgedLine },
    };
  } finally {
    await database.close();
  }
}

const kindWords: Record<TamperingKind, string> = {
  edited: '内容与其摘要不符，被修改。',
  missing: '缺失，被删除。',
  foreign: '本身完整，但不承接上一行：被插入，或其前的行被替换。',
  moved: '位置不对：被插入或调换。',
  rewritten: '与锚点记录的摘要不同：此前至上一个锚点之间被整体改写。',
  cut: '锚点记录过此行，但日志到此为止：末尾被截断，或数据库恢复到了更早的时刻。',
};

function forgedWords(line: number): string {
  return `锚点文件第 ${line} 行不是用本系统密钥写的：被改动，或 SECRET_KEY 已更换而未保留旧值。`;
}

function anchoredWords(rows: number, anchoredTo: number): string {
  if (anchoredTo === 0) return '没有锚点：末尾若被截断，无从发现。';
  return `锚点确认到第 ${anchoredTo} 行${anchoredTo < rows ? `，其后 ${rows - anchoredTo} 行尚无锚点` : ''}。`;
}
