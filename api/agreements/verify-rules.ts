import type { FileFacts } from '../signatures/file-facts.ts';
import type { FileSignature } from '../signatures/file-signatures.ts';
import type { AgreementState, RevisionKind, Tier } from './terms.ts';
import { bad, caution, fact, good } from './finding-rules.ts';
import { revocationOf } from './revocation-rules.ts';
import {
  countOf,
  coverageFact,
  listed,
  signersFact,
  touchedSignature,
  unexaminedIn,
} from './signature-fact-rules.ts';
import type { Finding, Findings } from './verify-schema.ts';

/** What the register knows of the agreement a file belongs to. */
export type Registered = {
  state: AgreementState;
  tier: Tier | null;
  isTest: boolean;
  revisions: readonly { number: number; kind: RevisionKind; bytes: number; sha256: Buffer }[];
};

/** What stands in a file of ours; null where it could not be read in the time there is. */
export type Examined = FileFacts | null;

/** 原件: the file is, byte by byte, a state that the register has. Only the register can tell whether it is the last. */
export function findingsOfOriginal(registered: Registered, number: number, examined: Examined): Findings {
  const { revisions, state } = registered;
  const one = revisions.find((revision) => revision.number === number);
  const bytes = one?.bytes ?? 0;
  const isSigned = one !== undefined && one.kind !== 'base';
  return {
    // A row of the register that was changed behind it does not mend what its signatures say.
    integrity:
      // Nor is one taken for whole that could not be examined.
      touchedSignature((examined?.signatures ?? []).map((one) => ({ ...one, isExamined: true }))) ??
      good('identical', '与登记的文件逐字节相同。', `sha256 ${one?.sha256.toString('hex') ?? '—'}`),
    coverage: isSigned
      ? good(
          'covered',
          '从第一个字节到最后一个字节都在登记的修订之内，没有签署后追加的内容。',
          `0–${bytes} / ${bytes} B`,
        )
      : bad('unsigned', '这是发出待签的文本，还没有任何签名。', `0 / ${bytes} B`),
    completeness: completenessOf({
      isLast: number === revisions.at(-1)?.number,
      state,
      technical: revisionOf(registered, number),
    }),
    ...trustOf(registered, examined),
  };
}

/** 平台存的文件坏了: its bytes are no longer those of the register. */
export function findingsOfStoredDamage(registered: Registered, number: number): Findings {
  return {
    ...findingsOfOriginal(registered, number, null),
    integrity: bad(
      'stored-differs',
      '平台存的文件与登记的摘要不符，请以各方手里的原件为准。',
      `sha256 ≠ ${registered.revisions.at(-1)?.sha256.toString('hex') ?? '—'}`,
    ),
  };
}

/** Revisions count from 1 for people: the first is what was sent. */
function revisionOf({ revisions, state }: Registered, number: number): string {
  return `revision ${number + 1} / ${revisions.length}, ${state}`;
}

function completenessOf({
  isLast,
  state,
  technical,
}: {
  isLast: boolean;
  state: AgreementState;
  technical: string;
}): Finding {
  if (isLast && state === 'completed')
    return good('final', '各方签名齐全，已由平台封存，是最后一次修订。', technical);
  if (state === 'completed')
    return bad('not-last', '这不是最后一次修订：它停在中间，缺少后来的签名或封存。', technical);
  if (state === 'voided' || state === 'declined' || state === 'expired')
    return bad('ended', '协议没有签齐就终止了，这份文件不产生协议效力。', technical);
  return bad('unfinished', '签署还没有完成。', technical);
}

/**
 * 不是原件: it begins with a state the register has, and goes on with bytes that the register does not know. Its signatures tell
 * whether bytes were added, or are others than those that were signed.
 */
