import { PDF, PdfArray, type PdfDict, PdfStream } from '@libpdf/core';
import { Certificate, CertificateRevocationList } from 'pkijs';

/** 长期验证资料 (DSS, ISO 32000-2, 12.8.4.3) as it stands in a file. */
export type LongTermData = {
  /** How many revocation lists (CRL) and answers (OCSP) it has. */
  lists: number;
  answers: number;
  /** Of the given certificates: how many a list names. What answers say is not read. */
  revoked: number;
};

/** Null where the file has none: before it was archived. Throws on bytes that no PDF reader takes. */
export async function longTermData(
  bytes: Uint8Array,
  certificates: readonly Uint8Array[],
): Promise<LongTermData | null> {
  const pdf = await PDF.load(bytes);
  const resolve = pdf.getObject.bind(pdf);
  const store = pdf.getCatalog().getDict('DSS', resolve);
  if (store === undefined) return null;
  const lists = streamsAt(store, 'CRLs', resolve).flatMap(readList);
  const held = certificates.map((certificate) => Certificate.fromBER(new Uint8Array(certificate)));
  const isRevoked = (certificate: Certificate) =>
    lists.some((list) => list.isCertificateRevoked(certificate));
  return {
    lists: lists.length,
    answers: streamsAt(store, 'OCSPs', resolve).length,
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

/** What is no list counts as none. */
function readList(stream: PdfStream): CertificateRevocationList[] {
  try {
    return [CertificateRevocationList.fromBER(new Uint8Array(stream.getDecodedData()))];
  } catch {
    return [];
  }
}
