import type { FileSignature } from '../signatures/file-signatures.ts';
import { bad, type fact } from './finding-rules.ts';
import type { Finding } from './verify-schema.ts';

/** A signature that does not fit its bytes, or has something in the room behind it. */
export function touchedSignature(signatures: readonly FileSignature[]): Finding | null {
  if (signatures.some(({ isIntact, isExamined }) => isExamined && !isIntact))
    return bad('broken', '签署的内容被改过：签名与它覆盖的字节不符。', countOf(signatures));
  if (signatures.some(({ flaws }) => flaws.length > 0))
    return bad('padding', '签名预留的空位里被填了内容。', coverageFact(signatures));
  return null;
}

/** Of a form or an algorithm that is not examined: it may fit or not. */
export function unexaminedIn(signatures: readonly FileSignature[], say: typeof fact): Finding | null {
  if (signatures.every(({ isExamined }) => isExamined)) return null;
  return say(
    'not-examined',
    '有签名采用了本平台不检验的格式或算法，是否与内容相符未作判断。',
    integrityFact(signatures),
  );
}

export function countOf(signatures: readonly FileSignature[]): string {
  const intact = signatures.filter(({ isIntact }) => isIntact).length;
  return `CMS/RFC 3161 ${intact} / ${signatures.length}`;
}

export function integrityFact(signatures: readonly FileSignature[]): string {
  const mark = ({ isIntact, isExamined }: FileSignature) => {
    if (!isExamined) return '? (form)';
    return isIntact ? '=' : '≠';
  };
  return listed(signatures, (one) => `${one.field} ${mark(one)}`);
}

export function coverageFact(signatures: readonly FileSignature[]): string {
  return listed(
    signatures,
    ({ field, endsAt, flaws }) => `${field} 0–${endsAt}${flaws.length > 0 ? ` (${flaws.join(', ')})` : ''}`,
  );
}

export function signersFact(signatures: readonly FileSignature[]): string {
  return listed(signatures, ({ signerName }) => signerName || '?');
}

export function listed(signatures: readonly FileSignature[], say: (one: FileSignature) => string): string {
  return signatures.map(say).join('; ') || '—';
}
