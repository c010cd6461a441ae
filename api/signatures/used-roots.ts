import { pathToRoot } from './certificate-path.ts';
import { certificatesIn, derOf, parseSigned, signerCertificate, type TrustedRoots } from './signed-data.ts';

/**
 * Those of `roots` that these signatures and timestamps (CMS, DER) lead to; all of them where one leads to none that certifies
 * itself, so that none is left out that somebody may need.
 */
export function usedRoots(values: readonly Uint8Array<ArrayBuffer>[], roots: TrustedRoots): Uint8Array[] {
  const ends = values.map((value) => endOf(value, roots));
  if (ends.some((end) => end === null)) return [...roots];
  return roots.filter((root) => ends.some((end) => end?.equals(root)));
}

function endOf(value: Uint8Array<ArrayBuffer>, roots: TrustedRoots): Buffer | null {
  const signed = parseSigned(value);
  const certificate = signed === null ? null : signerCertificate(signed);
  if (signed === null || certificate === null) return null;
  const chain = certificatesIn(signed).map(derOf);
  return pathToRoot(derOf(certificate), { chain, roots })?.at(-1)?.raw ?? null;
}
