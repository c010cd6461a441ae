import { PDF, PdfArray, type PdfDict, PdfStream } from '@libpdf/core';
import { Certificate, CertificateRevocationList } from 'pkijs';
import type { TrustedRoots } from './signed-message.ts';
import { readStatusAnswer, type StatusAnswer } from './status-answers.ts';

/** 长期验证资料 (DSS, ISO 32000-2, 12.8.4.3) as it stands in a file. */
export type LongTermData = {
  /** How many revocation lists (CRL) it has. */
  lists: number;
  /** What its answers (OCSP) say. */
  answers: StatusAnswer[];
  /** Of the given certificates: how many a list names. */
  revoked: number;
};

/** Null where the file has none: before it was archived. Throws on bytes that no PDF reader takes. */
export async function longTermData(
  bytes: Uint8Array,
  { certificates, roots }: { certificates: readonly Uint8Array[]; roots: TrustedRoots },
): Promise<LongTermData | null> {
  const pdf = await PDF.load(bytes);
  const resolve = pdf.getObject.bind(pdf);
  const store = pdf.getCatalog().getDict('DSS', resolve);
  if (store === undefined) return null;
  const lists = streamsAt(store, 'CRLs', resolve).flatMap(readList);
  const held = certificates.map((certificate) => Certificate.fromBER(new Uint8Array(certificate)));
  const isRevoked = (certificate: Certificate) =>
    lists.some((list) => list.isCertificateRevoked(certificate));
  const known = [
    ...held,
    ...streamsAt(store, 'Certs', resolve).flatMap(readCertificate),
    ...roots.flatMap(parsed),
  ];
  const answers: StatusAnswer[] = [];
  for (const stream of streamsAt(store, 'OCSPs', resolve))
    answers.push(...(await readStatusAnswer(stream.getDecodedData(), known)));
  return {
    lists: lists.length,
    answers,
    revoked: held.filter(isRevoked).length,
  };
}

function streamsAt(store: PdfDict, key: string, resolve: PDF['getObject']): PdfStream[] {
  const list = store.get(key, resolve);
  if (!(list instanceof PdfArray)) return [];
  return Array.from({ length: list.length }, (_, index) => list.at(index, resolve)).filter(
    (item) => item instanceof PdfStream,
  );
}

function readCertificate(stream: PdfStream): Certificate[] {
  return parsed(stream.getDecodedData());
}

/** What is no certificate counts as none. */
function parsed(bytes: Uint8Array): Certificate[] {
  try {
    return [Certificate.fromBER(new Uint8Array(bytes))];
  } catch {
    return [];
  }
}

/** What is no list counts as none. */
function readList(stream: PdfStream): CertificateRevocationList[] {
  try {
    return [CertificateRevocationList.fromBER(new Uint8Array(stream.getDecodedData()))];
  } catch {
    return [];
  }
}
