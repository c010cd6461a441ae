import { AppError } from '../errors.ts';
import { isRehearsed } from './terms.ts';

/** @throws AppError `conflict` (409) for a rehearsal (演练): nothing of it is proved to anybody. */
export function refuseProof(number: string): void {
  if (isRehearsed(number)) throw new AppError('conflict', { detail: '这是演练，没有签署证书和证据包。' });
}
