import { BaseBlock } from 'asn1js';
import { BasicOCSPResponse, type Certificate, CertID, OCSPResponse, type SingleResponse } from 'pkijs';
import { type Asked, type CertificateStatus, isIssuedBy, statusAt, unproved } from './certificate-status.ts';
import { engine } from './signed-data.ts';

const successful = 0;
const basicAnswer = '1.3.6.1.5.5.7.48.1.1';
const answersForIssuer = '1.3.6.1.5.5.7.3.9';
const extendedKeyUsage = '2.5.29.37';

/** What an answer (OCSP) says, one for each certificate that it is on. What is no answer proves nothing. */
export async function readStatusAnswer(
  bytes: Uint8Array,
  asked: readonly Asked[],
): Promise<CertificateStatus[]> {
  const answer = parseAnswer(bytes);
  if (answer === null) return [unproved];
  const read: CertificateStatus[] = [];
  for (const single of answer.tbsResponseData.responses) {
    const its: Asked[] = [];
    for (const one of asked)
      if ((await isOn(single, one).catch(() => false)) && (await isSignedFor(answer, one.issuer)))
        its.push(one);
    read.push(told(single, its));
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

/** Throws where it names who is meant by a digest that is not known here. */
async function isOn(
  { certID }: SingleResponse,
  { certificate, issuer: issuerCertificate }: Asked,
): Promise<boolean> {
  if (!certificate.serialNumber.isEqual(certID.serialNumber)) return false;
  const hash = engine.getAlgorithmByOID(certID.hashAlgorithm.algorithmId, true, 'CertID');
  const wanted = new CertID();
  await wanted.createForCertificate(certificate, { hashAlgorithm: hash.name, issuerCertificate }, engine);
  return certID.isEqual(wanted);
}

/** RFC 6960, 4.2.2.2: by the issuer's own key, or by that of a certificate that the issuer gave out for this. */
async function isSignedFor(answer: BasicOCSPResponse, issuer: Certificate): Promise<boolean> {
  if (await fitsKey(answer, issuer)) return true;
  for (const responder of answer.certs ?? [])
    if (
      isForAnswers(responder) &&
      wasValid(responder, answer.tbsResponseData.producedAt) &&
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

function wasValid({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return notBefore.value <= at && at <= notAfter.value;
}

const statuses = ['good', 'revoked', 'unknown'] as const;

function told(
  { certStatus, thisUpdate: from, nextUpdate }: SingleResponse,
  its: readonly Asked[],
): CertificateStatus {
  if (its.length === 0) return unproved;
  const tag = certStatus instanceof BaseBlock ? certStatus.idBlock.tagNumber : -1;
  const status = statuses[tag] ?? 'unknown';
  const signedAt = its.map(({ signedAt: at }) => at);
  const read = statusAt({ isRevoked: status === 'revoked', from, until: nextUpdate ?? null }, signedAt);
  return status === 'unknown' ? { ...read, status } : read;
}
