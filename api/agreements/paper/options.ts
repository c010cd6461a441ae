import type { Capacity, SignerRole } from '../terms.ts';

/** What the paper says beyond the agreement's text. Plain data: it goes to another process. */
export type PaperOptions = {
  /** A draft is marked 草稿 and has no fields: nobody can sign it. */
  stage: 'draft' | 'final';
  /** 文本摘要: SHA-256 of the canonical text, hexadecimal. */
  contentSha256: string;
  /** Demonstration certificates: said at the head of every sheet. */
  isTest: boolean;
  /** 演练: said in its place, and under everything of every sheet. */
  isRehearsal?: boolean;
  /** Where anybody checks the file; printed as a QR code and as text. */
  verifyUrl: string;
  signers: PaperSigner[];
  /** Stands under every plan: 示意图，以官方公告和测绘成果为准. */
  publishedSketchNote: string;
};

/** Who has a place on the signing sheet. `field` names the signature field of who signs; {@link platformField} is taken. */
export type PaperSigner = {
  field: string | null;
  /** 甲方, 乙方, … */
  label: string | null;
  organisation: string;
  name: string;
  capacity: Capacity | null;
  role: Exclude<SignerRole, 'viewer'>;
};

export const platformField = 'platform';
