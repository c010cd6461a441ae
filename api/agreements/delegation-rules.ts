/** Digits that are dialled within the country, however the number is written. */
function dialledAt(phone: string | null | undefined): string | null {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^0+/, '');
  if (digits === '') return null;
  return /^86\d{10,}$/.test(digits) ? digits.slice(2).replace(/^0+/, '') : digits;
}

/**
 * Which address of a person is somebody else's of the same agreement: nobody signs for two, and no code of one goes to the
 * other.
 */
export function sharedAddress(
  to: { email: string; phone?: string | null | undefined },
  others: readonly { email: string; phone: string | null }[],
): 'email' | 'phone' | null {
  const email = to.email.trim().toLowerCase();
  if (others.some((other) => other.email.trim().toLowerCase() === email)) return 'email';
  const phone = dialledAt(to.phone);
  return phone !== null && others.some((other) => dialledAt(other.phone) === phone) ? 'phone' : null;
}
