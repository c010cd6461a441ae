import type {
  BatchCodeAsked,
  BatchSignature,
  SentBatchCode,
  SignedBatch,
  SigningBatch,
} from '../../api/agreements/batch-schema.ts';
import type { Reply } from '../console/client.ts';
import { ask } from './client.ts';

/** Many documents are signed one after another. */
const timeoutMs = 180_000;

export function fetchBatch(): Promise<Reply<SigningBatch>> {
  return ask('GET', '/batch');
}

export function postBatchCode(asked: BatchCodeAsked): Promise<Reply<SentBatchCode>> {
  return ask('POST', '/batch/otp', { body: asked });
}

/** The same `key` for every sending of one set of signatures, so that each is made once. */
export function postBatch(signature: BatchSignature, key: string): Promise<Reply<SignedBatch>> {
  return ask('POST', '/batch/sign', { body: signature, key, waitMs: timeoutMs });
}
