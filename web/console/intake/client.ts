import type { Intake, IntakeSummary, SettledIntake } from '../../../api/intakes/schema.ts';
import type { Reply } from '../client.ts';
import { idempotencyKey, read, send } from '../client.ts';

/** Two thousand parcels are read and checked in half a minute; a slow line sends them first. */
const readingMs = 180_000;

/** One sending for one press: sent again after a lost answer, it opens one batch. */
export function upload(files: readonly File[], crs: string): () => Promise<Reply<Intake>> {
  const body = new FormData();
  for (const file of files) body.append('file', file, file.name);
  if (crs !== '') body.append('crs', crs);
  const key = idempotencyKey();
  return () => send('POST', '/api/imports', { body, key, timeoutMs: readingMs });
}

export function fetchIntakes(): Promise<Reply<{ items: IntakeSummary[] }>> {
  return read('/api/staff/imports');
}

export function fetchIntake(id: number): Promise<Reply<Intake>> {
  return read(`/api/staff/imports/${id}`);
}

export function commitIntake(id: number, withoutRejected: boolean): Promise<Reply<SettledIntake>> {
  return send('POST', `/api/imports/${id}/commit`, {
    body: { withoutRejected },
    key: idempotencyKey(),
    timeoutMs: readingMs,
  });
}

export function settle(id: number, act: 'undo' | 'discard'): Promise<Reply<SettledIntake>> {
  return send('POST', `/api/imports/${id}/${act}`, { key: idempotencyKey(), timeoutMs: readingMs });
}
