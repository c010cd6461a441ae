import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
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

export type CookieLife = { isHttps: boolean; maxAgeSeconds: number };

export function writeSessionCookie(context: Context, token: string, life: CookieLife): void {
  setCookie(context, cookieName(life.isHttps), token, {
    httpOnly: true,
    secure: life.isHttps,
    sameSite: 'Lax',
    path: '/',
    maxAge: life.maxAgeSeconds,
  });
}

export function clearSessionCookie(context: Context, isHttps: boolean): void {
  writeSessionCookie(context, '', { isHttps, maxAgeSeconds: 0 });
}
