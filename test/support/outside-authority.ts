import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** A root, an authority under it that certified `招商签署平台` (RSA, and P-256), and a time stamping authority: all by OpenSSL, on loopback. */
export type OutsideAuthority = Awaited<ReturnType<typeof openOutsideAuthority>>;

/** Something else than a timestamp: a status, or an answer that stamps at another time or another digest. */
export type TimestampFault = number | ((request: Buffer) => Promise<Buffer>);

/** What an authority answers that gives no list (CRL): a status, or nothing at all. */
export type ListFault = number | 'silent';

const password = '口令 with blanks';

export async function openOutsideAuthority({
  days = 365,
  issuingDays = days,
}: { days?: number; issuingDays?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-authority-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const faults: (TimestampFault | null)[] = [];
  let asked = 0;
  let listFault: ListFault | null = null;

  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (request.url?.endsWith('.crl') === true && listFault !== null)
        return listFault === 'silent' ? undefined : response.writeHead(listFault).end();
      if (request.url === '/issuing.crl') return response.end(readFileSync(at('issuing.crl')));
      if (request.url === '/root.crl') return response.end(readFileSync(at('root.crl')));
      asked += 1;
      const fault = faults.shift();
      if (typeof fault === 'number') return response.writeHead(fault).end();
      if (typeof fault === 'function') return response.end(await fault(body));
      return response.end(stamp(body));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  function stamp(request: Buffer): Buffer {
    const query = `query-${asked}`;
    writeFileSync(at(query), request);
    const words = ['ts', '-reply', '-queryfile', query, '-config', 'openssl.cnf', '-out', `${query}.tsr`];
    openssl(...words);
    return readFileSync(at(`${query}.tsr`));
  }

  writeFileSync(at('openssl.cnf'), configuration(url));
  writeFileSync(at('serial'), '01');
  for (const name of ['root', 'issuing']) writeFileSync(at(`${name}.index`), '');
  const key = (name: string, ...kind: string[]) =>
    openssl('genpkey', '-algorithm', ...kind, '-out', `${name}.key`);
  const ec = ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  key('root', ...ec);
  key('issuing', ...ec);
  key('platform', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048');
  key('curve', ...ec);
  key('stamps', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048');
  const subject = (name: string) => ['-utf8', '-subj', `/CN=${name}`];
  openssl(
    ...[
      'req',
      '-x509',
      '-new',
      '-key',
      'root.key',
      '-out',
      'root.pem',
      '-days',
      '3650',
      '-config',
      'openssl.cnf',
    ],
    ...['-extensions', 'authority', ...subject('外部根证书')],
  );
  const certify = (
    name: string,
    called: string,
    { issuer, lasts, as = name }: { issuer: string; lasts: number; as?: string },
  ) => {
    openssl(
      'req',
      '-new',
      '-key',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-config',
      'openssl.cnf',
      ...subject(called),
    );
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`],
      ...['-CAcreateserial', '-out', `${name}.pem`, '-days', `${lasts}`],
      ...['-extfile', 'openssl.cnf', '-extensions', as],
    );
  };
  certify('issuing', '外部签发机构', { issuer: 'root', lasts: issuingDays });
  certify('platform', '招商签署平台', { issuer: 'issuing', lasts: days });
  certify('curve', '招商签署平台', { issuer: 'issuing', lasts: days, as: 'platform' });
  certify('stamps', '外部时间戳', { issuer: 'root', lasts: days });
  for (const name of ['root', 'issuing'])
    openssl('ca', '-gencrl', '-config', 'openssl.cnf', '-name', `ca_${name}`, '-out', `${name}.crl.pem`);
  for (const name of ['root', 'issuing'])
    openssl('crl', '-in', `${name}.crl.pem`, '-outform', 'DER', '-out', `${name}.crl`);
  const bundle = (file: string, name: string, above: readonly string[]) => {
    writeFileSync(at('above.pem'), above.map((one) => readFileSync(at(`${one}.pem`), 'latin1')).join(''));
    openssl(
      ...['pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.pem`],
      ...(above.length > 0 ? ['-certfile', 'above.pem'] : []),
      ...['-out', file, '-passout', `pass:${password}`],
    );
  };
  bundle('platform.p12', 'platform', ['issuing']);
  bundle('curve.p12', 'curve', ['issuing']);
  bundle('whole.p12', 'platform', ['issuing', 'root']);
  bundle('alone.p12', 'platform', []);
  bundle('self-signed.p12', 'root', []);

  return {
    signing: {
      p12Path: at('platform.p12'),
      password,
      timestampUrl: `${url}/stamps`,
      rootsPath: at('root.pem'),
    },
    /** The same with a key of P-256. */
    curveP12Path: at('curve.p12'),
    /** The same certificate with its root too, and without anything above it; and one that certifies itself. */
    wholeP12Path: at('whole.p12'),
    aloneP12Path: at('alone.p12'),
    selfSignedP12Path: at('self-signed.p12'),
    root: openssl('x509', '-in', 'root.pem', '-outform', 'DER'),
    /** The next timestamps asked for are these, one each. */
    suffer: (...next: TimestampFault[]) => faults.push(...next),
    /** As `suffer`, after so many that are given. */
    sufferAfter: (given: number, fault: TimestampFault) =>
      faults.push(...Array<null>(given).fill(null), fault),
    asked: () => asked,
    /** From now on no list is given, until it is null. */
    sufferLists: (fault: ListFault | null) => (listFault = fault),
    /** 吊销: from now on the list names the certificate of the platform. */
    revokePlatform() {
      const ofIssuing = ['ca', '-config', 'openssl.cnf', '-name', 'ca_issuing'];
      openssl(...ofIssuing, '-revoke', 'platform.pem');
      openssl(...ofIssuing, '-gencrl', '-out', 'issuing.crl.pem');
      openssl('crl', '-in', 'issuing.crl.pem', '-outform', 'DER', '-out', 'issuing.crl');
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true });
    },
  };
}

const configuration = (url: string) => `
[req]
distinguished_name = name
prompt = no
[name]
CN = x
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/root.crl
[platform]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/issuing.crl
[stamps]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/root.crl
[ca_root]
database = root.index
certificate = root.pem
private_key = root.key
default_md = sha256
default_crl_days = 30
[ca_issuing]
database = issuing.index
certificate = issuing.pem
private_key = issuing.key
default_md = sha256
default_crl_days = 30
[tsa]
default_tsa = desk
[desk]
serial = serial
signer_cert = stamps.pem
signer_key = stamps.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
