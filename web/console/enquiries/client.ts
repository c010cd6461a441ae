import type { z } from 'zod';
import type {
  Close,
  ConsentText,
  Enquiry,
  EnquiryPage,
  EnteredCall,
  Handover,
  MarkSpam,
  NewCall,
  Revealed,
} from '../../../api/enquiries/schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

/** Ten megabytes over a poor line. */
const uploadMs = 120_000;
const path = (number: string, act: string) => `/api/enquiries/${number}/${act}`;

export function fetchCases(query: URLSearchParams): Promise<Reply<EnquiryPage>> {
  return read(`/api/enquiries?${query}`);
}

export function fetchCase(number: string): Promise<Reply<Enquiry>> {
  return read(`/api/enquiries/${number}`);
}

/** One sending for one press: sent again after a lost answer, it is said once. */
export function say(
  number: string,
  words: { message: string; internal: boolean },
): () => Promise<Reply<Enquiry>> {
  const key = idempotencyKey();
  return () => send('POST', path(number, 'reply'), { body: words, key });
}

export function handOver(number: string, to: z.input<typeof Handover>): () => Promise<Reply<void>> {
  return act(number, 'handover', to);
}

export function close(number: string, end: z.infer<typeof Close>): () => Promise<Reply<void>> {
  return act(number, 'close', end);
}

export function markSpam(number: string, mark: z.infer<typeof MarkSpam>): () => Promise<Reply<void>> {
  return act(number, 'spam', mark);
}

export function takeBackSpam(number: string): () => Promise<Reply<void>> {
  return act(number, 'not-spam');
}

/** One file, seen by both sides; examined before it is kept. */
export function attach(number: string, file: File): () => Promise<Reply<unknown>> {
  const key = idempotencyKey();
  const body = new FormData();
  body.append('file', file);
  return () => send('POST', path(number, 'files'), { body, key, timeoutMs: uploadMs });
}

/** Without a key: an answer with a telephone in it is kept nowhere, and each look is on record. */
export function reveal(number: string, purpose: string): Promise<Reply<z.infer<typeof Revealed>>> {
  return send('POST', path(number, 'reveal'), { body: { purpose } });
}

export function fetchConsentText(): Promise<Reply<ConsentText>> {
  return read('/api/consent-text');
}

export function enterCall(call: z.input<typeof NewCall>): () => Promise<Reply<EnteredCall>> {
  const key = idempotencyKey();
  return () => send('POST', '/api/staff/enquiries', { body: call, key });
}

function act(number: string, name: string, body?: object): () => Promise<Reply<void>> {
  const key = idempotencyKey();
  return () => send('POST', path(number, name), { ...(body !== undefined && { body }), key });
}
