import { X509Certificate } from 'node:crypto';
import { Certificate } from 'pkijs';
import { keepsPathLength } from './path-length.ts';

/** 证书链: the certificate first, then who certified it, up to the root. */
export type CertificatePath = X509Certificate[];

type Above = { chain: readonly Uint8Array[]; roots: readonly Uint8Array[] };

/** The way from a certificate (DER) to one of `roots` that certifies itself; of several that which lasts longest, null for none. */
export function pathToRoot(certificate: Uint8Array, { chain, roots }: Above): CertificatePath | null {
  const believed = roots.map(read);
  const above = [...believed, ...chain.map(read)];
  const isRoot = (one: X509Certificate) => believed.some((root) => root.raw.equals(one.raw));
  const [longest] = climb([read(certificate)], above)
    .filter((path) => path.slice(-1).some(isRoot))
    .filter((path) => keepsPathLength(path.map(({ raw }) => Certificate.fromBER(new Uint8Array(raw)))))
    .sort((one, other) => endOfPath(other).getTime() - endOfPath(one).getTime());
  return longest ?? null;
}

/** 自签名: nobody else says whose it is. */
export function certifiesItself(certificate: Uint8Array): boolean {
  return isSelfSigned(read(certificate));
}

/** When the first of them ends: from then on none below it is believed (RFC 5280, 6.1.3). */
export function endOfPath(path: CertificatePath): Date {
  return new Date(Math.min(...path.map(({ validTo }) => Date.parse(validTo))));
}

function climb(path: CertificatePath, above: readonly X509Certificate[]): CertificatePath[] {
  const last = path.at(-1);
  if (last === undefined) return [];
  if (isSelfSigned(last)) return [path];
  return above
    .filter((one) => !path.some(({ raw }) => raw.equals(one.raw)))
    .filter((one) => last.checkIssued(one) && last.verify(one.publicKey))
    .flatMap((one) => climb([...path, one], above));
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

function read(certificate: Uint8Array): X509Certificate {
  return new X509Certificate(certificate);
}
