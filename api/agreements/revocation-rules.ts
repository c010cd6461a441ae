import type { FileFacts } from '../signatures/file-facts.ts';
import type { CertificateStatus } from '../signatures/certificate-status.ts';
import { bad, caution, fact } from './finding-rules.ts';
import type { Finding } from './verify-schema.ts';

/** 吊销: what the lists and answers say that were written into the file when it was archived. */
export function revocationOf({ isTest }: { isTest: boolean }, { longTerm }: FileFacts): Finding {
  if (longTerm === null)
    return fact('not-archived', '这是归档之前的修订，文件里还没有证书状态等长期验证资料。', '—');
  const { lists, answers, areSignersGood } = longTerm;
  const technical = `DSS: ${told(lists, 'CRL')}, ${told(answers, 'OCSP')}`;
  const statuses = [...lists, ...answers].map(({ status }) => status);
  if (statuses.includes('revoked'))
    return bad('revoked', '文件里的证书状态资料说签名用的证书已被吊销。', technical);
  // What nobody signed who may, ended before a signature, or knows nothing of who signed, is no status.
  if (!areSignersGood)
    return caution('no-status', '文件里没有可以采信的证书状态资料，请向证书颁发机构查询。', technical);
  if (isTest) return caution('own-list', '测试证书的吊销列表由本平台自己签发，不能证明什么。', technical);
  return caution(
    'kept-at-sealing',
    '封存时已写入证书状态资料；之后是否吊销，请以证书颁发机构为准。',
    technical,
  );
}

function told(said: readonly CertificateStatus[], kind: 'CRL' | 'OCSP'): string {
  const facts = said.map(({ status, from, until }) =>
    from === null ? status : `${status} ${from}–${until ?? ''}`,
  );
  return `${said.length} ${kind}${said.length === 0 ? '' : ` (${facts.join('; ')})`}`;
}
