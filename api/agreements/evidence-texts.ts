import type { KeptAnchor } from '../audit/anchors.ts';
import type { ToldSet } from './evidence-consents.ts';
import type { SignaturePart } from '../signatures/signature-parts.ts';

type Told = {
  number: string;
  title: string;
  tierWords: string;
  signatures: readonly SignaturePart[];
  /** Without rows that are hashes alone. */
  isWhole: boolean;
  revisions: readonly { bytes: number; sha256: string }[];
  contentSha256: string;
  /** That were signed with one code. */
  sets: readonly ToldSet[];
  /** The event that names the digest of the file. */
  completed: { seq: number; hash: string };
  anchor: KeptAnchor | null;
};

/** 核验说明: how anybody checks the package with a shell and OpenSSL alone, years later and without this portal. */
export function evidenceReadme(told: Told): string {
  const { number, title, tierWords, signatures, isWhole, revisions, contentSha256, sets, completed, anchor } =
    told;
  return `${number} 《${title}》 证据包 · Evidence package

${tierWords}

agreement.pdf      封存的协议；每次签名都写在文件末尾，前面的字节不变
certificate.pdf    签署证书：由登记摘录的签署情况，供人阅读；不是签名，也不代替协议文件
                   What the register says of the signing, for people to read; no signature
revisions.json     每次修订的长度与 SHA-256：agreement.pdf 的前 n 个字节就是那次修订
content.json       协议文本（RFC 8785 规范化后的 SHA-256 即文本摘要）
events.json        签署过程。hash = SHA-256(前一行 hash 的 32 个字节 ‖ JSON 文字
                   [seq,at,kind,accountId,position,details])；第一行之前是 32 个零字节
audit.json         审计日志中的对应行。hash = SHA-256(前一行 hash 的 32 个字节 ‖ JSON 文字
                   [seq,at,accountId,role,action,subject,details])；events.json 的 hash 写在 details 里
rows/              每行用来算 hash 的原始字节
chain/             各行的 hash 依次排列；“-”是只列 hash 的行：审计日志里其他事项的行内容不在本包中，
                   由平台运行单位出示原行时，可再算出同一 hash
                   Rows told as “-” are hashes alone: who holds them can show them, which gives the hash again
${isWhole ? '' : hashesAlone}authorities.json   以授权代表身份签署的人：授权委托书的编号、日期（原件由招商部门留存）；转交的每一次
consents.json      每位签署人同意的文本
${setWords(sets)}signatures/        取出的签名（.p7s）、其中的时间戳令牌（.tst）和令牌所盖的签名值（.value），均为 DER 或原始字节
certificates/      信任的根证书（PEM）；时间戳机构另有根证书的，请向该机构取得后并入

${anchor === null ? noAnchor : anchorWords(anchor)}
在本文件夹中运行（Linux、macOS，OpenSSL 3）：
Run in this folder (Linux, macOS, OpenSSL 3):

${helpers}
${signatures.map((signature, index) => checkOf(signature, index)).join('\n')}
${revisions.map(({ bytes, sha256 }) => `same "$(head -c ${bytes} agreement.pdf | digest)" ${sha256}`).join('\n')}
same "$(digest < content.json)" ${contentSha256}
${sets.map(checkOfSet).join('')}chain chain/events.txt
chain chain/audit.txt
says "$(digest < agreement.pdf)" rows/events-${completed.seq}.bin
says ${completed.hash} rows/audit-*.bin
${anchor === null ? '' : checkOfAnchor(anchor)}sums agreement.pdf
verdict
`;
}

/** 一并签署的清单. What else was signed with it is the affair of other parties. */
function setWords(sets: readonly ToldSet[]): string {
  const opened = sets.some(({ own }) => own !== null) ? setsOpened : '';
  return opened + (sets.some(({ own }) => own === null) ? setsClosed : '');
}

const setsOpened = `sets/              用一个验证码一并签署的清单：每份文件一个加盐的摘要，文件名即清单摘要，也写在签名事件里。
                   清单项摘要 = SHA-256 的原文是 {"headSha256":签名前文件的 SHA-256,"number":编号,"salt":盐}；
                   下面的命令由本协议的一项算出清单。其他各项的盐不在本包中，由平台运行单位保存
                   What was signed with one code: a salted digest of each document; of others no more is told
`;
const setsClosed = `                   consents.json 中有的清单不加盐，其摘要由全部编号直接算出；其他文件的编号不在本包中，
                   由平台运行单位出示清单时，可再算出同一摘要
                   Digests of older sets are of the numbers themselves: who runs the portal can show them
`;

