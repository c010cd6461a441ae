import { BaseBlock } from 'asn1js';
import { BasicOCSPResponse, type Certificate, CertID, OCSPResponse, type SingleResponse } from 'pkijs';
import { engine } from './signed-message.ts';

/**
 * What an answer (OCSP, RFC 6960) of a file says of a certificate, and for which time. `unproved`: it is not signed by who issued
 * the certificate nor by whom that one named for it, or is of no certificate of the file.
 */
export type StatusAnswer = {
  status: 'good' | 'revoked' | 'unknown' | 'unproved';
  /** ISO 8601. */
  from: string | null;
  until: string | null;
};

const successful = 0;
const basicAnswer = '1.3.6.1.5.5.7.48.1.1';
const answersForIssuer = '1.3.6.1.5.5.7.3.9';
const extendedKeyUsage = '2.5.29.37';
const unproved: StatusAnswer = { status: 'unproved', from: null, until: null };

/** `certificates`: those of the file and the roots, in which who is asked about and who issued it are looked for. */
export async function readStatusAnswer(
  bytes: Uint8Array,
  certificates: readonly Certificate[],
): Promise<StatusAnswer[]> {
  const answer = parseAnswer(bytes);
  if (answer === null) return [unproved];
  const read: StatusAnswer[] = [];
  for (const single of answer.tbsResponseData.responses) {
    const issuer = await issuerAsked(single, certificates);
    const isProved = issuer !== null && (await isSignedFor(answer, issuer));
    read.push(isProved ? told(single) : unproved);
  }
  return read;
}

function parseAnswer(bytes: Uint8Array): BasicOCSPResponse | null {
  try {
    const { responseStatus, responseBytes } = OCSPResponse.fromBER(new Uint8Array(bytes));
    if (responseStatus.valueBlock.valueDec !== successful || responseBytes?.responseType !== basicAnswer)
      return null;
    return BasicOCSPResponse.fromBER(responseBytes.response.valueBlock.valueHexView.slice());
  } catch {
    return null;
  }
}

/** Who issued the certificate that is asked about; null where the file has not both. */
async function issuerAsked(
  { certID }: SingleResponse,
  certificates: readonly Certificate[],
): Promise<Certificate | null> {
  for (const certificate of certificates.filter(({ serialNumber }) =>
    serialNumber.isEqual(certID.serialNumber),
  ))
    for (const issuerCertificate of certificates) {
      if (!(await isIssuedBy(certificate, issuerCertificate))) continue;
      const hash = engine.getAlgorithmByOID(certID.hashAlgorithm.algorithmId, true, 'CertID');
      const wanted = new CertID();
      const parameters = { hashAlgorithm: hash.name, issuerCertificate };
      await wanted.createForCertificate(certificate, parameters, engine);
      if (certID.isEqual(wanted)) return issuerCertificate;
    }
  return null;
}

async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  if (!certificate.issuer.isEqual(issuer.subject)) return false;
  return await certificate.verify(issuer, engine).catch(() => false);
}

/** RFC 6960, 4.2.2.2: by the issuer's own key, or by that of a certificate that the issuer gave out for this. */
async function isSignedFor(answer: BasicOCSPResponse, issuer: Certificate): Promise<boolean> {
  if (await fitsKey(answer, issuer)) return true;
  for (const responder of answer.certs ?? [])
    if (
      isForAnswers(responder) &&
      (await isIssuedBy(responder, issuer)) &&
      (await fitsKey(answer, responder))
    )
      return true;
  return false;
}

async function fitsKey(
  { tbsResponseData, signature, signatureAlgorithm }: BasicOCSPResponse,
  { subjectPublicKeyInfo }: Certificate,
): Promise<boolean> {
  const signed = tbsResponseData.tbsView.slice().buffer;
  return await engine
    .verifyWithPublicKey(signed, signature, subjectPublicKeyInfo, signatureAlgorithm)
    .catch(() => false);
}

function isForAnswers({ extensions }: Certificate): boolean {
  const usage: unknown = extensions?.find(({ extnID }) => extnID === extendedKeyUsage)?.parsedValue;
  if (typeof usage !== 'object' || usage === null || !('keyPurposes' in usage)) return false;
  return Array.isArray(usage.keyPurposes) && usage.keyPurposes.includes(answersForIssuer);
}

const statuses = ['good', 'revoked', 'unknown'] as const;

function told({ certStatus, thisUpdate, nextUpdate }: SingleResponse): StatusAnswer {
  const tag = certStatus instanceof BaseBlock ? certStatus.idBlock.tagNumber : -1;
  return {
    status: statuses[tag] ?? 'unknown',
    from: thisUpdate.toISOString(),
    until: nextUpdate?.toISOString() ?? null,
  };
}
