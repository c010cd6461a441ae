import type { FileFacts } from '../signatures/file-facts.ts';
import type { CertificateStatus } from '../signatures/certificate-status.ts';
import type { LongTermData } from '../signatures/long-term-data.ts';
import { bad, caution, fact } from './finding-rules.ts';
import type { Finding } from './verify-schema.ts';

/** 吊销: what the lists and answers say that were written into the file when it was archived, or came along in its signatures. */
export function revocationOf({ isTest }: { isTest: boolean }, { longTerm }: FileFacts): Finding {
  const technical = statusFact(longTerm);
  if (longTerm !== null && statusesIn(longTerm).includes('revoked'))
    return bad('revoked', '文件里的证书状态资料说签名用的证书已被吊销。', technical);
  if (longTerm === null || longTerm.kept === null)
    return fact('not-archived', '这是归档之前的修订，文件里还没有归档的长期验证资料。', technical);
  // What nobody signed who may, ended before a signature, tells of some alone, or knows nothing of who signed, is no status.
  if (!longTerm.areSignersGood)
    return caution('no-status', '文件里没有可以采信的证书状态资料，请向证书颁发机构查询。', technical);
  if (isTest) return caution('own-list', '测试证书的吊销列表由本平台自己签发，不能证明什么。', technical);
  return caution(
    'kept-at-sealing',
    '封存时已写入证书状态资料；之后是否吊销，请以证书颁发机构为准。',
    technical,
  );
}

/** What the file itself says, in its store (DSS) and in its signatures (CMS); nobody was asked. */
export function statusFact(longTerm: LongTermData | null): string {
  if (longTerm === null) return '—';
  const { kept, carried } = longTerm;
  const hasCarried = carried.lists.length + carried.answers.length > 0;
  return [
    ...(kept === null ? [] : [`DSS: ${saidIn(kept)}`]),
    ...(hasCarried ? [`CMS: ${saidIn(carried)}`] : []),
  ].join('; ');
}

function saidIn({ lists, answers }: LongTermData['carried']): string {
  return `${told(lists, 'CRL')}, ${told(answers, 'OCSP')}`;
}

function statusesIn({ kept, carried }: LongTermData): CertificateStatus['status'][] {
  const all = [...(kept?.lists ?? []), ...(kept?.answers ?? []), ...carried.lists, ...carried.answers];
  return all.map(({ status }) => status);
}

function told(said: readonly CertificateStatus[], kind: 'CRL' | 'OCSP'): string {
  const facts = said.map(({ status, from, until }) =>
    from === null ? status : `${status} ${from}–${until ?? ''}`,
  );
  return `${said.length} ${kind}${said.length === 0 ? '' : ` (${facts.join('; ')})`}`;
}
