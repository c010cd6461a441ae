import type { Finding, Findings, Verification } from '../../api/agreements/verify-schema.ts';
import { m } from '../paraglide/messages.js';

/** How a head looks: never green but for the final revision itself. */
export type Tone = 'good' | 'bad' | 'caution' | 'fact';
export type Head = { tone: Tone; words: string; next: string | null };

/** 按编号 asks the register; 按文件 asks about a file. */
export type Asked = 'number' | 'file';

/** What is said of the file alone; who signed and with what is said beside it. */
export function headOf({ origin, findings }: Verification, asked: Asked): Head {
  if (origin === 'rehearsal')
    return { tone: 'caution', words: m.file_check_head_rehearsal(), next: m.file_check_next_rehearsal() };
  if (asked === 'number')
    return findings.integrity.verdict === 'bad'
      ? { tone: 'bad', words: m.file_check_head_stored(), next: null }
      : { tone: 'fact', words: m.file_check_head_register(), next: m.file_check_next_register() };
  if (origin === 'original') return headOfOriginal(findings);
  if (origin === 'changed')
    return { tone: 'bad', words: headOfChanged(findings), next: m.file_check_next_changed() };
  if (origin === 'unreadable')
    return { tone: 'fact', words: m.file_check_head_unreadable(), next: m.file_check_next_unreadable() };
  if (origin === 'too-heavy')
    return { tone: 'fact', words: m.file_check_head_too_heavy(), next: m.file_check_next_too_heavy() };
  return { tone: 'fact', words: m.file_check_head_foreign(), next: null };
}

function headOfOriginal({ completeness }: Findings): Head {
  switch (completeness.reason) {
    case 'final':
      return { tone: 'good', words: m.file_check_head_original(), next: null };
    case 'not-last':
      return { tone: 'caution', words: m.file_check_head_not_last(), next: m.file_check_next_unfinal() };
    case 'ended':
      return { tone: 'caution', words: m.file_check_head_ended(), next: null };
    default:
      return { tone: 'caution', words: m.file_check_head_unfinished(), next: null };
  }
}

function headOfChanged({ integrity, coverage }: Findings): string {
  if (integrity.reason === 'broken') return m.file_check_head_broken();
  if (integrity.reason === 'padding') return m.file_check_head_padding();
  if (coverage.reason === 'appended') return m.file_check_head_appended();
  return m.file_check_head_other();
}

const tierNames = {
  T0: m.file_check_tier_t0,
  T1: m.file_check_tier_t1,
  T2: m.file_check_tier_t2,
  T3: m.file_check_tier_t3,
};

/** 证书等级: what was really reached; null for a file that is not ours. Green from T2 on alone. */
export function tierOf({ tier, findings }: Verification): { words: string; isGreen: boolean } | null {
  const reached = tier ?? (findings.trust.reason === 'test-certificate' ? 'T0' : null);
  if (reached === null) return null;
  return {
    words: `${reached} ${tierNames[reached]()}`,
    isGreen: reached === 'T2' || reached === 'T3',
  };
}

/** The five lines, always these and in this order. */
export function linesOf(findings: Findings): { name: string; finding: Finding }[] {
  return [
    { name: m.file_check_integrity(), finding: findings.integrity },
    { name: m.file_check_coverage(), finding: findings.coverage },
    { name: m.file_check_completeness(), finding: findings.completeness },
    { name: m.file_check_trust(), finding: findings.trust },
    { name: m.file_check_revocation(), finding: findings.revocation },
  ];
}

export const verdictWords = {
  good: m.file_check_verdict_good,
  bad: m.file_check_verdict_bad,
  caution: m.file_check_verdict_caution,
  fact: m.file_check_verdict_fact,
};

const partNames = {
  base: m.file_check_part_base,
  signature: m.file_check_part_signature,
  seal: m.file_check_part_seal,
  archive: m.file_check_part_archive,
  foreign: m.file_check_part_foreign,
};

export function partName(kind: Verification['strip'][number]['kind']): string {
  return partNames[kind]();
}
