import type { FileSignature } from '../signatures/file-signatures.ts';
import type { AgreementState, RevisionKind, Tier } from './terms.ts';
import type { Finding, Findings } from './verify-schema.ts';

/** What the register knows of the agreement a file belongs to. */
export type Registered = {
  state: AgreementState;
  tier: Tier | null;
  isTest: boolean;
  revisions: readonly { number: number; kind: RevisionKind; bytes: number; sha256: Buffer }[];
};

const good = (message: string, technical: string): Finding => ({ verdict: 'good', message, technical });
const bad = (message: string, technical: string): Finding => ({ verdict: 'bad', message, technical });
const caution = (message: string, technical: string): Finding => ({ verdict: 'caution', message, technical });
const fact = (message: string, technical: string): Finding => ({ verdict: 'fact', message, technical });

/** 原件: the file is, byte by byte, a state that the register has. Only the register can tell whether it is the last. */
export function findingsOfOriginal(registered: Registered, number: number): Findings {
  const { revisions, state } = registered;
  const last = revisions.at(-1);
  const one = revisions.find((revision) => revision.number === number);
  const digest = one === undefined ? '' : `sha256 ${one.sha256.toString('hex')}`;
  const of = `第 ${number} 次修订，登记至第 ${last?.number ?? 0} 次`;
  const isSigned = one !== undefined && one.kind !== 'base';
  return {
    integrity: good('与登记的文件逐字节相同。', digest),
    coverage: isSigned
      ? good('从第一个字节到最后一个字节都在登记的修订之内，没有签署后追加的内容。', `${one.bytes} bytes`)
      : bad('这是发出待签的文本，还没有任何签名。', `${one?.bytes ?? 0} bytes`),
    completeness: completenessOf({ isLast: number === last?.number, state, of }),
    ...trustOf(registered),
  };
}

function completenessOf({
  isLast,
  state,
  of,
}: {
  isLast: boolean;
  state: AgreementState;
  of: string;
}): Finding {
  if (isLast && state === 'completed') return good('各方签名齐全，已由平台封存，是最后一次修订。', of);
  if (state === 'completed') return bad('这不是最后一次修订：它停在中间，缺少后来的签名或封存。', of);
  if (state === 'voided' || state === 'declined' || state === 'expired')
    return bad('协议没有签齐就终止了，这份文件不产生协议效力。', `${of}，${state}`);
  return bad('签署还没有完成。', `${of}，${state}`);
}

/** 不是原件: it begins with a state the register has, and goes on with bytes that nobody signed for. */
export function findingsOfAppended(
  registered: Registered,
  { number, foreignBytes }: { number: number; foreignBytes: number },
): Findings {
  const one = registered.revisions.find((revision) => revision.number === number);
  return {
    integrity: bad('这不是原件：签署后被加了内容。', `第 ${number} 次修订之后的字节不在登记中`),
    coverage: bad(
      `末尾有 ${foreignBytes} 字节不在任何签名范围之内。`,
      `签名覆盖到第 ${one?.bytes ?? 0} 字节，文件共 ${(one?.bytes ?? 0) + foreignBytes} 字节`,
    ),
    completeness: bad(
      '请以登记的最后一次修订为准。',
      `登记至第 ${registered.revisions.at(-1)?.number ?? 0} 次修订`,
    ),
    ...trustOf(registered),
  };
}

/** 被改动: it names one of our agreements, or is signed with our certificates, and no state of the register is in it. */
export function findingsOfChanged(
  registered: Registered | null,
  signatures: readonly FileSignature[],
): Findings {
  const broken = signatures.filter(({ isIntact }) => !isIntact).length;
  const technical = `${signatures.length} 个签名，其中 ${broken} 个与内容不符；不在登记中`;
  return {
    integrity: bad('这不是原件：内容与登记的任何一次修订都不同。', technical),
    coverage: bad('签名之外或之内的字节被改过，不能说明签名覆盖了什么。', coverageFact(signatures)),
    completeness: bad('登记中没有这份文件。', '请向协议的任何一方索取原件'),
    ...(registered === null
      ? {
          trust: bad('文件用的是本平台的证书，但内容不是本平台登记的。', signersFact(signatures)),
          revocation: fact('内容已被改动，不再查证书状态。', '—'),
        }
      : trustOf(registered)),
  };
}

/** 不是本平台登记的文件: facts alone, never green. */
export function findingsOfForeign(signatures: readonly FileSignature[]): Findings {
  const none = signatures.length === 0;
  return {
    integrity: fact(
      none ? '文件里没有数字签名。' : '本平台没有登记这份文件，只列出其签名的计算结果。',
      signatures.map(({ field, isIntact }) => `${field}：${isIntact ? '摘要相符' : '摘要不符'}`).join('；') ||
        '—',
    ),
    coverage: fact('签名覆盖的范围见右。', coverageFact(signatures)),
    completeness: fact('是否完整、是否最后一稿，本平台无从判断。', '—'),
    trust: fact('签名人的证书不由本平台认定。', signersFact(signatures)),
    revocation: fact('未查询证书状态。', '—'),
  };
}

function trustOf({ isTest, tier }: Registered): Pick<Findings, 'trust' | 'revocation'> {
  if (isTest)
    return {
      trust: caution('测试证书，不构成可靠电子签名。', 'T0 演示'),
      revocation: caution('测试证书的吊销列表由本平台自己签发，不能证明什么。', 'CRL 已写入文件'),
    };
  return {
    trust: caution('平台对签署过程存证；签署人没有专有证书。', tier ?? 'T1'),
    revocation: caution('封存时已写入证书状态资料；之后是否吊销，请以证书颁发机构为准。', 'DSS: CRL/OCSP'),
  };
}

function coverageFact(signatures: readonly FileSignature[]): string {
  return (
    signatures
      .map(
        ({ field, endsAt, flaws }) =>
          `${field} 到第 ${endsAt} 字节${flaws.length > 0 ? `（${flaws.join('、')}）` : ''}`,
      )
      .join('；') || '—'
  );
}

function signersFact(signatures: readonly FileSignature[]): string {
  return signatures.map(({ signerName }) => signerName || '无名').join('；') || '—';
}
