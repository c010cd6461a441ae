import { timingSafeEqual } from 'node:crypto';
import { generateSecret, generateSync, generateURI } from 'otplib';

const stepSeconds = 30;

/** A new secret of 160 bits, base32 (RFC 4226, 4: R6). */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator reads from the QR code. */
export function totpUri(secret: string, { issuer, email }: { issuer: string; email: string }): string {
  return generateURI({ issuer, label: email, secret });
}

/**
 * The time step whose code this is, one step before or after now included for clocks that differ; null for none
 * (RFC 6238, 5.2: six digits, SHA-1, thirty seconds).
 */
export function totpStep(secret: string, code: string, at: Date): number | null {
  const now = Math.floor(at.getTime() / 1000 / stepSeconds);
  const written = Buffer.from(code);
  for (const step of [now, now - 1, now + 1]) {
    const right = Buffer.from(generateSync({ secret, epoch: step * stepSeconds }));
    if (written.length === right.length && timingSafeEqual(written, right)) return step;
  }
  return null;
}
