import { Constructed, Enumerated, OctetString, Sequence } from 'asn1js';
import { CertificateRevocationList, OCSPResponse, ResponseBytes, type SignedData } from 'pkijs';
import { signedAttributes } from './signed-data.ts';

/** 签名自带的证书状态: lists (CRL) and answers (OCSP), DER, that came along in a signature and not in the file's own store. */
export type CarriedStatus = { lists: Uint8Array<ArrayBuffer>[]; answers: Uint8Array<ArrayBuffer>[] };

/** ISO 32000-1, 12.8.3.3.2: what is signed beside the content holds them. */
const archived = '1.2.840.113583.1.1.8';
/** RFC 5940, 2: an answer whole; and its basic part alone, as some write it. */
const wholeAnswer = '1.3.6.1.5.5.7.16.2';
const basicAnswer = '1.3.6.1.5.5.7.48.1.1';

/** Where they stand in signed data itself (RFC 5652, 5.1), and in Adobe's attribute. */
export function carriedStatus(signed: SignedData): CarriedStatus {
  const carried: CarriedStatus = { lists: [], answers: [] };
  for (const item of signed.crls ?? []) {
    if (item instanceof CertificateRevocationList) carried.lists.push(der(item.toSchema()));
    else if (item.otherRevInfoFormat === wholeAnswer) carried.answers.push(derOf(item.otherRevInfo));
    else if (item.otherRevInfoFormat === basicAnswer)
      carried.answers.push(answerOf(derOf(item.otherRevInfo)));
  }
  for (const attribute of signedAttributes(signed.signerInfos[0], archived)) {
    carried.lists.push(...partsAt(attribute.values[0], 0));
    carried.answers.push(...partsAt(attribute.values[0], 1));
  }
  return carried;
}

type Encodable = { toBER(): ArrayBuffer };

function der(item: Encodable): Uint8Array<ArrayBuffer> {
  return new Uint8Array(item.toBER());
}

function derOf(item: unknown): Uint8Array<ArrayBuffer> {
  return isEncodable(item) ? der(item) : new Uint8Array();
}

function isEncodable(item: unknown): item is Encodable {
  return typeof item === 'object' && item !== null && 'toBER' in item && typeof item.toBER === 'function';
}

function answerOf(basic: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const response = new OctetString({ valueHex: basic.buffer });
  const responseBytes = new ResponseBytes({ responseType: basicAnswer, response });
  return der(new OCSPResponse({ responseStatus: new Enumerated({ value: 0 }), responseBytes }).toSchema());
}

/** `RevocationInfoArchival`: lists under 0, answers under 1, each a sequence within its tag. */
function partsAt(value: unknown, tag: number): Uint8Array<ArrayBuffer>[] {
  if (!(value instanceof Sequence)) return [];
  return value.valueBlock.value
    .filter((part) => part instanceof Constructed && part.idBlock.tagNumber === tag)
    .flatMap((part) => (part instanceof Constructed ? part.valueBlock.value : []))
    .flatMap((list) => (list instanceof Sequence ? list.valueBlock.value.map((item) => der(item)) : []));
}
