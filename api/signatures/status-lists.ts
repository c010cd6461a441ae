import { Enumerated } from 'asn1js';
import {
  BasicConstraints,
  type Certificate,
  CertificateRevocationList,
  DistributionPoint,
  type Extension,
  type GeneralName,
  IssuingDistributionPoint,
  type RevokedCertificate,
} from 'pkijs';
import { type Asked, type CertificateStatus, statusAt, unproved } from './certificate-status.ts';
import { engine } from './signed-data.ts';
import { pointsOf } from './status-places.ts';

/** What a list (CRL) says of those it may speak of: whom its signer certified. What is no list proves nothing. */
export async function readStatusList(bytes: Uint8Array, asked: readonly Asked[]): Promise<CertificateStatus> {
  const list = parsed(bytes);
  if (list === null) return unproved;
  const its: Asked[] = [];
  const scope = scopeOf(list);
  for (const one of asked)
    if (isWithin(scope, one.certificate) && (await isSignedBy(list, one))) its.push(one);
  if (its.length === 0) return unproved;
  // Of those whose point is another it may name one; that it names none says nothing.
  const told = its.filter(({ certificate }) => isOfPoint(scope, certificate));
  const read = statusAt(
    {
      isRevoked: its.some(({ certificate }) => names(list, certificate)),
      from: list.thisUpdate.value,
      until: list.nextUpdate?.value ?? null,
    },
    told.map(({ signedAt }) => signedAt),
  );
  const isOfSome = told.length === 0 || isPartial(list, scope);
  return read.status !== 'revoked' && isOfSome ? { ...read, status: 'partial' } : read;
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

/** RFC 5280, 6.3.3 (b)(2)(i): a list of one point (shard) is about those certificates that name that point. */
function isOfPoint(scope: IssuingDistributionPoint | null, certificate: Certificate): boolean {
  if (scope?.distributionPoint === undefined) return true;
  if (!Array.isArray(scope.distributionPoint)) return false;
  const named = pointsOf(certificate).map(encoded);
  return scope.distributionPoint.some((point) => named.includes(encoded(point)));
}

function encoded(name: GeneralName): string {
  const point = new DistributionPoint({ distributionPoint: [name] });
  return Buffer.from(point.toSchema().toBER()).toString('hex');
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
