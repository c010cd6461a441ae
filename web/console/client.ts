import { wire, wireHeader } from '../../api/wire/terms.ts';
import { presence } from '../accounts/presence.svelte.ts';

/** One place in what was sent that the server refused; `path` is dotted, as in the body. */
export type RefusedPlace = { path: string; message: string };

/** Why something was not done. `reason`, `about`: why exactly, where the server tells refusals of one kind apart. */
export type Failure = FailureKind & { reason?: string | undefined; about?: string | undefined };

/** By what the person can do about it. */
type FailureKind =
  /** Nothing reached the server, or its answer did not reach us: for an act, send it again with the same key. */
  | { kind: 'offline' }
  | { kind: 'busy' }
  | { kind: 'too-often'; waitSeconds: number }
  | { kind: 'broken' }
  /** This page and the server are of different builds: only loading the page anew helps. */
  | { kind: 'outdated' }
  /** Nobody is signed in any more; the console asks for it by itself. */
  | { kind: 'signed-out' }
  | { kind: 'credentials-wrong' }
  /** A code of the authenticator is asked for, or the one that was given is wrong. */
  | { kind: 'code-needed' }
  | { kind: 'second-factor-needed' }
  /** Who acts must show again who he is, and then may try once more: ProofForm. */
  | { kind: 'proof-needed' }
  | { kind: 'link-spent' }
  /** `detail` is the rule that forbids it; empty where the role alone does. */
  | { kind: 'forbidden'; detail: string }
  | { kind: 'missing' }
  /** What it was to be done to is not as it was, in a way that more than its number tells. */
  | { kind: 'conflict'; detail: string; places: RefusedPlace[] }
  /** If-Match failed: somebody else saved in between; who and what. */
  | { kind: 'changed'; detail: string; places: RefusedPlace[] }
  | { kind: 'too-large' }
  | { kind: 'refused'; detail: string; places: RefusedPlace[] };

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export type Act = {
  /** Sent as JSON; a form, for files, as it is. */
  body?: object | FormData;
  /** What If-Match holds, without its quotation marks. */
  ifMatch?: string | number;
  /** The same for every sending of one act (idempotencyKey()), so that it is done once. */
  key?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Problem = {
  code?: string;
  reason?: string;
  about?: string;
  detail?: string;
  title?: string;
  errors?: RefusedPlace[];
};

const timeoutMs = 20_000;

/** A name for one act of a person. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads what only those who are signed in may see. Its shape is the schema's that both sides were built with (data/decisions/0009).
 * @throws the signal's reason when the caller has withdrawn the question; every other outcome is a value.
 */
export function read<T>(path: string, signal?: AbortSignal): Promise<Reply<T>> {
  return ask('GET', path, signal === undefined ? {} : { signal });
}

/**
 * Does something. An answer without a body is undefined.
 * @throws the signal's reason when the caller has withdrawn it, which does not mean that it was not done.
 */
export function send<T = void>(
  method: Exclude<Method, 'GET'>,
  path: string,
  act: Act = {},
): Promise<Reply<T>> {
  return ask(method, path, act);
}

async function ask<T>(method: Method, path: string, act: Act): Promise<Reply<T>> {
  try {
    return await replyOf(await fetch(path, requestOf(method, act)));
  } catch (error) {
    act.signal?.throwIfAborted();
    return { ok: false, failure: { kind: error instanceof SyntaxError ? 'broken' : 'offline' } };
  }
}

/** What an answer of the server says, however it was asked. */
export async function replyOf<T>(response: Response): Promise<Reply<T>> {
  if (!response.ok) return { ok: false, failure: await failureOf(response) };
  if (response.headers.get(wireHeader) !== wire) return { ok: false, failure: { kind: 'outdated' } };
  const value: T = isJson(response) ? await response.json() : undefined;
  return { ok: true, value };
}

function requestOf(method: Method, { body, ifMatch, key, signal, ...act }: Act): RequestInit {
  const timeout = AbortSignal.timeout(act.timeoutMs ?? timeoutMs);
  const headers: Record<string, string> = { accept: 'application/json' };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  if (key !== undefined) headers['idempotency-key'] = key;
  return {
    method,
    headers,
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  };
}

function isJson(response: Response): boolean {
  return /^application\/([\w.-]+\+)?json\b/.test(response.headers.get('content-type') ?? '');
}

async function failureOf(response: Response): Promise<Failure> {
  if (!isJson(response)) return { kind: response.status === 503 ? 'busy' : 'broken' };
  const problem: Problem | null = await response.json().catch(() => null);
  const kind = kindOf(response, problem);
  const { reason, about } = problem ?? {};
  return reason === undefined ? kind : { ...kind, reason, about };
}

function kindOf(response: Response, problem: Problem | null): FailureKind {
  const detail = problem?.detail ?? problem?.title ?? '';
  const places = problem?.errors ?? [];
  switch (problem?.code) {
    case 'unauthenticated':
      presence.lose();
      return { kind: 'signed-out' };
    case 'credentials-wrong':
    case 'second-factor-needed':
    case 'proof-needed':
    case 'link-spent':
    case 'too-large':
      return { kind: problem.code };
    case 'forbidden':
      return { kind: 'forbidden', detail: problem.detail ?? '' };
    case 'totp-needed':
      return { kind: 'code-needed' };
    case 'too-often':
      return { kind: 'too-often', waitSeconds: Number(response.headers.get('retry-after') ?? 60) };
    case 'busy':
    case 'database-unavailable':
    case 'shutting-down':
      return { kind: 'busy' };
    case 'not-found':
    case 'parcel-unknown':
    case 'parcel-recalled':
      return { kind: 'missing' };
    case 'conflict':
      return { kind: 'conflict', detail, places };
    case 'version-mismatch':
      return { kind: 'changed', detail, places };
    case 'refused-by-rule':
    case 'invalid-body':
    case 'invalid-parameters':
      return { kind: 'refused', detail, places };
    default:
      return { kind: 'broken' };
  }
}
