import type { FileFacts } from '../signatures/file-facts.ts';
import { fact } from './finding-rules.ts';
import { statusFact } from './revocation-rules.ts';
import { coverageFact, integrityFact, signersFact, unexaminedIn } from './signature-fact-rules.ts';
import type { Findings } from './verify-schema.ts';

/** 不是本平台登记的文件: facts alone, never green. */
export function findingsOfForeign({ signatures, longTerm }: FileFacts): Findings {
  return {
    integrity:
      signatures.length === 0
        ? fact('no-signature', '文件里没有数字签名。', '—')
        : (unexaminedIn(signatures, fact) ??
          fact('facts', '本平台没有登记这份文件，只列出其签名的计算结果。', integrityFact(signatures))),
    coverage: fact('facts', '各签名覆盖到哪里，只列事实。', coverageFact(signatures)),
    completeness: fact('facts', '是否完整、是否最后一稿，本平台无从判断。', '—'),
    trust: fact('facts', '签名人的证书不由本平台认定。', signersFact(signatures)),
    revocation:
      longTerm === null
        ? fact('not-asked', '未查询证书状态。', '—')
        : fact('facts', '文件自带的证书状态资料只列事实，没有另向颁发机构查询。', statusFact(longTerm)),
  };
}

/** 读不了: no PDF, or one that no reader takes; or one that takes more than there is here. Nothing is said of it. */
export function findingsOfUnread(why: 'unreadable' | 'too-heavy'): Findings {
  const unread =
    why === 'unreadable'
      ? fact('unreadable', '文件不是 PDF，或已损坏，读不出内容。', '—')
      : fact('too-heavy', '文件展开后太大，超出这里查验的时间或内存，没有读完。', '—');
  return { integrity: unread, coverage: unread, completeness: unread, trust: unread, revocation: unread };
}
