import type { Blobs } from '../attachments/blobs.ts';
import { appendAudit } from '../audit/store.ts';
import type { Database, Tx } from '../db/database.ts';
import type { Opened } from './access.ts';
import { actorOf, hold } from './acts.ts';
import { readCase } from './case-store.ts';
import { appendEvent, holdEnquiry } from './enquiry-store.ts';
import { eraseCase, listErasable } from './erase-store.ts';
import type { EnquiryParts } from './parts.ts';

/** 清除: by whoever asked. An open case is withdrawn with it, since nobody could be answered. Returns the files to remove. */
export async function erase(tx: Tx, parts: EnquiryParts, opened: Opened): Promise<string[]> {
  const at = parts.now();
  const row = await hold(tx, opened);
  const { id } = opened;
  if (row.state === 'waiting' || row.state === 'answered')
    await appendEvent(tx, id, { kind: 'withdrawn', at });
  await appendEvent(tx, id, { kind: 'erased', detail: 'asked', at });
  const files = await eraseCase(tx, id, at);
  const subject = `enquiry:${row.number}`;
  const byAccount = opened.viewer.side === 'asker' && opened.viewer.accountId !== null;
  const details = { files: files.length, by: byAccount ? 'investor' : 'visitor' };
  const actor = actorOf(opened.viewer);
  await appendAudit(tx, { actor, action: 'enquiry.erase', subject, details, at });
  return files;
}

const keptMs = 2 * 365 * 86_400_000;
const atOnce = 200;

/** 保存期限: what ended two years ago says no more who asked; a case that still waits for us is never forgotten. */
export async function sweepEnquiries(
  { database, blobs }: { database: Database; blobs: Blobs },
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  for (const id of await listErasable(database.sql, before, atOnce)) {
    const files = await database.transaction(async (tx) => {
      await holdEnquiry(tx, id);
      const row = await readCase(tx, id);
      if (row === null || row.person === null || row.state === 'waiting' || row.lastAt >= before) return [];
      await appendEvent(tx, id, { kind: 'erased', detail: 'kept-long-enough', at: now });
      const erased = await eraseCase(tx, id, now);
      const subject = `enquiry:${row.number}`;
      const actor = { accountId: null, role: 'system' } as const;
      const details = { files: erased.length };
      await appendAudit(tx, { actor, action: 'enquiry.erase', subject, details, at: now });
      return erased;
    });
    for (const file of files) await blobs.remove(file);
  }
}
