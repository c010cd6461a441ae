/** Values that stand nowhere else, so that wherever one is found it was let out. */
export const canaries = {
  company: '金丝雀精密机械有限公司',
  contactName: '金丝雀先生',
  phone: '13987654321',
  email: 'kanarie.wang@vogel-voliere.test',
  message: '金丝雀密语：二期需要蒸汽 40 吨',
  fileName: '金丝雀厂房图纸.png',
};
export type Canary = keyof typeof canaries;

/** A text as it may lie in logs, addresses, mails and columns of bytes. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = [...text].map((letter) =>
    letter > '~' ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
  );
  // What stands before it shifts base64 by a byte or two; the midst of it is the same.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [text, escaped, ascii.join(''), encodeURIComponent(text), bytes.toString('hex'), ...shifted];
}

/** Which canaries are in a text, in whatever spelling. */
export function canariesIn(text: string): Canary[] {
  const lower = text.toLowerCase();
  return (Object.keys(canaries) as Canary[]).filter((name) =>
    spellings(canaries[name]).some((spelling) => lower.includes(spelling.toLowerCase())),
  );
}
