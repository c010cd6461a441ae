import { constants, type KeyObject, verify } from 'node:crypto';
import { AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';

/** Digests by their object identifiers (RFC 3370, RFC 5754). */
const digests = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** The name of a digest as OpenSSL knows it; null for one that is not examined here. */
export function digestName({ algorithmId }: AlgorithmIdentifier): string | null {
  return digests.get(algorithmId) ?? null;
}

/** How a signature is computed: of which kinds of keys, over which digest; null is the key's own (RFC 8419). */
type Scheme = { keys: readonly string[]; digest: string | null; isPss?: true; saltLength?: number };

const rsa = ['rsa'];
const curve = ['ec'];
/** Of RFC 3370, RFC 4055, RFC 5754 and RFC 5758. */
const schemes = new Map<string, Scheme>([
  ['1.2.840.113549.1.1.5', { keys: rsa, digest: 'sha1' }],
  ['1.2.840.113549.1.1.14', { keys: rsa, digest: 'sha224' }],
  ['1.2.840.113549.1.1.11', { keys: rsa, digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keys: rsa, digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keys: rsa, digest: 'sha512' }],
  ['1.2.840.10045.4.1', { keys: curve, digest: 'sha1' }],
  ['1.2.840.10045.4.3.1', { keys: curve, digest: 'sha224' }],
  ['1.2.840.10045.4.3.2', { keys: curve, digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keys: curve, digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keys: curve, digest: 'sha512' }],
  ['1.3.101.112', { keys: ['ed25519'], digest: null }],
  ['1.3.101.113', { keys: ['ed448'], digest: null }],
]);
/** They leave the digest to what is said beside them. */
const bare = new Map([
  ['1.2.840.113549.1.1.1', rsa],
  ['1.2.840.10045.2.1', curve],
]);
const pss = '1.2.840.113549.1.1.10';
const maskOfDigest = '1.2.840.113549.1.1.8';

/** Null for a scheme that is not examined here; `digest`: the one that was said for the content. */
export function schemeOf(algorithm: AlgorithmIdentifier, digest: string): Scheme | null {
  const { algorithmId } = algorithm;
  if (algorithmId === pss) return pssScheme(algorithm);
  const keys = bare.get(algorithmId);
  return keys === undefined ? (schemes.get(algorithmId) ?? null) : { keys, digest };
}

/** RFC 4055, 3.1. OpenSSL takes one digest for both, as everybody does. */
function pssScheme({ algorithmParams }: AlgorithmIdentifier): Scheme | null {
  const said = new RSASSAPSSParams({ schema: algorithmParams });
  const { hashAlgorithm, maskGenAlgorithm, saltLength } = said;
  const mask = new AlgorithmIdentifier({ schema: maskGenAlgorithm.algorithmParams });
  const digest = digestName(hashAlgorithm);
  if (digest === null || maskGenAlgorithm.algorithmId !== maskOfDigest || digestName(mask) !== digest)
    return null;
  return { keys: ['rsa', 'rsa-pss'], digest, isPss: true, saltLength };
}

/** Throws for what OpenSSL cannot take. */
export function verifies(
  { keys, digest, isPss, saltLength }: Scheme,
  { key, data, signature }: { key: KeyObject; data: Uint8Array; signature: Uint8Array },
): boolean {
  if (!keys.includes(key.asymmetricKeyType ?? '')) return false;
  const { RSA_PKCS1_PSS_PADDING: padding } = constants;
  const how = isPss === true ? { key, padding, ...(saltLength !== undefined && { saltLength }) } : key;
  return verify(digest, data, how, signature);
}
