import { strToU8, zipSync } from 'fflate';
import type { Blobs } from '../attachments/blobs.ts';
import { appendAudit } from '../audit/store.ts';
import type { Opened } from './access.ts';
import { actorOf, hold } from './acts.ts';
import { appendEvent } from './enquiry-store.ts';
import { listFiles, openFileName } from './file-store.ts';
import type { EnquiryParts } from './parts.ts';
import { readWholeCase } from './reading.ts';

/** 个人信息副本: the case as whoever asked sees it, and every file of it, in one archive. */
export async function exportCase(
  parts: EnquiryParts & { blobs: Blobs },
  opened: Opened,
): Promise<Uint8Array<ArrayBuffer>> {
  const { database, blobs, secrets, now } = parts;
  await database.transaction(async (tx) => {
    const at = now();
    const row = await hold(tx, opened);
    await appendEvent(tx, opened.id, { kind: 'exported', at });
    const subject = `enquiry:${row.number}`;
    await appendAudit(tx, { actor: actorOf(opened.viewer), action: 'enquiry.export', subject, at });
  });
  const whole = await readWholeCase(parts, opened);
  const entries: Record<string, Uint8Array> = { 'enquiry.json': strToU8(JSON.stringify(whole, null, 2)) };
  for (const { id, sealed } of await listFiles(database.sql, opened.id)) {
    const handle = await blobs.open(id);
    const bytes = await handle.readFile().finally(() => handle.close());
    // Two files may have one name.
    entries[`files/${id.slice(0, 8)}-${openFileName(id, sealed, secrets)}`] = new Uint8Array(bytes);
  }
  return zipSync(entries, { level: 0 });
}