export function findingsOfContinued(
  registered: Registered,
  continued: { number: number; foreignBytes: number; examined: Examined },
): Findings {
  const { number, foreignBytes, examined } = continued;
  const signatures = examined?.signatures ?? [];
  const one = registered.revisions.find((revision) => revision.number === number);
  const known = one?.bytes ?? 0;
  const touched = touchedSignature(signatures);
  const unregistered = bad(
    'unregistered',
    '登记中没有这样的修订，请以登记的最后一次修订为准。',
    `0–${known} = ${revisionOf(registered, number)}`,
  );
  if (touched !== null)
    return {
      integrity: touched,
      coverage: bad(
        'bytes-changed',
        '签署之后，文件里的字节被改动过。',
        `${known}–${known + foreignBytes} ≠ sha256`,
      ),
      completeness: unregistered,
      ...trustOf(registered, examined),
    };
  return {
    integrity:
      one === undefined || one.kind === 'base'
        ? bad('other-bytes', '开头是发出待签的文本，其后的内容不在登记中。', countOf(signatures))
        : (unexaminedIn(signatures, caution) ??
          good(
            'signed-bytes-intact',
            '签名覆盖的部分没有被改动；这一行只说明被签的字节没变。',
            countOf(signatures),
          )),
    coverage: bad(
      'appended',
      `签署之后，末尾多出 ${foreignBytes} 字节，不在登记的任何签名之内。`,
      `0–${known} / ${known + foreignBytes} B`,
    ),
    completeness: unregistered,
    ...trustOf(registered, examined),
  };
}

/** 被改动: it names one of our agreements, or is signed with our certificates, and no state of the register is in it. */
export function findingsOfChanged(registered: Registered | null, examined: NonNullable<Examined>): Findings {
  const { signatures } = examined;
  return {
    integrity:
      touchedSignature(signatures) ??
      bad('other-bytes', '内容与登记的任何一次修订都不同。', countOf(signatures)),
    coverage: bad(
      'bytes-changed',
      '签名之外或之内的字节被改过，不能说明签名覆盖了什么。',
      coverageFact(signatures),
    ),
    completeness: bad('unregistered', '登记中没有这份文件，请向协议的任何一方索取原件。', '—'),
    ...(registered === null
      ? {
          trust: bad(
            'our-certificate',
            '文件用的是本平台的证书，但内容不是本平台登记的。',
            signersFact(signatures),
          ),
          revocation: fact('not-asked', '未查询证书状态。', '—'),
        }
      : trustOf(registered, examined)),
  };
}

/** 演练: nothing in it is signed in earnest, and nothing of it is proved. */
export function findingsOfRehearsal(number: string): Findings {
  const rehearsed = caution('rehearsal', '这是演练文件，不产生任何效力，不是签署的凭证。', number);
  return {
    integrity: rehearsed,
    coverage: rehearsed,
    completeness: rehearsed,
    trust: rehearsed,
    revocation: rehearsed,
  };
}

function trustOf(registered: Registered, examined: Examined): Pick<Findings, 'trust' | 'revocation'> {
  if (examined === null) {
    const unread = fact('unread', '没有读到文件里的证书。', '—');
    return { trust: unread, revocation: unread };
  }
  return {
    trust: trustIn(registered, examined.signatures),
    revocation: revocationOf(registered, examined),
  };
}

function trustIn({ isTest, tier }: Registered, signatures: readonly FileSignature[]): Finding {
  if (signatures.length === 0) return fact('no-signature', '文件里没有数字签名。', '—');
  const led = listed(
    signatures,
    ({ signerName, isTrusted }) => `${signerName || '?'} ${isTrusted ? '→' : '↛'} root`,
  );
  if (isTest) return caution('test-certificate', '测试证书，不构成可靠电子签名。', `T0; ${led}`);
  if (!signatures.every(({ isTrusted }) => isTrusted))
    return bad('no-root', '有签名的证书不能追溯到本平台现在信任的根证书。', led);
  return caution(
    'process-recorded',
    '平台对签署过程存证；签署人没有专有证书。',
    `${tier === null ? '' : `${tier}; `}${led}`,
  );
}
