import { createHash, randomBytes } from 'node:crypto';

const tokenBytes = 32;
const tokenPattern = /^[\w-]{43}$/;

/** A secret of 256 bits for a cookie or a link, base64url. */
export function newSecretToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** What of a secret token is kept: its SHA-256, from which nobody gets the token back. */
export function secretTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isSecretToken(text: string): boolean {
  return tokenPattern.test(text);
}
