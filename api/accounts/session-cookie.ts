import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { StartedSession } from './start-session.ts';
import { isSecretToken } from './secret-token.ts';

/** `__Host-`: no subdomain and no plain HTTP can set it (RFC 6265bis, 4.1.3.2); browsers take it with Secure only. */
function cookieName(isHttps: boolean): string {
  return isHttps ? '__Host-sid' : 'sid';
}

/** The token in the session cookie; null without one, or for what can be none. */
export function readSessionToken(context: Context, isHttps: boolean): string | null {
  const token = getCookie(context, cookieName(isHttps));
  return token !== undefined && isSecretToken(token) ? token : null;
}

export function writeSessionCookie(
  context: Context,
  { token, maxAgeSeconds }: StartedSession,
  isHttps: boolean,
): void {
  setCookie(context, cookieName(isHttps), token, {
    httpOnly: true,
    secure: isHttps,
    sameSite: 'Lax',
    path: '/',
    maxAge: maxAgeSeconds,
  });
}

export function clearSessionCookie(context: Context, isHttps: boolean): void {
  writeSessionCookie(context, { token: '', maxAgeSeconds: 0 }, isHttps);
}
