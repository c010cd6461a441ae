import { AppError, type AppErrorOptions, type ProblemCode } from '../errors.ts';
import type { SigningReason } from './terms.ts';

type Options = Omit<AppErrorOptions, 'reason'>;

/** A refusal that the signer's page says in his own language; `detail` is for whoever does not know the reason. */
export function refusedFor(reason: SigningReason, code: ProblemCode, options: Options): AppError {
  return new AppError(code, { ...options, reason });
}
