import { AppError } from '../errors.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { contentSha256 } from './fingerprints.ts';

type Written = Pick<AgreementRecord, 'content' | 'contentSha256'>;

/** Whether it is the text whose digest was written with it. */
export function isWholeText({ content, contentSha256: written }: Written): boolean {
  return contentSha256(content) === written.toString('hex');
}

/**
 * The text of an agreement, compared with the digest that was written with it and under which it is shown and drawn.
 * @throws AppError `internal` when it is another: nobody reads, sends or signs what was not written.
 */
export function wholeText(agreement: Written & Pick<AgreementRecord, 'number'>): AgreementRecord['content'] {
  if (isWholeText(agreement)) return agreement.content;
  throw new AppError('internal', {
    cause: new Error(`the text of ${agreement.number} is not what was written`),
  });
}
