import type { FileFacts } from '../signatures/file-facts.ts';
import type { StatusAnswer } from '../signatures/status-answers.ts';
import { bad, caution, fact } from './finding-rules.ts';
import type { Finding } from './verify-schema.ts';

/** 吊销: what the lists and answers say that were written into the file when it was archived. */
export function revocationOf({ isTest }: { isTest: boolean }, { signatures, longTerm }: FileFacts): Finding {
  if (longTerm === null)
    return fact('not-archived', '这是归档之前的修订，文件里还没有证书状态等长期验证资料。', '—');
  const { lists, answers, revoked } = longTerm;
  const said = answers.length === 0 ? '' : ` (${answers.map(answerFact).join('; ')})`;
  const technical = `DSS: ${lists} CRL, ${answers.length} OCSP${said}; ${revoked} / ${signatures.length}`;
  if (revoked > 0 || answers.some(({ status }) => status === 'revoked'))
    return bad('revoked', '文件里的证书状态资料说签名用的证书已被吊销。', technical);
  // An answer that nobody signed who may, or that knows nothing, is no status.
  if (lists + answers.filter(({ status }) => status === 'good').length === 0)
    return caution('no-status', '文件里没有可以采信的证书状态资料，请向证书颁发机构查询。', technical);
  if (isTest) return caution('own-list', '测试证书的吊销列表由本平台自己签发，不能证明什么。', technical);
  return caution(
    'kept-at-sealing',
    '封存时已写入证书状态资料；之后是否吊销，请以证书颁发机构为准。',
    technical,
  );
}

function answerFact({ status, from, until }: StatusAnswer): string {
  return from === null ? status : `${status} ${from}–${until ?? ''}`;
}
