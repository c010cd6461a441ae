import { Constructed, Enumerated, GeneralizedTime, OctetString, Primitive } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  CertificateRevocationList,
  ExtKeyUsage,
  Extension,
  Extensions,
  OCSPResponse,
  ResponseBytes,
  RevokedCertificate,
  SingleResponse,
  Time,
} from 'pkijs';
import { issueCertificate, issueRevocationList, type Credential } from '../../api/signatures/certificates.ts';
import { engine } from '../../api/signatures/signed-data.ts';

const dayMs = 86_400_000;

export function inDays(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

/** A list (CRL) of `signer` with those certificates in it, of yesterday and for a week where nothing else is said. */
export async function statusList(
  signer: Credential,
  {
    names,
    from = inDays(-1),
    extensions = [],
    reason = null,
  }: {
    names: readonly Uint8Array[];
    from?: Date;
    extensions?: readonly Extension[];
    /** Of each (RFC 5280, 5.3.1). */
    reason?: number | null;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const list = CertificateRevocationList.fromBER(await issueRevocationList(signer, { at: from, days: 7 }));
  const revocationDate = new Time({ value: from });
  if (names.length > 0)
    list.revokedCertificates = names.map(
      (name) =>
        new RevokedCertificate({
          ...{ userCertificate: read(name).serialNumber, revocationDate },
          ...(reason !== null && { crlEntryExtensions: reasonOf(reason) }),
        }),
    );
  list.crlExtensions?.extensions.push(...extensions);
  await list.sign(signer.privateKey, 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER());
}

function reasonOf(value: number): Extensions {
  const extnValue = new Enumerated({ value }).toBER();
  return new Extensions({ extensions: [new Extension({ extnID: '2.5.29.21', extnValue })] });
}

type Answer = Record<'issuer' | 'signer', Credential> & {
  status: 'good' | 'revoked';
  from?: Date;
  /** With the certificate of who signs it. */
  isDelegated?: boolean;
};

/** An answer (OCSP) of `signer` about a certificate of `issuer`, of yesterday and for a week where nothing else is said. */
export async function statusAnswer(
  certificate: Uint8Array,
  { status, issuer, signer, from = inDays(-1), isDelegated = false }: Answer,
): Promise<Uint8Array<ArrayBuffer>> {
  const certID = new CertID();
  const asked = { hashAlgorithm: 'SHA-1', issuerCertificate: read(issuer.certificate) };
  await certID.createForCertificate(read(certificate), asked, engine);
  const tag = { tagClass: 3, tagNumber: status === 'good' ? 0 : 1 };
  const certStatus =
    status === 'good'
      ? new Primitive({ idBlock: tag })
      : new Constructed({ idBlock: tag, value: [new GeneralizedTime({ valueDate: from })] });
  const nextUpdate = new Date(from.getTime() + 7 * dayMs);
  const basic = new BasicOCSPResponse();
  basic.tbsResponseData.responderID = read(signer.certificate).subject;
  basic.tbsResponseData.producedAt = from;
  basic.tbsResponseData.responses = [
    new SingleResponse({ certID, certStatus, thisUpdate: from, nextUpdate }),
  ];
  if (isDelegated) basic.certs = [read(signer.certificate)];
  await basic.sign(signer.privateKey, 'SHA-256', engine);
  const response = new OctetString({ valueHex: basic.toSchema().toBER() });
  const whole = new OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({ responseType: '1.3.6.1.5.5.7.48.1.1', response }),
  });
  return new Uint8Array(whole.toSchema().toBER());
}

/** 应答服务: whom an authority had answer for it, by the purpose in its certificate (id-kp-OCSPSigning); of another for those. */
export async function makeResponder(
  issuer: Credential,
  { purpose = '1.3.6.1.5.5.7.3.9', notAfter = inDays(365) }: { purpose?: string; notAfter?: Date } = {},
): Promise<Credential> {
  const responder = await issueCertificate(
    { name: '状态应答', keyType: 'EC', purpose: 'signature', notBefore: inDays(-365), notAfter },
    issuer,
  );
  const certificate = read(responder.certificate);
  const only = new ExtKeyUsage({ keyPurposes: [purpose] });
  certificate.extensions?.push(new Extension({ extnID: '2.5.29.37', extnValue: only.toSchema().toBER() }));
  await certificate.sign(issuer.privateKey, 'SHA-256', engine);
  return { ...responder, certificate: new Uint8Array(certificate.toSchema(true).toBER()) };
}

function read(certificate: Uint8Array): Certificate {
  return Certificate.fromBER(new Uint8Array(certificate));
}
