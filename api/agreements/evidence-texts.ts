import type { SignaturePart } from '../signatures/signature-parts.ts';

/** 核验说明: how anybody checks the package with OpenSSL alone, years later and without this portal. */
export function evidenceReadme({
  number,
  title,
  tierWords,
  parts,
  isWhole,
}: {
  number: string;
  title: string;
  tierWords: string;
  parts: readonly SignaturePart[];
  /** Without rows that are hashes alone. */
  isWhole: boolean;
}): string {
  const checks = parts.map(({ field, kind, range }, index) => checkOf({ field, kind, range, index }));
  return `${number} 《${title}》 证据包 · Evidence package

${tierWords}

agreement.pdf      封存的协议；每次签名都写在文件末尾，前面的字节不变
revisions.json     每次修订的长度与 SHA-256：agreement.pdf 的前 n 个字节就是那次修订
content.json       协议文本（RFC 8785 规范化后的 SHA-256 即文本摘要）
events.json        签署过程，每行的 hash 由前一行的 hash 与本行算出
audit.json         审计日志中的对应行；events.json 的 hash 写在 details 里
${isWhole ? '' : hashesAlone}consents.json      签署人同意的文本
signatures/        取出的签名（CMS，DER）
certificates/      信任的根证书（PEM）

在本文件夹中运行（Linux、macOS，OpenSSL 3）：
Run in this folder (Linux, macOS, OpenSSL 3):

${checks.join('\n')}
sha256sum agreement.pdf
`;
}

const hashesAlone = `                   招商部门内部办理的各行只列 hash，经办人不列；需要时由该部门向法院等出示原行，可再算出同一 hash
                   Of the office’s own acts only the hashes; the office can show the rows, which give them again
`;

type Check = Pick<SignaturePart, 'field' | 'kind' | 'range'> & { index: number };

function checkOf({ field, kind, range: [, length, next, rest], index }: Check): string {
  const name = `signatures/${index + 1}-${field}.p7s`;
  const covered = `{ head -c ${length} agreement.pdf; tail -c +${next + 1} agreement.pdf | head -c ${rest}; } > covered.bin`;
  const verify =
    kind === 'signature'
      ? `openssl cms -verify -binary -cades -inform DER -in ${name} -content covered.bin -CAfile certificates/roots.pem -purpose any -no_check_time -out /dev/null`
      : `openssl ts -verify -token_in -in ${name} -data covered.bin -CAfile certificates/roots.pem`;
  return `${covered}\n${verify}\n`;
}
