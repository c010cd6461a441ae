import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { findRegistered, type AgreementRecord, type RegisteredAgreement } from './agreement-store.ts';
import { contentSha256 } from './fingerprints.ts';

type Written = Pick<AgreementRecord, 'content' | 'contentSha256'>;

/** Whether it is the text whose digest was written with it. */
export function isWholeText({ content, contentSha256: written }: Written): boolean {
  return contentSha256(content) === written.toString('hex');
}

/**
 * The text of an agreement, compared with the digest that was written with it and under which it is shown and drawn.
 * @throws AppError `internal` when it is another: nobody reviews, confirms, sends, signs or certifies what was not written.
 */
export function wholeText(agreement: Written & Pick<AgreementRecord, 'number'>): AgreementRecord['content'] {
  if (isWholeText(agreement)) return agreement.content;
  throw new AppError('internal', {
    detail: '这份文本与它的摘要不符，可能被改动过，不能审查、确认、签署或出具证明。请联系管理员核查。',
    cause: altered(agreement),
  });
}

/** As in the register. @throws Error naming it where its text cannot be read any more, or is not the one of its digest. */
export async function readWhole(sql: Sql, id: number): Promise<AgreementRecord> {
  const registered = await findRegistered(sql, { id });
  if (registered === null) throw new Error('the agreement is there');
  const { content } = registered;
  if (content === null || !isWholeText({ ...registered, content })) throw altered(registered);
  return { ...registered, content };
}

function altered({ number }: Pick<RegisteredAgreement, 'number'>): Error {
  return new Error(`the text of ${number} is not what was written`);
}
