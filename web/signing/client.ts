import type {
  Delegation,
  Reading,
  SentCode,
  Signature,
  Signed,
  Signing,
} from '../../api/agreements/signing-schema.ts';
import type { AskedPurpose } from '../../api/agreements/terms.ts';
import { idempotencyKey, replyOf, type Reply } from '../console/client.ts';

/** A signature may wait for another one that is being made. */
const timeoutMs = 60_000;

export function exchange(token: string): Promise<Reply<void>> {
  return ask('POST', '/exchange', { body: { token } });
}

export function fetchSigning(): Promise<Reply<Signing>> {
  return ask('GET', '');
}

export function postConfirmation(
  confirmation: { otp: string; draftSha256: string },
  key: string,
): Promise<Reply<void>> {
  return ask('POST', '/confirm', { body: confirmation, key });
}

/** The end of a text was reached: of what the link opened, or of another that is open beside it. */
export function postReading(read: Reading): Promise<Reply<void>> {
  return ask('POST', '/read', { body: read });
}

/** For one's own act, or for what is asked by name. */
export function postCode(purpose?: AskedPurpose): Promise<Reply<SentCode>> {
  return ask('POST', purpose === undefined ? '/otp' : `/otp?purpose=${purpose}`);
}

/** The same `key` for every sending of one signature, so that it is made once. */
export function postSignature(signature: Signature, key: string): Promise<Reply<Signed>> {
  return ask('POST', '/sign', { body: signature, key });
}

export function postApproval(
  approval: { otp: string; baseSha256: string },
  key: string,
): Promise<Reply<Signed>> {
  return ask('POST', '/approve', { body: approval, key });
}

export function postRefusal(refusal: { otp: string; reason: string }, key: string): Promise<Reply<void>> {
  return ask('POST', '/decline', { body: refusal, key });
}

export function postDelegation(to: Delegation, key: string): Promise<Reply<void>> {
  return ask('POST', '/delegate', { body: to, key });
}

/** One's handwriting is shown at no event any more. */
export function deleteHandwriting(): Promise<Reply<void>> {
  return ask('DELETE', '/handwriting');
}

/** `signed-out`: no link opened this page here, or its two hours are over. That of an account is another matter. */
export async function ask<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, key = idempotencyKey(), waitMs = timeoutMs }: { body?: object; key?: string; waitMs?: number } = {},
): Promise<Reply<T>> {
  try {
    const response = await fetch(`/api/signing${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(waitMs),
      referrerPolicy: 'no-referrer',
    });
    if (response.status === 401) return { ok: false, failure: { kind: 'signed-out' } };
    return await replyOf(response);
  } catch (error) {
    return { ok: false, failure: { kind: error instanceof SyntaxError ? 'broken' : 'offline' } };
  }
}
