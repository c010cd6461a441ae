import { wireHeader } from '../../../api/wire/terms.ts';
import type { AddedAttachment, UploadFields } from '../../../api/attachments/schema.ts';
import { idempotencyKey, replyOf, type Reply } from '../client.ts';

export type Sending = {
  code: string;
  ifMatch: string;
  file: File;
  fields: UploadFields;
  signal: AbortSignal;
  /** Share of the bytes that left, 0 to 1. */
  onProgress: (share: number) => void;
};

/**
 * Uploads a file of a parcel. Not by fetch, which does not tell how much has left.
 * @throws the signal's reason when it was given up.
 */
export function sendFile(sending: Sending): Promise<Reply<AddedAttachment>> {
  const { code, ifMatch, file, fields, signal, onProgress } = sending;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  form.append('file', file);
  const request = new XMLHttpRequest();
  request.open('POST', `/api/parcels/${encodeURIComponent(code)}/attachments`);
  request.setRequestHeader('If-Match', `"${ifMatch}"`);
  request.setRequestHeader('Idempotency-Key', idempotencyKey());
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    onProgress(total > 0 ? loaded / total : 0),
  );
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.addEventListener('abort', () => reject(signal.reason as Error));
    request.addEventListener('error', () => resolve({ ok: false, failure: { kind: 'offline' } }));
    request.addEventListener('load', () => resolve(replyOf(responseOf(request))));
    request.send(form);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['content-type', 'retry-after', wireHeader]) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(request.responseText, { status: request.status, headers });
}
