import type {
  ChosenFor,
  Me,
  OwnChanges,
  RecoveryCodes,
  Registration,
  SecondFactorStart,
  Sessions,
  SignIn,
} from '../../api/accounts/schema.ts';
import { read, send, type Reply } from '../console/client.ts';

export function fetchMe(signal?: AbortSignal): Promise<Reply<Me>> {
  return read('/api/me', signal);
}

export function postSession(given: SignIn): Promise<Reply<void>> {
  return send('POST', '/api/session', { body: given });
}

export function deleteSession(): Promise<Reply<void>> {
  return send('DELETE', '/api/session');
}

/** `password`, or `totp` where there is a second factor: good for what asks for a proof within the next five minutes. */
export function postProof(proof: { password: string } | { totp: string }): Promise<Reply<void>> {
  return send('POST', '/api/session/proof', { body: proof });
}

/** A link that works once. */
export function signInByToken(given: { token: string; totp?: string }): Promise<Reply<void>> {
  return send('POST', '/api/account-tokens/sign-in', { body: given });
}

/** An investor's own wish; the answer is the same whether or not the address has an account. */
export function postAccount(given: Registration): Promise<Reply<void>> {
  return send('POST', '/api/accounts', { body: given });
}

/** A letter with a link, if the address has an account. */
export function postPasswordReset(email: string): Promise<Reply<void>> {
  return send('POST', '/api/password-resets', { body: { email } });
}

/** Uses up the link of a letter. */
export function choosePassword(
  purpose: 'verify' | 'reset',
  given: { token: string; password: string },
): Promise<Reply<ChosenFor>> {
  return send('POST', `/api/account-tokens/${purpose}`, { body: given });
}

export function patchMe(changes: OwnChanges): Promise<Reply<Me>> {
  return send('PATCH', '/api/me', { body: changes });
}

/** Begins to set up the second factor; what was begun before is void. */
export function startSecondFactor(): Promise<Reply<SecondFactorStart>> {
  return send('POST', '/api/me/second-factor');
}

export function confirmSecondFactor(code: string): Promise<Reply<RecoveryCodes>> {
  return send('POST', '/api/me/second-factor/confirm', { body: { code } });
}

export function deleteSecondFactor(): Promise<Reply<void>> {
  return send('DELETE', '/api/me/second-factor');
}

export function fetchSessions(): Promise<Reply<Sessions>> {
  return read('/api/sessions');
}

/** Signs out everywhere, here too. */
export function deleteSessions(): Promise<Reply<void>> {
  return send('DELETE', '/api/sessions');
}