/** Its own item is computed from what it is of, is in the set, and the set is the one that was signed. */
function checkOfSet({ sha256, own }: ToldSet): string {
  if (own === null) return `says ${sha256} rows/events-*.bin\n`;
  const { bytes, headSha256, number, salt } = own;
  return `same "$(head -c ${bytes} agreement.pdf | digest)" ${headSha256}
item=$(printf '{"headSha256":"%s","number":"%s","salt":"%s"}' ${headSha256} ${number} ${salt} | digest)
says "\"$item\"" sets/${sha256}.json
same "$(digest < sets/${sha256}.json)" ${sha256}
says ${sha256} rows/events-*.bin
`;
}

const hashesAlone = `                   招商部门内部办理的各行只列 hash，经办人不列；需要时由该部门向法院等出示原行，可再算出同一 hash
                   Of the office’s own acts only the hashes; the office can show the rows, which give them again
`;

const noAnchor = `本包没有锚：封存之后的日志尚未锚定，或者本平台没有配置锚定。日志自身的链不能防止整段重写。
No anchor is in this package: a chain alone does not show that it was not written anew as a whole.
`;

const anchorWords = ({
  seq,
  token,
}: KeptAnchor) => `anchor.json        审计日志第 ${seq} 行的锚，记在数据库之外的 audit-anchors.jsonl 里；mac 只有平台的密钥能算出，
                   请向平台运行单位或保存该文件副本的单位核对
                   The anchor of row ${seq}, kept outside the database: compare it with a copy of that file
${token === undefined ? noToken : tokenWords}`;

const noToken = `                   它还没有时间戳机构的令牌；稍后再取证据包，可得到带令牌的锚
                   It has no token of a time stamping authority yet: a package fetched later has one
`;

const tokenWords = `anchor.tst         时间戳机构对该行 hash 签发的令牌（RFC 3161）：到那一刻，这段日志就是这样；测试时间戳不证明时间
                   The time stamping authority’s token over the hash of that row: the log was so by then. One of a test authority proves no time
`;

/** Each difference is told and kept in `wrong`, so that the last line tells of them all, also where nobody stops at the first. */
const helpers = `wrong=
differs() { echo "不符 differs: $*"; wrong=1; }
sums() { if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
digest() { sums | head -c 64; }
same() { [ "$1" = "$2" ] || differs "$1 $2"; }
says() { grep -q -e "$@" || differs "$@"; }
chain() {
  earlier=$wrong
  wrong=
  [ -s "$1" ] || differs "$1"
  before=
  while read -r hash row; do
    if [ "$row" != - ]; then
      same "$(digest < "$row")" "$hash"
      same "$(head -c 32 "$row" | od -An -v -tx1 | tr -d ' \\n')" "$before"
    fi
    before=$hash
  done < "$1"
  if [ -z "$wrong" ]; then echo "$1 OK"; fi
  wrong=$earlier$wrong
}
verdict() {
  if [ -z "$wrong" ]; then echo "全部相符 ALL AGREES"; else echo "有不符 SOMETHING DIFFERS"; return 1; fi
}`;

const stamped = 'openssl ts -verify -token_in -no_check_time -CAfile certificates/roots.pem';

function checkOfAnchor({ hash, token }: KeptAnchor): string {
  const told = `says "^${hash} " chain/audit.txt\n`;
  return token === undefined
    ? told
    : `${told}${stamped} -in anchor.tst -digest ${hash} || differs anchor.tst\n`;
}

function checkOf(
  { field, kind, range: [, length, next, rest], stamp }: SignaturePart,
  index: number,
): string {
  const name = `signatures/${index + 1}-${field}`;
  const covered = `{ head -c ${length} agreement.pdf; tail -c +${next + 1} agreement.pdf | head -c ${rest}; } > covered.bin`;
  const verify =
    kind === 'signature'
      ? `openssl cms -verify -binary -cades -inform DER -in ${name}.p7s -content covered.bin -CAfile certificates/roots.pem -purpose any -no_check_time -out /dev/null`
      : `${stamped} -in ${name}.p7s -data covered.bin`;
  const within =
    stamp === null ? '' : `${stamped} -in ${name}.tst -data ${name}.value || differs ${name}.tst\n`;
  return `${covered}\n${verify} || differs ${name}\n${within}`;
}
