import { m } from '../../paraglide/messages.js';
import type { Failure } from '../client.ts';

/** What a person is told of a failure, and what to do next; `refused`, `conflict` and most of `forbidden` carry the server's own sentence. */
export function failureWord(failure: Failure): string {
  switch (failure.kind) {
    case 'offline':
      return m.failure_offline();
    case 'busy':
      return m.failure_busy();
    case 'too-often':
      return m.failure_too_often({ minutes: Math.max(1, Math.ceil(failure.waitSeconds / 60)) });
    case 'broken':
    case 'outdated':
      return m.failure_outdated();
    case 'signed-out':
      return m.failure_signed_out();
    case 'credentials-wrong':
      return m.failure_credentials();
    case 'code-needed':
      return m.failure_code();
    case 'second-factor-needed':
      return m.failure_second_factor();
    case 'proof-needed':
      return m.failure_proof();
    case 'link-spent':
      return m.failure_link_spent();
    case 'forbidden':
      return failure.detail === '' ? m.failure_forbidden() : failure.detail;
    case 'missing':
      return m.failure_missing();
    case 'changed':
      return m.failure_changed();
    case 'too-large':
      return m.failure_too_large();
    case 'conflict':
    case 'refused':
      return failure.detail;
  }
}

/** For FailureNote, which knows what public pages meet. */
export function noteOf(failure: Failure) {
  switch (failure.kind) {
    case 'offline':
    case 'busy':
    case 'broken':
    case 'outdated':
    case 'missing':
      return { kind: failure.kind };
    default:
      return { kind: 'refused' as const, detail: failureWord(failure) };
  }
}
