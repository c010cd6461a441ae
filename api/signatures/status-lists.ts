import { Enumerated } from 'asn1js';
import {
  BasicConstraints,
  type Certificate,
  CertificateRevocationList,
  type Extension,
  IssuingDistributionPoint,
  type RevokedCertificate,
} from 'pkijs';
import { type Asked, type CertificateStatus, statusAt, unproved } from './certificate-status.ts';
import { engine } from './signed-data.ts';

/** What a list (CRL) says of those it may speak of: whom its signer certified. What is no list proves nothing. */
export async function readStatusList(bytes: Uint8Array, asked: readonly Asked[]): Promise<CertificateStatus> {
  const list = parsed(bytes);
  if (list === null) return unproved;
  const its: Asked[] = [];
  const scope = scopeOf(list);
  for (const one of asked)
    if (isWithin(scope, one.certificate) && (await isSignedBy(list, one))) its.push(one);
  if (its.length === 0) return unproved;
  const read = statusAt(
    {
      isRevoked: its.some(({ certificate }) => names(list, certificate)),
      from: list.thisUpdate.value,
      until: list.nextUpdate?.value ?? null,
    },
    its.map(({ signedAt }) => signedAt),
  );
  return read.status !== 'revoked' && isPartial(list, scope) ? { ...read, status: 'partial' } : read;
}

const oid = {
  deltaOf: '2.5.29.27',
  scope: '2.5.29.28',
  reason: '2.5.29.21',
  basicConstraints: '2.5.29.19',
};
/** RFC 5280, 5.3.1: a change that takes somebody off the list. */
const takenOff = 8;

/** RFC 5280, 5.2.5: which certificates, and which reasons, the list is about; null: all of its issuer's. */
function scopeOf({ crlExtensions }: CertificateRevocationList): IssuingDistributionPoint | null {
  const said: unknown = extensionOf(crlExtensions?.extensions, oid.scope)?.parsedValue;
  return said instanceof IssuingDistributionPoint ? said : null;
}

function isWithin(scope: IssuingDistributionPoint | null, { extensions }: Certificate): boolean {
  if (scope === null) return true;
  const said: unknown = extensionOf(extensions, oid.basicConstraints)?.parsedValue;
  const isAuthority = said instanceof BasicConstraints && said.cA;
  const isOfOthers = isAuthority ? scope.onlyContainsUserCerts : scope.onlyContainsCACerts;
  return !isOfOthers && !scope.onlyContainsAttributeCerts;
}

/** Changes since a list that is not here (RFC 5280, 5.2.4), some reasons alone, or others' certificates beside its own. */
function isPartial({ crlExtensions }: CertificateRevocationList, scope: IssuingDistributionPoint | null) {
  if (extensionOf(crlExtensions?.extensions, oid.deltaOf) !== undefined) return true;
  return scope !== null && (scope.indirectCRL || (scope.onlySomeReasons ?? 0) !== 0);
}

function names(list: CertificateRevocationList, certificate: Certificate): boolean {
  const isHis = ({ userCertificate }: RevokedCertificate) =>
    userCertificate.isEqual(certificate.serialNumber);
  return (list.revokedCertificates ?? []).some((one) => isHis(one) && reasonOf(one) !== takenOff);
}

function reasonOf({ crlEntryExtensions }: RevokedCertificate): number | null {
  const said: unknown = extensionOf(crlEntryExtensions?.extensions, oid.reason)?.parsedValue;
  return said instanceof Enumerated ? said.valueBlock.valueDec : null;
}

function extensionOf(extensions: readonly Extension[] | undefined, type: string): Extension | undefined {
  return extensions?.find(({ extnID }) => extnID === type);
}

/** RFC 5280, 6.3.3 (g), which also refuses what a list says that cannot be left unread. */
async function isSignedBy(list: CertificateRevocationList, { issuer }: Asked): Promise<boolean> {
  return await list.verify({ issuerCertificate: issuer }, engine).catch(() => false);
}

function parsed(bytes: Uint8Array): CertificateRevocationList | null {
  try {
    return CertificateRevocationList.fromBER(new Uint8Array(bytes));
  } catch {
    return null;
  }
}
