import { AppError } from '../errors.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { contentSha256 } from './fingerprints.ts';

/**
 * The text of an agreement, compared with the digest that was written with it and under which it is shown and drawn.
 * @throws AppError `internal` when it is another: nobody reads, sends or signs what was not written.
 */
export function wholeText({
  number,
  content,
  contentSha256: written,
}: Pick<AgreementRecord, 'number' | 'content' | 'contentSha256'>): AgreementRecord['content'] {
  if (contentSha256(content) === written.toString('hex')) return content;
  throw new AppError('internal', { cause: new Error(`the text of ${number} is not what was written`) });
}
