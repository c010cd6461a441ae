import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Keys, certificates and signatures made by OpenSSL, which knows nothing of our own code. */
export type OpensslDesk = ReturnType<typeof openOpensslDesk>;

type Certified = {
  /** Lines of OpenSSL's configuration of extensions. */
  extensions?: readonly string[];
  /** Whose key it is of; one of its own unless said. */
  key?: string;
  keyOptions?: readonly string[];
  serial?: number;
  days?: number;
};

const curve = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

export function openOpensslDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-openssl-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const newKey = (name: string, options: readonly string[]) =>
    openssl('genpkey', '-algorithm', ...options, '-out', `${name}.key`);
  const der = (name: string) => new Uint8Array(openssl('x509', '-in', `${name}.pem`, '-outform', 'DER'));

  newKey('root', curve);
  openssl(
    ...['req', '-x509', '-new', '-key', 'root.key', '-out', 'root.pem', '-days', '365'],
    '-subj',
    '/CN=root',
  );
  let serial = 100;

  return {
    root: der('root'),
    der,
    /** A certificate of that name under the root; with a key of P-256 unless another is said. */
    certify(
      name: string,
      { extensions = [], key = name, keyOptions = curve, serial: own, days = 30 }: Certified = {},
    ) {
      if (key === name) newKey(name, keyOptions);
      writeFileSync(at('extensions.cnf'), extensions.join('\n'));
      openssl('req', '-new', '-key', `${key}.key`, '-out', 'asked.csr', '-subj', `/CN=${key}`);
      openssl(
        ...[
          'x509',
          '-req',
          '-in',
          'asked.csr',
          '-CA',
          'root.pem',
          '-CAkey',
          'root.key',
          '-out',
          `${name}.pem`,
        ],
        ...['-set_serial', `${own ?? (serial += 1)}`, '-days', `${days}`, '-extfile', 'extensions.cnf'],
      );
    },
    /** A signature (CMS, DER) over `content` by who has that certificate, with `options` of `openssl cms -sign`. */
    sign(name: string, content: Uint8Array, options: readonly string[] = []): Uint8Array<ArrayBuffer> {
      writeFileSync(at('content'), content);
      openssl(
        ...[
          'cms',
          '-sign',
          '-binary',
          '-in',
          'content',
          '-signer',
          `${name}.pem`,
          '-inkey',
          `${keyOf(name)}.key`,
        ],
        ...['-outform', 'DER', '-out', 'signed', ...options],
      );
      return new Uint8Array(readFileSync(at('signed')));
    },
    /** A timestamp token (DER) over `content` by who has that certificate. */
    stamp(name: string, content: Uint8Array, digest = 'sha256'): Uint8Array<ArrayBuffer> {
      writeFileSync(at('content'), content);
      writeFileSync(at('serial'), '01');
      writeFileSync(at('stamps.cnf'), stampsOf(name));
      openssl('ts', '-query', '-data', 'content', `-${digest}`, '-cert', '-out', 'query');
      openssl(
        ...['ts', '-reply', '-queryfile', 'query', '-config', 'stamps.cnf', '-token_out', '-out', 'token'],
      );
      return new Uint8Array(readFileSync(at('token')));
    },
    /** Whether OpenSSL itself takes a signature for one of `content`. */
    takes: (value: Uint8Array, content: Uint8Array) =>
      agrees(['cms', '-verify', '-binary', '-inform', 'DER', '-purpose', 'any', '-out', 'out'], {
        ...{ name: '-content', value, content },
      }),
    /** Whether it takes a token for a timestamp of `content`. */
    takesStamp: (token: Uint8Array, content: Uint8Array) =>
      agrees(['ts', '-verify', '-token_in'], { name: '-data', value: token, content }),
    close: () => rmSync(folder, { recursive: true }),
  };

  function agrees(words: readonly string[], asked: { name: string; value: Uint8Array; content: Uint8Array }) {
    writeFileSync(at('value'), asked.value);
    writeFileSync(at('content'), asked.content);
    try {
      openssl(...words, '-in', 'value', asked.name, 'content', '-CAfile', 'root.pem');
      return true;
    } catch {
      return false;
    }
  }

  function keyOf(name: string): string {
    return name.replace(/^.*-of-/, '');
  }
}

const stampsOf = (name: string) => `
[tsa]
default_tsa = desk
[desk]
serial = serial
signer_cert = ${name}.pem
signer_key = ${name}.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
