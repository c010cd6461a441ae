import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What programs that are not ours say of a file with signatures, each in its own words. */
export type Verdicts = {
  /** One for each signature: poppler's words. */
  pdfsig: string[];
  /** One for each signature, the first first: `openssl cms -verify -cades`, or `ts -verify` for a document timestamp. */
  openssl: boolean[];
  /** One for each signature that is not a timestamp itself: `openssl ts -verify` of the timestamp within. */
  stamps: boolean[];
  /** True where qpdf found neither error nor warning. */
  qpdf: boolean;
  /** One for each signature: PDFBox with BouncyCastle. */
  pdfbox: { kind: string; valid: boolean; stamp: string }[];
};

const jars = ['pdfbox2', 'fontbox2', 'commons-logging', 'bcpkix', 'bcprov', 'bcutil'];
const source = fileURLToPath(new URL('./VerifyPdf.java', import.meta.url));

/** Asks all of them about `bytes`; `root` is the only certificate (DER) that is trusted. */
export function askVerifiers(bytes: Uint8Array, root: Uint8Array): Verdicts {
  const [verdicts] = askVerifiersOfAll([bytes], root);
  if (verdicts === undefined) throw new Error('a file has its verdicts');
  return verdicts;
}

/** The same of several files: Java starts and compiles once for all of them. */
export function askVerifiersOfAll(files: readonly Uint8Array[], root: Uint8Array): Verdicts[] {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-verify-'));
  try {
    const paths = files.map((bytes, index) => {
      const path = join(folder, `signed-${index}.pdf`);
      writeFileSync(path, bytes);
      return path;
    });
    const [der, pem] = [join(folder, 'root.der'), join(folder, 'root.pem')];
    writeFileSync(der, root);
    run('openssl', ['x509', '-inform', 'DER', '-in', der, '-out', pem]);
    const lines = pdfbox(paths);
    return files.map((bytes, index) => {
      const path = paths[index] ?? '';
      const parts = signaturesOf(bytes);
      return {
        pdfsig: pdfsig(path),
        openssl: parts.map((part) => opensslVerifies(folder, part)),
        stamps: parts.filter(({ isStamp }) => !isStamp).map((part) => stampVerifies(folder, part)),
        qpdf: spawnSync('qpdf', ['--check', path]).status === 0,
        pdfbox: lines.filter((line) => line.path === path).map(({ verdict }) => verdict),
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Part = { covered: Buffer; contents: Buffer; isStamp: boolean };

function signaturesOf(bytes: Uint8Array): Part[] {
  const text = Buffer.from(bytes).toString('latin1');
  return [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)]
    .map((match) => match.slice(1).map(Number))
    .sort(([, a = 0], [, b = 0]) => a - b)
    .map(([start = 0, length = 0, next = 0, rest = 0]) => {
      const all = Buffer.from(bytes);
      const slot = Buffer.from(text.slice(start + length + 1, next - 1), 'hex');
      const around = text.slice(Math.max(0, start + length - 600), start + length);
      return {
        covered: Buffer.concat([all.subarray(start, start + length), all.subarray(next, next + rest)]),
        contents: slot.subarray(0, derLength(slot)),
        isStamp: around.slice(around.lastIndexOf(' obj')).includes('ETSI.RFC3161'),
      };
    });
}

/** The slot is padded with zeros; the value says itself how long it is. */
function derLength(slot: Buffer): number {
  const first = slot[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return 2 + count + slot.readUIntBE(2, count);
}

function pdfsig(file: string): string[] {
  const output = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' }).stdout;
  return [...output.matchAll(/Signature Validation: (.*)/g)].map(([, verdict = '']) => verdict.trim());
}

function opensslVerifies(folder: string, { covered, contents, isStamp }: Part): boolean {
  writeFileSync(join(folder, 'covered'), covered);
  writeFileSync(join(folder, 'signature.der'), contents);
  const [from, root, signature] = ['covered', 'root.pem', 'signature.der'].map((name) => join(folder, name));
  if (from === undefined || root === undefined || signature === undefined) return false;
  if (isStamp)
    return verifies(['ts', '-verify', '-data', from, '-in', signature, '-token_in', '-CAfile', root]);
  const input = ['-binary', '-inform', 'DER', '-in', signature, '-content', from];
  return verifies([
    'cms',
    '-verify',
    ...input,
    '-CAfile',
    root,
    '-purpose',
    'any',
    '-cades',
    '-out',
    '/dev/null',
  ]);
}

/** The timestamp stands in the signature's unsigned attributes and stamps the signature's value. */
function stampVerifies(folder: string, { contents }: Part): boolean {
  writeFileSync(join(folder, 'signature.der'), contents);
  const printed = run('openssl', ['asn1parse', '-inform', 'DER', '-in', join(folder, 'signature.der')]);
  const lines = printed.split('\n');
  const at = lines.findIndex((line) => line.includes('id-smime-aa-timeStampToken'));
  const token = elementAt(contents, lines[at + 2]);
  const value = elementAt(
    contents,
    lines.slice(0, at).findLast((line) => line.includes('prim: OCTET STRING')),
  );
  if (token === null || value === null) return false;
  writeFileSync(join(folder, 'token.der'), token.whole);
  writeFileSync(join(folder, 'value'), value.inner);
  const [from, root, stamp] = ['value', 'root.pem', 'token.der'].map((name) => join(folder, name));
  if (from === undefined || root === undefined || stamp === undefined) return false;
  return verifies(['ts', '-verify', '-data', from, '-in', stamp, '-token_in', '-CAfile', root]);
}

/** A line of `openssl asn1parse`: `  123:d=5  hl=4 l= 567 cons: …`. */
function elementAt(der: Buffer, line: string | undefined) {
  const [, at, head, length] = /^\s*(\d+):d=\d+\s+hl=(\d+)\s+l=\s*(\d+)/.exec(line ?? '') ?? [];
  if (at === undefined) return null;
  const [from, inner, size] = [Number(at), Number(at) + Number(head), Number(length)];
  return { whole: der.subarray(from, inner + size), inner: der.subarray(inner, inner + size) };
}

function pdfbox(paths: readonly string[]): { path: string; verdict: Verdicts['pdfbox'][number] }[] {
  const classPath = jars.map((jar) => `/usr/share/java/${jar}.jar`).join(':');
  return run('java', ['-cp', classPath, source, ...paths])
    .split('\n')
    .map((line) => {
      const [path = '', kind = '', valid, stamp = ''] = line.split('\t');
      return { path, verdict: { kind, valid: valid === 'true', stamp } };
    })
    .filter(({ path }) => paths.includes(path));
}

function verifies(args: string[]): boolean {
  return spawnSync('openssl', args).status === 0;
}

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
