import type { Verification } from '../../api/agreements/verify-schema.ts';
import { read, send, type Reply } from '../console/client.ts';

/** As the server takes it (20 MB): what is larger is not sent. */
export const mostBytes = 20 * 1024 * 1024;
/** A whole file goes up, and is read there. */
const uploadMs = 120_000;

export function postFile(file: File, signal: AbortSignal): Promise<Reply<Verification>> {
  const body = new FormData();
  body.append('file', file);
  return send('POST', '/api/verify', { body, signal, timeoutMs: uploadMs });
}

export function fetchRegistered(
  { number, code }: { number: string; code: string },
  signal: AbortSignal,
): Promise<Reply<Verification>> {
  return read(`/api/verify/${encodeURIComponent(number)}?${new URLSearchParams({ code })}`, signal);
}
