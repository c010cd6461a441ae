import type { Tx } from '../db/database.ts';
import type { ArchiveEnd, ArchiveHead, ArchiveMark } from './archive.ts';
import { listAttachments, readAttachment } from './attachments.ts';
import { createFingerprint } from './fingerprint.ts';
import { listTables, readSequences, readTable, settleTexts, type Table } from './table-store.ts';

export type BackupSource = {
  /** Of a snapshot: everything as it stood at one instant. */
  tx: Tx;
  /** Where attachments lie. */
  blobDir: string;
  head: ArchiveHead;
  audit: ArchiveEnd['audit'];
};

/** The archive as text, piece by piece; `onEnd` hears what it holds. */
export async function* archiveText(
  source: BackupSource,
  onEnd: (end: ArchiveEnd) => void,
): AsyncGenerator<string> {
  const { tx, blobDir, head, audit } = source;
  await settleTexts(tx);
  yield lineOf(head);
  const tables = await listTables(tx);
  let rows = 0;
  for (const table of tables) rows += yield* tableText(tx, table);
  for (const sequence of await readSequences(tx)) yield lineOf(sequence);
  let files = 0;
  for (const path of await listAttachments(blobDir))
    for await (const mark of readAttachment(blobDir, path)) {
      yield lineOf(mark);
      if ('fileEnd' in mark) files += 1;
    }
  const end = { end: true as const, tables: tables.length, rows, files, audit };
  yield lineOf(end);
  onEnd(end);
}

async function* tableText(tx: Tx, table: Table): AsyncGenerator<string, number> {
  const fingerprint = createFingerprint();
  yield lineOf({ table: table.name, columns: table.columns });
  for await (const lines of readTable(tx, table)) {
    for (const line of lines) fingerprint.add(line);
    yield `${lines.join('\n')}\n`;
  }
  yield lineOf({ tableEnd: table.name, ...fingerprint.read() });
  return fingerprint.read().rows;
}

function lineOf(mark: ArchiveMark): string {
  return `${JSON.stringify(mark)}\n`;
}
