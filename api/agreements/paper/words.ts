import nzh from 'nzh/cn';
import type { Capacity, SignerRole } from '../terms.ts';

/** The paper is Chinese, whatever language its reader uses elsewhere: these words are part of it, not of the screens. */
export const capacityWords: Record<Capacity, string> = {
  'legal-representative': '法定代表人',
  authorised: '授权代表',
};

export const roleWords: Record<Exclude<SignerRole, 'viewer'>, string> = {
  signer: '签署人',
  approver: '审批人',
  witness: '见证人',
};

export const testLine = '测试证书，不构成可靠电子签名';
/** 演练: no signature in it says anything. */
export const rehearsalLine = '演练文件，不产生任何效力';
export const draftWatermark = '草稿';
export const rehearsalWatermark = '演练';

/** 第十一条. */
export function clauseNumber(index: number): string {
  return `第${nzh.encodeS(index + 1)}条`;
}

/** `9f3c 51e8 … a07d 22b4`: as much of a hash as people compare. */
export function shortHash(sha256: string): string {
  return `${inFours(sha256.slice(0, 8))} … ${inFours(sha256.slice(-8))}`;
}

export function inFours(sha256: string): string {
  return sha256.replace(/.{4}(?=.)/g, '$& ');
}
