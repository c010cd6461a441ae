import { createHash, randomInt } from 'node:crypto';

/** Without 0, 1, i, l and o: they are read off paper. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz';
const codeLength = 10;
const codeCount = 10;

/** Ten codes of 49 bits each, written in two groups. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codeCount }, () => {
    const code = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
    return `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;
  });
}

/** What is kept of a code. Hyphens, blanks and capitals do not count. */
export function recoveryCodeHash(accountId: number, code: string): Buffer {
  const plain = code.toLowerCase().replace(/[\s-]/g, '');
  return createHash('sha256').update(`recovery ${accountId} ${plain}`).digest();
}
