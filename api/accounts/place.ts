import type { Context } from 'hono';
import { AppError } from '../errors.ts';
import { clientAddress } from './client-address.ts';
import type { AccountParts } from './parts.ts';
import { readSessionToken } from './session-cookie.ts';
import type { SignInPlace } from './sign-in.ts';

/** From where a request comes, and the session its browser has until now. */
export function placeOf(context: Context, { isHttps, isTrustedProxy }: AccountParts): SignInPlace {
  return {
    address: clientAddress(context, isTrustedProxy),
    earlierToken: readSessionToken(context, isHttps),
  };
}

/** The token of the session that this request is signed in with. */
export function ownToken(context: Context, { isHttps }: AccountParts): string {
  const token = readSessionToken(context, isHttps);
  if (token === null) throw new AppError('unauthenticated');
  return token;
}
