import { z } from 'zod';
import { agreementStates, tiers } from './terms.ts';

const Instant = z.iso.datetime({ offset: true });

/** `fact`: told without a judgement, as everything of a file that is not ours. */
export const verdicts = ['good', 'bad', 'caution', 'fact'] as const;

/** What is said, for whoever words it in another language; `message` says it in Chinese. */
export const findingReasons = [
  'identical',
  'stored-differs',
  'signed-bytes-intact',
  'padding',
  'broken',
  'other-bytes',
  'covered',
  'unsigned',
  'appended',
  'bytes-changed',
  'final',
  'not-last',
  'ended',
  'unfinished',
  'unregistered',
  'test-certificate',
  'process-recorded',
  'our-certificate',
  'no-root',
  'rehearsal',
  'own-list',
  'kept-at-sealing',
  'not-archived',
  'no-status',
  'revoked',
  'not-asked',
  'facts',
  'not-examined',
  'no-signature',
  'unreadable',
  'too-heavy',
  'unread',
] as const;

export const Finding = z.object({
  verdict: z.enum(verdicts),
  reason: z.enum(findingReasons),
  /** A sentence for people, and figures for those who check it themselves. */
  message: z.string(),
  technical: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** 完整性, 覆盖范围, 完成度, 信任, 吊销: always five, always apart. */
export const Findings = z.object({
  integrity: Finding,
  coverage: Finding,
  completeness: Finding,
  trust: Finding,
  revocation: Finding,
});
export type Findings = z.infer<typeof Findings>;

/** What the signatures are bound to, compared with the register as it is today. */
export const BoundPart = z.object({
  part: z.enum(['content', 'version', 'geometry', 'indicators']),
  code: z.string().nullable(),
  version: z.int().nullable(),
  matches: z.boolean(),
  /** Null of the version, which is compared as it is. */
  sha256: z.string().nullable(),
});

export const Verification = z.object({
  /**
   * `original`: byte by byte what the register has. `changed`: it was ours. `foreign`: only facts. `unreadable`: no PDF.
   * `rehearsal`: made for one, and proof of nothing. `too-heavy`: not the register's, and more than is examined here.
   */
  origin: z.enum(['original', 'changed', 'foreign', 'unreadable', 'rehearsal', 'too-heavy']),
  number: z.string().nullable(),
  title: z.string().nullable(),
  status: z.enum(agreementStates).nullable(),
  tier: z.enum(tiers).nullable(),
  /** A code went the way of its link: what the tier says is worth less by that. */
  sameChannel: z.boolean(),
  findings: Findings,
  binding: z.array(BoundPart),
  /** 撤回: parcels whose public record was taken back since it was sent. */
  recalledParcels: z.array(z.string()),
  /** The strip of the file: what the register knows, and what was added after it. */
  strip: z.array(
    z.object({
      kind: z.enum(['base', 'signature', 'seal', 'archive', 'foreign']),
      bytes: z.int(),
      sha256: z.string().nullable(),
      at: Instant.nullable(),
      by: z.string().nullable(),
    }),
  ),
  sha256: z.string().nullable(),
  verifiedAt: Instant,
});
export type Verification = z.infer<typeof Verification>;

export const VerifyQuery = z.strictObject({
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[2-9A-HJ-NP-Z]{8}$/),
});
