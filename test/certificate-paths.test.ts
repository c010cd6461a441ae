import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathToRoot } from '../api/signatures/certificate-path.ts';
import { readSignature } from '../api/signatures/signed-message.ts';

/** Certificates by OpenSSL, and its own word on each. */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-paths-'));
const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
const write = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const der = (name: string) => new Uint8Array(openssl('x509', '-in', `${name}.pem`, '-outform', 'DER'));
const content = new Uint8Array(Buffer.from('what is signed'));
let serial = 1;

function key(name: string) {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
}

/** `called`: the name in it; an authority of the name of its issuer is certified by itself. */
function certify(name: string, issuer: string, { constraints = 'CA:FALSE', called = name } = {}) {
  key(name);
  const usage = constraints.startsWith('CA:TRUE') ? 'keyCertSign' : 'digitalSignature';
  write('extensions.cnf', `basicConstraints=critical,${constraints}\nkeyUsage=critical,${usage}`);
  openssl('req', '-new', '-key', `${name}.key`, '-out', 'asked.csr', '-subj', `/CN=${called}`);
  openssl(
    ...['x509', '-req', '-in', 'asked.csr', '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`],
    ...['-out', `${name}.pem`, '-set_serial', `${(serial += 1)}`, '-days', '30'],
    ...['-extfile', 'extensions.cnf'],
  );
}

beforeAll(() => {
  key('root');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '365',
    '-subj',
    '/CN=root',
  );
  certify('last', 'root', { constraints: 'CA:TRUE,pathlen:0' });
  certify('of-last', 'last');
  certify('below', 'last', { constraints: 'CA:TRUE' });
  certify('of-below', 'below');
  certify('one-more', 'root', { constraints: 'CA:TRUE,pathlen:1' });
  certify('lower', 'one-more', { constraints: 'CA:TRUE' });
  certify('of-lower', 'lower');
  certify('any', 'root', { constraints: 'CA:TRUE' });
  certify('under-any', 'any', { constraints: 'CA:TRUE' });
  certify('of-any', 'under-any');
  // 换钥: an authority with a new key, certified by the old one in the same name, is no further step down.
  certify('renewed', 'last', { constraints: 'CA:TRUE,pathlen:0', called: 'last' });
  certify('of-renewed', 'renewed');
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<[string, readonly string[], boolean]>([
  ['of-last', ['last'], true],
  ['of-below', ['last', 'below'], false],
  ['of-lower', ['one-more', 'lower'], true],
  ['of-any', ['any', 'under-any'], true],
  ['of-renewed', ['last', 'renewed'], true],
])(
  'the way of %s up over %j leads to the root: %s, as OpenSSL finds (pathLenConstraint, RFC 5280, 6.1.4)',
  async (name, above, leads) => {
    write('above.pem', above.map((one) => readFileSync(join(folder, `${one}.pem`), 'latin1')).join(''));
    expect(takes(name)).toBe(leads);
    write('content', content);
    const who = ['-signer', `${name}.pem`, '-inkey', `${name}.key`, '-certfile', 'above.pem'];
    openssl(
      'cms',
      '-sign',
      '-binary',
      '-in',
      'content',
      ...who,
      '-cades',
      '-outform',
      'DER',
      '-out',
      'signed',
    );
    const { isIntact, isTrusted } = await readSignature(read('signed'), content, [der('root')]);
    expect([isIntact, isTrusted]).toEqual([true, leads]);
    const path = pathToRoot(der(name), { chain: above.map(der), roots: [der('root')] });
    expect(path !== null).toBe(leads);
  },
);

function takes(name: string): boolean {
  try {
    openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'above.pem', `${name}.pem`);
    return true;
  } catch {
    return false;
  }
}
