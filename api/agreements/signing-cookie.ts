import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isSecretToken } from '../accounts/secret-token.ts';
import { signingSessionMs } from './link-store.ts';

/** Beside the session of an account: who signs need have none. */
const nameOf = (isHttps: boolean) => (isHttps ? '__Host-signing' : 'signing');

export function readSigningToken(context: Context, isHttps: boolean): string | null {
  const token = getCookie(context, nameOf(isHttps));
  return token !== undefined && isSecretToken(token) ? token : null;
}

export function writeSigningCookie(context: Context, token: string, isHttps: boolean): void {
  setCookie(context, nameOf(isHttps), token, {
    httpOnly: true,
    secure: isHttps,
    sameSite: 'Strict',
    path: '/',
    maxAge: signingSessionMs / 1000,
  });
}

export function clearSigningCookie(context: Context, isHttps: boolean): void {
  deleteCookie(context, nameOf(isHttps), { path: '/', secure: isHttps });
}
