import { blobPath } from '../attachments/blobs.ts';
import { verifyAudit } from '../audit/verify.ts';
import type { Tx } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { readArchive, type ArchiveEnd, type ArchiveMark } from './archive.ts';
import { createAttachment, type AttachmentWriter } from './attachments.ts';
import { createFingerprint } from './fingerprint.ts';
import {
  insertRows,
  listRecordedFiles,
  readTable,
  rowsAtOnce,
  settleTexts,
  writeSequence,
  type Table,
} from './table-store.ts';

export type RestoreTarget = { tx: Tx; blobDir: string; path: string; tables: Table[] };

/** Characters of rows that are written at once at most, but for a row that is longer by itself. */
const mostChars = 4_000_000;

/**
 * Writes what an archive holds into empty tables, reads all of it back, and refuses to leave behind anything else: every row of
 * every table, every attachment, the whole chain of the log.
 * @throws StartError naming what does not agree; the transaction is to be undone.
 */
export async function restoreArchive(target: RestoreTarget): Promise<ArchiveEnd> {
  const { tx, path, tables } = target;
  const writer = createWriter(target);
  let end: ArchiveEnd | null = null;
  await settleTexts(tx);
  try {
    for await (const line of readArchive(path)) {
      if (end !== null)
        throw new StartError('The archive goes on behind its end: it was put together by somebody.');
      if ('row' in line) await writer.addRow(line.row);
      else if ('end' in line.mark) end = line.mark;
      else await writer.addMark(line.mark);
    }
  } finally {
    await writer.close();
  }
  if (end === null) throw new StartError('The archive has no end: it was not written to its end.');
  if (writer.tables.size !== tables.length || end.tables !== tables.length)
    throw new StartError('The archive does not hold every table of its schema.');
  await checkFiles(tx, tables, writer.files);
  await checkLog(tx, end);
  return end;
}

function createWriter({ tx, blobDir, tables }: RestoreTarget) {
  const written = new Set<string>();
  let table: Table | null = null;
  let fingerprint = createFingerprint();
  let rows: (string | null)[][] = [];
  let chars = 0;
  let attachment: AttachmentWriter | null = null;
  const files = new Map<string, string>();

  async function flush(): Promise<void> {
    if (table !== null) await insertRows(tx, table, rows);
    rows = [];
    chars = 0;
  }

  async function addRow(line: string): Promise<void> {
    if (table === null) throw new StartError('The archive has a row without a table: it is damaged.');
    fingerprint.add(line);
    rows.push(parseRow(line, table));
    chars += line.length;
    if (rows.length >= rowsAtOnce(table) || chars > mostChars) await flush();
  }

  async function addMark(mark: ArchiveMark): Promise<void> {
    if ('table' in mark) {
      table = findTable(tables, mark);
      fingerprint = createFingerprint();
    } else if ('tableEnd' in mark) {
      await flush();
      await checkTable(tx, table, { archived: fingerprint.read(), told: mark });
      written.add(mark.tableEnd);
      table = null;
    } else if ('sequence' in mark) await writeSequence(tx, mark);
    else if ('file' in mark) attachment = await createAttachment(blobDir, mark.file);
    else if ('piece' in mark) await attachment?.add(mark.piece);
    else if ('fileEnd' in mark) {
      if ((await attachment?.end()) !== mark.sha256)
        throw new StartError(
          `The attachment ${mark.fileEnd} is not what was backed up: the archive is damaged.`,
        );
      files.set(mark.fileEnd, mark.sha256);
    }
  }

  const close = async () => attachment?.abandon();
  return { addRow, addMark, close, tables: written, files };
}

function findTable(tables: Table[], { table: name, columns }: { table: string; columns: string[] }): Table {
  const table = tables.find((known) => known.name === name);
  if (table === undefined)
    throw new StartError(`The archive holds a table ${name} that its schema does not know.`);
  if (columns.join() !== table.columns.join())
    throw new StartError(`The table ${name} has other columns in the archive than in its schema.`);
  return table;
}

function parseRow(line: string, { name, columns }: Table): (string | null)[] {
  const row: unknown = JSON.parse(line);
  const isRow =
    Array.isArray(row) &&
    row.length === columns.length &&
    row.every((text) => text === null || typeof text === 'string');
  if (!isRow) throw new StartError(`A row of the table ${name} cannot be read: the archive is damaged.`);
  return row;
}

type Told = {
  archived: { rows: number; sha256: string };
  told: { tableEnd: string; rows: number; sha256: string };
};

async function checkTable(tx: Tx, table: Table | null, { archived, told }: Told): Promise<void> {
  const name = told.tableEnd;
  if (table?.name !== name || archived.rows !== told.rows || archived.sha256 !== told.sha256)
    throw new StartError(`The rows of the table ${name} are not what was backed up: the archive is damaged.`);
  const fingerprint = createFingerprint();
  for await (const lines of readTable(tx, table)) lines.forEach((line) => fingerprint.add(line));
  const { rows, sha256 } = fingerprint.read();
  if (rows !== told.rows || sha256 !== told.sha256)
    throw new StartError(
      `The table ${name} reads otherwise after it was written: ${rows} rows of ${told.rows}.`,
    );
}

/** Every file that a parcel has is there, and is the one that was taken in. */
async function checkFiles(tx: Tx, tables: Table[], files: ReadonlyMap<string, string>): Promise<void> {
  // An archive of an older schema has none.
  if (!tables.some(({ name }) => name === 'attachment')) return;
  for (const { id, sha256 } of await listRecordedFiles(tx))
    if (files.get(blobPath(id)) !== sha256)
      throw new StartError(`The attachment ${id} of a parcel is missing or not what was taken in.`);
}

async function checkLog(tx: Tx, { audit }: ArchiveEnd): Promise<void> {
  const anchored = new Map(audit === null ? [] : [[audit.seq, audit.hash]]);
  const { tampering, rows } = await verifyAudit(tx, anchored);
  if (tampering !== null)
    throw new StartError(
      `The log in the archive was tampered with: row ${tampering.seq}, ${tampering.kind}.`,
    );
  if (rows !== (audit?.seq ?? 0)) throw new StartError('The log in the archive does not end where it says.');
}
