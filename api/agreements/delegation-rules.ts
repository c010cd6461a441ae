import { normalEmail } from '../accounts/rules.ts';
import { telephoneDigits } from '../letters/terms.ts';

/** Digits that are dialled within the country, however the number is written; null for none. */
export function dialledAt(phone: string | null | undefined): string | null {
  const digits = telephoneDigits((phone ?? '').normalize('NFKC')).replace(/^0+/, '');
  if (digits === '') return null;
  return /^86\d{10,}$/.test(digits) ? digits.slice(2).replace(/^0+/, '') : digits;
}

/** The mailbox that an address reaches: case counts nowhere, and `lin+any@company.test` is `lin@company.test` (RFC 5233). */
export function mailboxOf(email: string): string {
  return normalEmail(email).replace(/^([^+@]+)\+[^@]*@/, '$1@');
}

/**
 * Which address of a person is somebody else's of the same agreement: nobody signs for two, and no code of one goes to the
 * other.
 */
export function sharedAddress(
  to: { email: string; phone?: string | null | undefined },
  others: readonly { email: string; phone: string | null }[],
): 'email' | 'phone' | null {
  const mailbox = mailboxOf(to.email);
  if (others.some((other) => mailboxOf(other.email) === mailbox)) return 'email';
  const phone = dialledAt(to.phone);
  return phone !== null && others.some((other) => dialledAt(other.phone) === phone) ? 'phone' : null;
}
