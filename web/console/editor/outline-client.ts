import type { ReadOutlines } from '../../../api/outlines/schema.ts';
import type { Reply } from '../client.ts';
import { send } from '../client.ts';

const readingMs = 60_000;

/** What survey files hold; `crs` empty: as the files say. */
export function readOutlines(files: readonly File[], crs: string): Promise<Reply<ReadOutlines>> {
  const body = new FormData();
  for (const file of files) body.append('file', file, file.name);
  if (crs !== '') body.append('crs', crs);
  return send('POST', '/api/staff/outlines', { body, timeoutMs: readingMs });
}
