import type { ResponseTimes } from '../../api/enquiries/response-schema.ts';
import type {
  ConsentText,
  Enquiry,
  EnquiryPage,
  NewEnquiry,
  ReceivedEnquiry,
} from '../../api/enquiries/schema.ts';
import { read, replyOf, send, type Failure, type Reply } from '../console/client.ts';

/** By what a case is opened: the secret of its link, or (null) the account that is signed in. */
export type Opening = { token: string | null };

/** One act within a case; the same `key` for every sending of it, so that it is done once. */
export type CaseAct = Opening & { number: string; key: string };

const timeoutMs = 20_000;

export function fetchConsentText(): Promise<Reply<ConsentText>> {
  return read('/api/consent-text');
}

export function fetchResponseTimes(): Promise<Reply<ResponseTimes>> {
  return read('/api/response-times');
}

export function postEnquiry(asked: NewEnquiry, key: string): Promise<Reply<ReceivedEnquiry>> {
  return send('POST', '/api/enquiries', { body: asked, key });
}

/** The cases of the account that is signed in. */
export function fetchOwnCases(state: 'open' | 'ended'): Promise<Reply<EnquiryPage>> {
  return read(`/api/enquiries?state=${state}`);
}

/** The case that a link opens. */
export function fetchLinkedCase(token: string): Promise<Reply<Enquiry>> {
  return askWith({ token }, '/api/enquiry', {});
}

export function fetchOwnCase(number: string): Promise<Reply<Enquiry>> {
  return read(casePath(number));
}

export function postReply({ number, token, key }: CaseAct, message: string): Promise<Reply<Enquiry>> {
  return post({ token, key }, casePath(number, 'reply'), JSON.stringify({ message }));
}

export function postWithdrawal({ number, token, key }: CaseAct): Promise<Reply<Enquiry>> {
  return post({ token, key }, casePath(number, 'withdraw'), null);
}

/** 清除: the personal data of the case is gone for good, and its link opens nothing any more. */
export function postErasure({ number, token, key }: CaseAct): Promise<Reply<{ erasedAt: string }>> {
  return post({ token, key }, casePath(number, 'erase'), null);
}

export function postFile({ number, token, key }: CaseAct, file: File): Promise<Reply<Enquiry>> {
  const form = new FormData();
  form.append('file', file);
  return post({ token, key }, casePath(number, 'files'), form);
}

/** 本人数据: everything that is kept of who asked, as one archive. */
export function fetchOwnData(number: string, opening: Opening): Promise<Reply<Blob>> {
  return fetchBytes(casePath(number, 'data'), opening, 'POST');
}

export function fetchCaseFile(opening: Opening & { number: string }, id: string): Promise<Reply<Blob>> {
  return fetchBytes(`${casePath(opening.number)}/files/${encodeURIComponent(id)}`, opening);
}

function casePath(number: string, act?: string): string {
  const path = `/api/enquiries/${encodeURIComponent(number)}`;
  return act === undefined ? path : `${path}/${act}`;
}

function post<T>({ token, key }: Opening & { key: string }, path: string, body: string | FormData | null) {
  const headers: Record<string, string> = { 'idempotency-key': key };
  if (typeof body === 'string') headers['content-type'] = 'application/json';
  return askWith<T>({ token }, path, { method: 'POST', headers, body });
}

async function askWith<T>(opening: Opening, path: string, request: RequestInit): Promise<Reply<T>> {
  try {
    return await replyOf(await fetchAs(opening, path, request));
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

async function fetchBytes(
  path: string,
  opening: Opening,
  method: 'GET' | 'POST' = 'GET',
): Promise<Reply<Blob>> {
  try {
    const response = await fetchAs(opening, path, { method });
    if (!response.ok) return await replyOf(response);
    return { ok: true, value: await response.blob() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** The secret goes as a header: no address, and so no log, holds it. */
function fetchAs({ token }: Opening, path: string, request: RequestInit): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json');
  if (token !== null) headers.set('enquiry-token', token);
  // A large file over a telephone takes its time; words do not.
  const isUpload = request.body instanceof FormData;
  const signal = AbortSignal.timeout(isUpload ? timeoutMs * 9 : timeoutMs);
  return fetch(path, { ...request, headers, signal, referrerPolicy: 'no-referrer' });
}

function failureOf(error: unknown): Failure {
  return { kind: error instanceof SyntaxError ? 'broken' : 'offline' };
}
