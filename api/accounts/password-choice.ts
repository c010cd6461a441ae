import { AppError } from '../errors.ts';
import type { AccountParts } from './parts.ts';
import { passwordProblem } from './password-rules.ts';

/** @throws AppError `refused-by-rule` (422) that says why it is not good enough. */
export function requireGoodPassword(
  { placeNames }: Pick<AccountParts, 'placeNames'>,
  { password, email }: { password: string; email: string },
): void {
  const message = passwordProblem(password, { placeNames, email });
  if (message === null) return;
  throw new AppError('refused-by-rule', { detail: message, errors: [{ path: 'password', message }] });
}
